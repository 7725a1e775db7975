"""Who can stop it? Twelve tasks with conditions: take players out and see which tasks fall."""
