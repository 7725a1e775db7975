"""The process check of placing: are eight cards placed, and is there a reason for the two dealt again? Public; never at where a card stands."""
from __future__ import annotations

from ...findings import Check, Finding
from .rules import ENOUGH, reasoned, whole
from .state import State
from .text import Text


def made(text: Text, state: State) -> Check:
    """Up to 2 marks: one for the placing, one for the two cards dealt again."""
    n, why = len(whole(text, state)), sum(reasoned(state, p) for p in state.dealt)
    second = f"Dealt again: {why} of 2 moved or left with a reason." if state.dealt else "No card dealt again yet."
    first = f"Placing: {min(n, ENOUGH)} of {ENOUGH} cards on all {len(text.dimension)} lines. Where they stand is not looked at."
    return Check(2, [Finding(float(n >= ENOUGH), 1, first), Finding(float(why == 2), 1, second)])
