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

    def nudge(self, state: State) -> str:
        """Where somebody is in a play, or where they might sit next: the place that sees least of what they have seen."""
        if not state.runs:
            return "You choose where to sit, or draw a place."
        run, name = state.runs[-1], lambda i: rules.lower(self.case.players[i].name)
        if not run.finished:
            return f"You are sitting as the {name(run.standpoint)}, after {len(run.asked)} of {rules.QUESTIONS} questions."
        free = [i for i in self.case.standpoints if i not in {r.standpoint for r in state.runs}]
        seen = self.case.within(run.standpoint, 2)
        other = min(free, key=lambda i: len(seen & self.case.within(i, 2)), default="")
        return f"You sat as the {name(run.standpoint)}." + (f" This time you might sit as the {name(other)}." if other else "")

    def last_map(self, state: State) -> dict[str, Any]:
        """The newest map, small: the seats of those met, and no trace of anybody else."""
        if not state.runs:
            return {}
        run, case = state.runs[-1], self.case
        empty = not any(case.players[i].kind == case.centre for i in run.met)
        return {"case": case.id, "you": run.standpoint, "empty": empty, "seats": {i: {"x": case.seats[i].x, "y": case.seats[i].y, "family": case.family(i).id} for i in run.met},
                "caption": "Your map when you last left it." + " Nobody stands in the middle yet." * empty}


CHECKS: dict[str, Callable[[Unfolding, State], Check]] = {"first_play": lambda game, state: checks.play(state, 0), "second_play": lambda game, state: checks.play(state, 1)}
