"""A figure in a reading: one remark in a room of twenty-four, and how far it can travel as the room is run in different ways."""
