"""What is kept of the tellings, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class State(msgspec.Struct):
    """Boxes: "own.who", "own.telling", "own.spares" for the learner's telling; "mine.lets"; "differ"."""

    called: dict[str, str] = {}              # telling -> what it makes of the night
    matched: dict[str, str] = {}             # telling -> the response it licenses
    read: bool = False                       # the author's reading has been opened
    seventh: str = ""                        # the response the learner's own telling licenses
    mine: str = ""                           # the telling the learner would tell: an id, or "own"
    tries: dict[str, list[int]] = {}         # answers to the fact part, in order
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Call(Op, tag="call"):
    """Say what a telling makes of the night."""

    telling: str
    mark: str


class Match(Op, tag="match"):
    """Say what a telling licenses."""

    telling: str
    response: str


class Read(Op, tag="read"):
    """Read how the author heard the six. The matches stay as they were made."""


class Seventh(Op, tag="seventh"):
    response: str


class Mine(Op, tag="mine"):
    telling: str


class Answer(Op, tag="answer"):
    """Choose option number `option` of a question in the fact part."""

    item: str
    option: int


MOVES = Moves(Call, Match, Read, Seventh, Mine, Answer, Write)
