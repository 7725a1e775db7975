"""What a power map consists of, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class State(msgspec.Struct):
    """`sits` are the standpoints in order, the learner's own first. `levels` holds, for each, player -> source -> 1 to 3; none is absent.
    Reasons stand in `drafts`, in the boxes `why.<standpoint number>.<player>.<source>`."""

    issue: str = ""                          # a task of the case
    sits: list[str] = []
    players: list[str] = []
    ready: bool = False                      # the twelve are settled
    levels: list[dict[str, dict[str, int]]] = []
    closed: int = 0                          # standpoints kept
    debrief: dict[str, str] = {}
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Begin(Op, tag="begin"):
    issue: str
    sit: str


class Pick(Op, tag="pick"):
    """Take a player into the map, or out of it again."""

    player: str
    on: bool


class Ready(Op, tag="ready"):
    """Settle the twelve."""


class ChooseAgain(Op, tag="choose_again"):
    """Go back to choosing players, until a map is kept."""


class Rate(Op, tag="rate"):
    """Set one source of a player, or the two a place on the map stands for, as seen from standpoint number `sit`."""

    sit: int
    player: str
    levels: dict[str, int]


class Close(Op, tag="close"):
    """Keep the map of the standpoint being rated."""


class Sit(Op, tag="sit"):
    """Sit where one of the twelve sits."""

    player: str


class Finish(Op, tag="finish"):
    debrief: dict[str, str]


MOVES = Moves(Begin, Pick, Ready, ChooseAgain, Rate, Close, Sit, Finish, Write)
