"""A figure in a reading: the whole library divided two ways, and what each division cuts."""
