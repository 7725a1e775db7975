"""What a play of the tight grip consists of, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class State(msgspec.Struct):
    """`drafts` holds what was feared in each scene, by box `fear.<scene>`."""

    chosen: dict[str, str] = {}              # scene -> choice, in order
    left: list[str] = []                     # scenes gone on from
    debrief: dict[str, str] = {}
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Choose(Op, tag="choose"):
    scene: str
    choice: str


class GoOn(Op, tag="go_on"):
    """Leave a scene for the next."""

    scene: str


class Finish(Op, tag="finish"):
    debrief: dict[str, str]


MOVES = Moves(Choose, GoOn, Finish, Write)
