"""A figure in a reading: who each of some standpoints can reach, drawn from the case as it stands."""
