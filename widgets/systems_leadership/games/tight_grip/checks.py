"""The process check of the tight grip: was the week played, and looked back on? Public; never at what was chosen."""
from __future__ import annotations

from ...findings import Check, Finding
from . import rules
from .scenes import Week
from .state import State


def played(week: Week, state: State) -> Check:
    """Up to 2 marks: one for every scene, one for the two questions at the end."""
    n, of = sum(rules.choice(state, scene) is not None for scene in week.scene), len(week.scene)
    return Check(2, [
        Finding(1, 1, f"The tight grip: all {of} scenes played. Which choices is not looked at.") if n == of and rules.played(week, state)
        else Finding(0, 1, f"The tight grip: {n} of {of} scenes played." if n else "The tight grip: not begun."),
        Finding(1, 1, "The two questions after the week are answered.") if all(state.debrief.get(k) for k in rules.DEBRIEF)
        else Finding(0, 1, "The two questions after the week are not answered yet.")])
