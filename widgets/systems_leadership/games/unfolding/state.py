"""What a play of the unfolding game consists of, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class Asked(msgspec.Struct):
    """One question put. `new` are the players it brought into view, in order; `ties` the keys of the ties it revealed."""

    player: str
    question: str
    new: list[str]
    ties: list[str]


class Sentence(msgspec.Struct):
    """The problem in one sentence, after `at` questions, and why it changed (or stood)."""

    at: int
    text: str
    why: str = ""


class Answer(msgspec.Struct):
    at: int
    text: str


class Added(msgspec.Struct):
    """A player the learner says the library lacks."""

    name: str
    sees: str


class Run(msgspec.Struct):
    """One play from one standpoint."""

    standpoint: str
    how: str
    seed: int
    met: dict[str, int] = {}                 # player -> question it came with; 0 is the start
    asked: list[Asked] = []
    sentences: list[Sentence] = []           # the first is written before any question
    answers: dict[str, Answer] = {}          # to events
    lock: Answer | None = None               # stopped early: after how many questions, and why
    added: list[Added] = []
    missing: str = ""                        # who the learner thinks is still missing
    closed: bool = False
    debrief: dict[str, str] = {}
    finished: bool = False


class State(msgspec.Struct):
    runs: list[Run] = []
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Start(Op, tag="start"):
    standpoint: str
    how: str                                 # "picked" or "drawn"
    seed: int


class Before(Op, tag="before"):
    text: str


class Ask(Op, tag="ask"):
    player: str
    question: str


class Keep(Op, tag="keep"):
    text: str
    why: str


class Reply(Op, tag="reply"):
    event: str
    text: str


class Lock(Op, tag="lock"):
    reason: str


class Add(Op, tag="add"):
    name: str
    sees: str


class Drop(Op, tag="drop"):
    index: int


class Close(Op, tag="close"):
    missing: str


class Finish(Op, tag="finish"):
    debrief: dict[str, str]


MOVES = Moves(Start, Before, Ask, Keep, Reply, Lock, Add, Drop, Close, Finish, Write)
