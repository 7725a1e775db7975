"""What placing keeps, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class State(msgspec.Struct):
    """Boxes: "<problem>.move", what would move it; "<problem>.why", why it was moved or left when it was dealt again."""

    order: list[str] = []                            # cards in the order they were first placed: the first is A, for good
    places: dict[str, dict[str, int]] = {}           # card -> line -> place, 1 to 7
    dealt: list[str] = []                            # the two dealt again
    before: dict[str, dict[str, int]] = {}           # where these two stood when they were
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Place(Op, tag="place"):
    """Put a card on one line."""

    problem: str
    dimension: str
    at: int


class PutBack(Op, tag="put_back"):
    """Take a card off all lines."""

    problem: str


class Deal(Op, tag="deal"):
    """Deal two cards again, with what has come to light."""


MOVES = Moves(Place, PutBack, Deal, Write)
