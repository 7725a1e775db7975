"""The question workshop: statements turned into questions, against five tests the learner applies."""
