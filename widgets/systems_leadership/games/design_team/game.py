"""The design team as an exercise: rules, screen, picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import Case, load
from ...exercise import Desk, Screen
from ...findings import Check
from . import checks, facts, picture, rules, screen
from .rules import State

VIEW = ("games/parcels/parts.js", "games/design_team/mirror.js", "games/design_team/view.js")


class DesignTeam:
    """See `exercise.Exercise`."""

    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str, world: Case | None = None) -> None:
        self.id, self.case_name, self.case = id, case, world or load(case)
        self.title = screen.words()["title"]

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.case, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.case, state)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.case, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.case, state)

    def milestones(self, state: State) -> dict[str, bool]:
        return {"team": checks.team(state).score == 2, "finished": bool(state.debrief)}


CHECKS: dict[str, Callable[[DesignTeam, State], Check]] = {"team": lambda game, state: checks.team(state)}
