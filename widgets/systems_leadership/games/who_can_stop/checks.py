"""The process check of “Who can stop it?”: were two rows challenged, with a reason, and the table run again? Public; never at which rows or what they became."""
from __future__ import annotations

from ...findings import Check, Finding
from . import rules
from .state import State


def challenges(state: State) -> Check:
    """Up to 2 marks: one for two rows challenged with a reason, one for running the table again with both."""
    made, ran = len(rules.challenged(state)), len(rules.ran_with(state))
    if not state.guess:
        return Check(2, [Finding(0, 1, "Who can stop it?: not begun."), Finding(0, 1, "The table has not been run again.")])
    return Check(2, [
        Finding(1, 1, f"{made} rows of the table challenged, with a reason each.") if made >= rules.TO_CHALLENGE
        else Finding(0, 1, f"{made} of {rules.TO_CHALLENGE} rows challenged, with a reason."),
        Finding(1, 1, "The table run again with the rows as changed.") if ran >= rules.TO_CHALLENGE
        else Finding(0, 1, "The table has not been run again with two challenged rows.")])
