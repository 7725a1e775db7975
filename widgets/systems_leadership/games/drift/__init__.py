"""A figure in a reading: one problem placed on several lines, at several moments, by several people."""
