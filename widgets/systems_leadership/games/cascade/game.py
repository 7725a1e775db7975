"""The cascade as an exercise: rules, screen, picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import load
from ...exercise import Desk, Screen
from ...findings import Check
from . import checks, facts, picture, rules, screen
from .rules import State
from .text import Text, texts

VIEW = ("games/cascade/fates.js", "games/cascade/view.js")


class Cascade:
    """See `exercise.Exercise`."""

    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str, text: Text | None = None) -> None:
        self.id, self.case_name, self.case, self.text = id, case, load(case), text or texts()[id]
        self.title = self.text.title
        self._fixed = screen.furniture(self.case, self.text)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.text, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.case, self.text, self._fixed, state)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, self.text, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.text, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.case, self.text, state)

    def milestones(self, state: State) -> dict[str, bool]:
        done = checks.compared(self.text, state).score == 2
        return {"compared": done, "finished": done}


CHECKS: dict[str, Callable[[Cascade, State], Check]] = {"compared": lambda game, state: checks.compared(game.text, state)}
