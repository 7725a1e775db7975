"""The parcels as an exercise: rules, screen, picture, and the players it brings in from the plays."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...case import load
from ...exercise import Desk, Exercise, Screen
from ...findings import Check
from ...moves import name
from . import checks, facts, picture, rules, screen
from .state import State

VIEW = tuple(f"games/parcels/{name}.js" for name in ("parts", "arcs", "bar", "keep", "view"))


class Parcels:
    """See `exercise.Exercise`. `plays` is the unfolding game whose players are divided."""

    title = "Draw the parcels"
    undoable, barriers = rules.UNDOABLE, rules.BARRIERS

    def __init__(self, id: str, case: str, plays: Exercise) -> None:
        self.id, self.case_name, self.case, self.plays = id, case, load(case), plays

    def new(self) -> State:
        return State()

    def met(self, desk: Desk) -> list[str]:
        """Everybody met in any play so far, in order of name."""
        runs = desk.state(self.plays).runs
        return sorted({i for run in runs for i in run.met}, key=lambda i: self.case.players[i].name)

    def apply(self, state: State, op: dict[str, Any]) -> str:
        return rules.apply(self.case, state, op)

    def perform(self, state: State, desk: Desk, op: dict[str, Any]) -> dict[str, Any]:
        """Put on record what a move finds outside the rules: the players met, and what the search came to."""
        if name(op) in ("begin", "bring"):
            return {**op, "players": self.met(desk)}
        if name(op) == "compare" and rules.divided(state):
            from . import search
            return {**op, "found": search.all_sizes(self.case, state.players)}
        return op

    def screen(self, state: State, desk: Desk) -> Screen:
        return screen.screen(self.case, state, self.met(desk))

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, state)

    def summary(self, state: State) -> str:
        return picture.summary(self.case, state)

    def quotes(self, state: State) -> dict[str, str]:
        return facts.quotes(self.case, state)

    def milestones(self, state: State) -> dict[str, bool]:
        return {"divided": bool(state.found), "finished": bool(state.debrief)}


CHECKS: dict[str, Callable[[Parcels, State], Check]] = {"division": lambda game, state: checks.made(game.case, state)}
