"""What a division into parcels consists of, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class State(msgspec.Struct):
    """`place` says which parcel each sorted player is in; a player not in it is unsorted."""

    players: list[str] = []                  # brought from the plays, in order of name
    guess: int | None = None                 # per cent of ties the learner expects to cut, written before any is counted
    parcels: dict[str, str] = {}             # id -> name, in order
    place: dict[str, str] = {}               # player -> parcel id
    found: dict[str, list[list[str]]] = {}   # number of parcels -> the division a search found
    kept: dict[str, str] = {}                # key of a cut tie -> why it is kept cut on purpose
    debrief: dict[str, str] = {}
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Begin(Op, tag="begin"):
    """Bring in the players met so far, and commit a guess. A view sends the guess; the players come from the plays' record."""

    guess: int
    players: list[str] = []


class Bring(Op, tag="bring"):
    """Bring in players met since."""

    players: list[str] = []


class Name(Op, tag="name"):
    """Name a parcel, or a new one."""

    parcel: str
    name: str


class Clear(Op, tag="clear"):
    """Take a parcel away; its players are unsorted again."""

    parcel: str


class Place(Op, tag="place"):
    """Put players into a parcel; an empty parcel id takes them out."""

    players: list[str]
    parcel: str


class Compare(Op, tag="compare"):
    """Set the division beside two others. `found` comes from the search, so that a record shows the same for ever."""

    found: dict[str, list[list[str]]] = {}


class KeepCut(Op, tag="keep_cut"):
    tie: str
    why: str


class LetGo(Op, tag="let_go"):
    """No longer keep a cut on purpose."""

    tie: str


class Finish(Op, tag="finish"):
    debrief: dict[str, str]


MOVES = Moves(Begin, Bring, Name, Clear, Place, Compare, KeepCut, LetGo, Finish, Write)
