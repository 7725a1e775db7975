"""The process check of the design team: was a team chosen, and were the missing named? Never at who was chosen, or what the team mirrors."""
from __future__ import annotations

from ...findings import Check, Finding
from . import rules
from .rules import State


def team(state: State) -> Check:
    """Up to 2 marks: one for a team set beside others, one for two who are missing and how they shape the design."""
    n, missing = len(state.members), len(rules.still_missing(state))
    if not rules.fits(state):
        first = Finding(0, 1, f"Design team: {n} chosen; {rules.FEWEST} to {rules.MOST} are asked for.")
    elif not state.first:
        first = Finding(0, 1, f"Design team: {n} chosen. Set the team beside others.")
    else:
        first = Finding(1, 1, f"Design team: {n} chosen and set beside others. Who they are is not looked at.")
    return Check(2, [first, Finding(float(missing >= rules.TO_NAME), 1, f"{missing} named who are missing, with how they shape the design; {rules.TO_NAME} are asked for.")])
