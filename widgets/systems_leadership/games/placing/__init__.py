"""Placing, not sorting: problem cards on seven lines, seen beside each other; two dealt again with new facts."""
