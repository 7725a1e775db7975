"""A design team chosen from the players of the case: what it mirrors, and who shapes the design from outside."""
