"""What the tangle splitter keeps, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...sheet.rules import Tick
from ...writing import Write


class Split(msgspec.Struct):
    """What is said of one part, apart from words. `review` is a date, as 2027-03-01."""

    mark: str = ""
    answer: str = ""
    review: str = ""


class State(msgspec.Struct):
    """Boxes: "<part>.owner", "<part>.move", "<added part>.words", "issue" (the name of one's own), "suits"."""

    issue: str = ""
    added: list[str] = []                    # parts the learner added, of any issue
    split: dict[str, Split] = {}
    promised: list[str] = []
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Take(Op, tag="take"):
    """Take up an issue. What was said of another stays with it."""

    issue: str


class Mark(Op, tag="mark"):
    part: str
    mark: str


class Meet(Op, tag="meet"):
    """Choose how a part is to be met: command, process or question."""

    part: str
    answer: str


class Review(Op, tag="review"):
    """Say when a part is looked at again; nothing takes the date away."""

    part: str
    on: str


class Add(Op, tag="add"):
    """Make room for a part of one's own."""


class Drop(Op, tag="drop"):
    """Take an added part away."""

    part: str


MOVES = Moves(Take, Mark, Meet, Review, Add, Drop, Tick, Write)
