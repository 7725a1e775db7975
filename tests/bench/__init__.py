"""How fast the course is, and how much room it takes, beside the least a widget can do. Run with `python -m bench` in tests/."""
