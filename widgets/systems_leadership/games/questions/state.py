"""What the question workshop keeps, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class Verdict(msgspec.Struct):
    """What the learner found, and the wording it was found of."""

    says: str
    of: str


class State(msgspec.Struct):
    """Boxes: "<statement>.question", ".whom", ".work"; "<own>.statement" for statements of the learner's; "swap"."""

    verdicts: dict[str, dict[str, Verdict]] = {}     # statement -> test -> verdict
    own: list[str] = []
    opened: list[str] = []                           # statements whose two examples have been read
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Judge(Op, tag="judge"):
    """Apply a test to a question as it is worded now."""

    statement: str
    test: str
    says: str


class Add(Op, tag="add"):
    """Make room for a statement of one's own."""


class Drop(Op, tag="drop"):
    """Take a statement of one's own off the list."""

    statement: str


class Open(Op, tag="open"):
    """Read two questions others might have made of a statement."""

    statement: str


MOVES = Moves(Judge, Add, Drop, Open, Write)
