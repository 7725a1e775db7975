"""The tight grip as an exercise: rules, screen, picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import load
from ...exercise import Desk, Screen
from ...findings import Check
from . import checks, picture, rules, scenes, screen
from .state import State

VIEW = ("games/parcels/parts.js", "games/tight_grip/scene.js", "games/tight_grip/view.js")


class TightGrip:
    """See `exercise.Exercise`."""

    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str) -> None:
        self.id, self.case_name, self.case, self.week = id, case, load(case), scenes.load(id)
        self.title = self.week.title

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.week, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.case, self.week, state)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, self.week, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.week, state)

    def quotes(self, state: State) -> dict[str, str]:
        return picture.quotes(self.week, state)

    def milestones(self, state: State) -> dict[str, bool]:
        return {"played": checks.played(self.week, state).score == 2, "finished": bool(state.debrief)}


CHECKS: dict[str, Callable[[TightGrip, State], Check]] = {"played": lambda game, state: checks.played(game.week, state)}
