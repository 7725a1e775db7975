"""The figure as an exercise with nothing to do: it keeps no record."""
from __future__ import annotations

from typing import Any

from ...exercise import Desk
from ..still import State, Still
from . import picture

VIEW = ("games/figure/view.js",)


class Figure(Still):
    """See `exercise.Exercise`."""

    title = picture.TITLE

    def __init__(self, id: str, case: str, standpoints: list[str]) -> None:
        super().__init__(id, case)
        self.standpoints = standpoints

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        seats = {i: {"x": s.x, "y": s.y, "family": self.case.family(i).id} for i, s in self.case.seats.items()}
        return {"stage": "figure", "seats": seats, "views": picture.views(self.case, self.standpoints), "title": picture.TITLE, "caption": picture.CAPTION, "drafts": {}}

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.case, self.standpoints)

    def summary(self, state: State) -> str:
        return picture.summary(self.case, self.standpoints)
