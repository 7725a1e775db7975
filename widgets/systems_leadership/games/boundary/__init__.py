"""Boundary questions, after Ulrich: who is in, who decides, who knows, who is left out; as it is and as it ought to be."""
