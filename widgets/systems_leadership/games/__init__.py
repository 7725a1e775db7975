"""The exercises, one folder each: rules, checks, picture, screen, view."""
