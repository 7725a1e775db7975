"""Process checks of the power map: was each standpoint rated in good faith? Public; never at who was given what."""
from __future__ import annotations

from ...case import Case
from ...findings import Check, Finding
from . import rules
from .state import State


def first_standpoint(case: Case, state: State) -> Check:
    """Up to 2 marks: one for twelve players of six kinds rated and kept, one for a reason at every three."""
    if not state.ready:
        return Check(2, [Finding(0, 1, f"Power map: {len(state.players)} of {rules.PLAYERS} players chosen." if state.sits else "Power map: not begun."), Finding(0, 1, "No map kept yet.")])
    return Check(2, [
        Finding(1, 1, f"Power map: {rules.PLAYERS} players of {rules.kinds(case, state)} kinds rated from your own standpoint, and kept.") if state.closed
        else Finding(0, 1, "Power map: your twelve are chosen. Rate them and keep the map."),
        _reasons(state, 0)])


def second_standpoint(state: State) -> Check:
    """Up to 2 marks: one for the same twelve rated as one of them, with reasons, one for the two questions at the end."""
    if len(state.sits) < 2:
        return Check(2, [Finding(0, 1, "Second standpoint: not begun."), Finding(0, 1, "The two questions at the end are not answered yet.")])
    kept = rules.whole(state, 1)
    return Check(2, [
        Finding(1, 1, "The same twelve rated from a second standpoint, with a reason wherever somebody decides.") if kept
        else Finding(0, 1, "Second standpoint: not kept yet." if state.closed < 2 else _reasons(state, 1).why),
        Finding(1, 1, "A place where two sources meet is named, and a question to ask.") if all(state.debrief.get(k) for k in rules.DEBRIEF)
        else Finding(0, 1, "The two questions at the end are not answered yet.")])


def _reasons(state: State, sit: int) -> Finding:
    lacking = len(rules.unexplained(state, sit))
    if not rules.whole(state, sit):
        return Finding(0, 1, f"{lacking} rating{'s' * (lacking != 1)} of “decides” without a reason." if lacking else "Reasons are looked at once the map is kept.")
    return Finding(1, 1, "Every rating of “decides” has a reason.")
