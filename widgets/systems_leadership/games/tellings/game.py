"""The tellings as an exercise."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import load
from ...exercise import Desk, Screen
from ...findings import Check
from ..authored import texts
from . import checks, facts, picture, rules, screen
from .state import State
from .text import Text

VIEW = ("games/parts/choice.js", "games/tellings/items.js", "games/tellings/view.js")


class Tellings:
    """See `exercise.Exercise`."""

    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str, text: Text | None = None) -> None:
        self.id, self.case_name, self.case, self.text = id, case, load(case), text or texts("tellings", Text)[id]
        self.title, self._furniture = self.text.title, screen.furniture(self.case, self.text)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.text, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.case, self.text, state, self._furniture)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, self.text, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.text, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.case, self.text, state)

    def milestones(self, state: State) -> dict[str, bool]:
        done = checks.made(self.text, state)
        return {"told": done.score == done.points, "finished": done.score == done.points}


CHECKS: dict[str, Callable[[Tellings, State], Check]] = {"told": lambda game, state: checks.made(game.text, state)}
