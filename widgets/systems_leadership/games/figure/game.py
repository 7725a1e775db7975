"""The figure as an exercise with nothing to do: it keeps no record."""
from __future__ import annotations

from typing import Any

import msgspec

from ... import case as cases
from ...exercise import Desk, Refused
from . import picture

VIEW = ("games/figure/view.js",)


class State(msgspec.Struct):
    drafts: dict[str, str] = {}


class Figure:
    """See `exercise.Exercise`."""

    title = "Who can be reached in one step"
    undoable: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()

    def __init__(self, id: str, case: str, standpoints: list[str]) -> None:
        self.id, self.case_name, self.case, self.standpoints = id, case, cases.load(case), standpoints

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        raise Refused("A figure has no moves.")

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        seats = {i: {"x": s.x, "y": s.y, "family": self.case.family(i).id} for i, s in self.case.seats.items()}
        return {"stage": "figure", "seats": seats, "views": picture.views(self.case, self.standpoints), "caption": picture.CAPTION, "drafts": {}}

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, self.standpoints)

    def summary(self, state: State) -> str:
        return picture.summary(self.case, self.standpoints)
