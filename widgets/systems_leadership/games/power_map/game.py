"""The power map as an exercise: rules, screen, picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import load
from ...exercise import Desk, Screen
from ...findings import Check
from ..who_can_stop import tasks
from . import checks, facts, picture, rules, screen
from .state import State

VIEW = ("games/parcels/parts.js", *(f"games/power_map/{name}.js" for name in ("discs", "begin", "table", "plane", "boundary", "shows", "view")))


class PowerMap:
    """See `exercise.Exercise`."""

    title = "Power, from where you sit"
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
        return {"first_standpoint": checks.first_standpoint(self.case, state).score == 2, "second_standpoint": checks.second_standpoint(state).score == 2, "finished": bool(state.debrief)}


CHECKS: dict[str, Callable[[PowerMap, State], Check]] = {"first_standpoint": lambda game, state: checks.first_standpoint(game.case, state),
                                                         "second_standpoint": lambda game, state: checks.second_standpoint(state)}
