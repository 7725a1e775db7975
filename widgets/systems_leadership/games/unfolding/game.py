"""The unfolding game as an exercise: rules, screen, picture and checks under one roof."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ... import case as cases
from ...exercise import Desk
from ...findings import Check
from . import checks, facts, picture, rules, screen
from .state import State

VIEW = ("games/unfolding/debrief.js", "games/unfolding/view.js")


class Unfolding:
    """See `exercise.Exercise`."""

    title = "The unfolding game"
    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str) -> None:
        self.id, self.case_name, self.case = id, case, cases.load(case)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.case, state, op)

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        return screen.screen(self.case, state)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.case, state)

    def quotes(self, state: State) -> dict[str, str]:
        """Phrases a sheet may quote."""
        return facts.quotes(self.case, state)

    def milestones(self, state: State) -> dict[str, bool]:
        """A play is a milestone once its map is closed and its debrief answered."""
        done = sum(run.finished for run in state.runs)
        return {"first_play": done > 0, "second_play": done > 1}


CHECKS: dict[str, Callable[[Unfolding, State], Check]] = {"first_play": lambda game, state: checks.play(state, 0), "second_play": lambda game, state: checks.play(state, 1)}
