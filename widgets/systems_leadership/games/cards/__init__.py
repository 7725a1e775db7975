"""Retrieval cards: answer first, explanation after."""
