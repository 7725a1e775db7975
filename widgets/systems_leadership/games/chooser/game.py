"""The chooser as an exercise: rules, screen, picture."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...exercise import Desk, Screen
from ...findings import Check
from . import checks, facts, picture, rules, screen
from .rules import State
from .text import Text, texts

VIEW = tuple(f"games/chooser/{name}.js" for name in ("signs", "ask", "about", "table", "view"))


class Chooser:
    """See `exercise.Exercise`."""

    undoable, barriers = rules.UNDOABLE, rules.BARRIERS
    case_name = ""

    def __init__(self, id: str, case: str = "", text: Text | None = None) -> None:
        self.id, self.text = id, text or texts()[id]
        self.title = self.text.title
        self._fixed = screen.furniture(self.text)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.text, state, op)

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.text, self._fixed, state)

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.text, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.text, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.text, state)

    def milestones(self, state: State) -> dict[str, bool]:
        conditions, rejections = checks.conditions(self.text, state).score == 2, checks.rejections(state).score == 2
        return {"conditions": conditions, "rejections": rejections, "finished": conditions and rejections}


CHECKS: dict[str, Callable[[Chooser, State], Check]] = {"conditions": lambda game, state: checks.conditions(game.text, state), "rejections": lambda game, state: checks.rejections(state)}
