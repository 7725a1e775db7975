"""The process check of the tangle splitter: are six parts split and looked after? Public; never at which part is which, or who owns it."""
from __future__ import annotations

from ...findings import Check, Finding
from .rules import ENOUGH, looked_after, parts, promised, sorted_
from .state import State
from .text import Text


def made(text: Text, state: State) -> Check:
    """Up to 2 marks: one for marks and answers, one for owners, dates and what would move each part."""
    if not state.issue:
        return Check(2, [Finding(0, 1, "Tangle: no issue taken up yet."), Finding(0, 1, "Each part then has an owner, a date, and what would move it.")])
    ids = parts(text, state)
    first, second, ticked = sum(sorted_(text, state, p) for p in ids), sum(looked_after(text, state, p) for p in ids), promised(text, state)
    why = f"{min(second, ENOUGH)} of {ENOUGH} parts have an owner, a date, and what would move them." + ("" if ticked else " The lines about names are not all ticked.")
    met = f"Tangle: {min(first, ENOUGH)} of {ENOUGH} parts have a mark and a way to be met. Any mark counts, and any way."
    return Check(2, [Finding(float(first >= ENOUGH), 1, met), Finding(float(second >= ENOUGH and ticked), 1, why)])
