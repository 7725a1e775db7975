"""1A The unfolding game: find out who is in a system by asking, from one standpoint and then another. No score."""
