"""“Who can stop it?” as an exercise: rules, screen, picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import load
from ...exercise import Desk, Screen
from ...findings import Check
from . import checks, facts, picture, rules, screen, tasks
from .state import State

VIEW = ("games/parcels/parts.js", *(f"games/who_can_stop/{name}.js" for name in ("challenge", "row", "view")))


class WhoCanStop:
    """See `exercise.Exercise`."""

    title = "Who can stop it?"
    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str) -> None:
        self.id, self.case_name, self.case, self.tasks = id, case, load(case), tasks.load(case)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.case, self.tasks, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.case, self.tasks, state)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, self.tasks, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.case, self.tasks, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.case, self.tasks, state)

    def milestones(self, state: State) -> dict[str, bool]:
        return {"challenges": checks.challenges(state).score == 2, "finished": bool(state.debrief)}


CHECKS: dict[str, Callable[[WhoCanStop, State], Check]] = {"challenges": lambda game, state: checks.challenges(state)}
