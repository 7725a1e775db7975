"""A figure in a reading: the same three people with the same wishes, and what they buy when the paper is written otherwise."""
