"""Handing in: one file to send, or the hub's exchange; what was handed in is said, and a receipt is kept."""
