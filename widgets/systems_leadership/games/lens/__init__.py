"""A figure in a reading: turn the lens to a phase, and see who is active in it."""
