"""The start page: where a learner is in the course, and the one thing to do next. It reads every record and writes none."""
