"""nbgrader, without running learners' code: the step that evaluates released cells, collecting, the tutor's folder."""
