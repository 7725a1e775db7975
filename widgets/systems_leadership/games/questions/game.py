"""The question workshop as an exercise. Five statements and one's own, turned into questions that the learner tests."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...exercise import Desk, Screen
from ...findings import Check
from ..authored import texts
from . import checks, facts, picture, rules, screen
from .state import State
from .text import Text

VIEW = ("games/parts/choice.js", "games/questions/list.js", "games/questions/view.js")


class Questions:
    """See `exercise.Exercise`."""

    undoable, barriers = rules.UNDOABLE, rules.BARRIERS
    case_name = ""

    def __init__(self, id: str, case: str = "", text: Text | None = None) -> None:
        self.id, self.text = id, text or texts("questions", Text)[id]
        self.title, self._furniture = self.text.title, screen.furniture(self.text)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.text, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.text, state, self._furniture)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.text, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.text, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.text, state)

    def milestones(self, state: State) -> dict[str, bool]:
        done = checks.made(self.text, state)
        return {"tested": done.score == done.points, "finished": done.score == done.points}


CHECKS: dict[str, Callable[[Questions, State], Check]] = {"tested": lambda game, state: checks.made(game.text, state)}
