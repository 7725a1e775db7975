"""The process check of the cascade: was it handed on, and were the ends compared? Never at what survived."""
from __future__ import annotations

from ...findings import Check, Finding
from . import rules
from .rules import State
from .text import Text


def compared(text: Text, state: State) -> Check:
    """Up to 2 marks: one for taking the message to the end twice, one for comparing in writing."""
    n, wanted = len(rules.finished(text, state)), rules.ENOUGH
    down = Finding(float(n >= wanted), 1, f"Cascade: the message went all the way down {n} time{'s' * (n != 1)}; {wanted} are compared. What survived is not looked at.")
    there = bool(state.debrief)
    return Check(2, [down, Finding(float(there), 1, "The ends are compared in writing." if there else "The three questions about the ends are not answered yet.")])
