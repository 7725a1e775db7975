"""The process checks of the chooser: were the conditions answered, and two methods turned down? Never at which, or at what was answered."""
from __future__ import annotations

from ...findings import Check, Finding
from . import rules
from .rules import State
from .text import OWN, Text


def conditions(text: Text, state: State) -> Check:
    """Up to 2 marks: one for saying beforehand which method is liked, one for answering every condition of one situation."""
    liked = Finding(1, 1, "A method was liked before anything was asked.") if state.favourite else Finding(0, 1, "Chooser: say first which method you like best.")
    most = max((rules.answered(text, state, s) for s in (*text.situations, OWN)), default=0)
    return Check(2, [liked, Finding(float(most == len(text.condition)), 1, f"{most} of {len(text.condition)} conditions answered for one situation; “I do not know yet” is an answer.")])


def rejections(state: State) -> Check:
    """Up to 2 marks: one for turning down the method liked best, one for turning down another; each with a reason."""
    best = bool(state.favourite) and state.favourite in state.rejected
    others = len(state.rejected) - best
    return Check(2, [Finding(float(best), 1, "The method liked best is turned down, with a reason." if best else "The method you like best is not turned down yet."),
                     Finding(float(others > 0), 1, "Another is turned down, with a reason." if others else "One other method is to be turned down, with a reason.")])
