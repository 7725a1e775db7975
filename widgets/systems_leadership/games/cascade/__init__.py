"""A message handed on through five levels: what survives, and what each place puts first."""
