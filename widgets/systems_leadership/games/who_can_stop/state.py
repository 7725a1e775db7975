"""What a play of “Who can stop it?” consists of, and the moves that change it. Data only; `rules.py` says what is allowed."""
from __future__ import annotations

import msgspec

from ...moves import Moves
from ...writing import Write


class Challenge(msgspec.Struct):
    """One change to a row of the table. `how`: add (players to a need), out (players of a need), drop (the need), need (a new one)."""

    task: str
    how: str
    at: int                                  # which need, from 0; for a new one, not looked at
    players: list[str]
    name: str                                # what a new need asks for
    why: str


class State(msgspec.Struct):
    guess: dict[str, int] = {}               # "senior", "others": tasks expected with only these, written before anything is counted
    away: list[str] = []                     # players taken out
    tried: list[str] = []                    # players ever taken out one at a time
    stood: list[str] = []                    # "senior", "others": tried with only these
    challenges: dict[str, Challenge] = {}    # by number, in order
    made: int = 0                            # challenges ever made, so that a number is never used twice
    ran: list[str] = []                      # challenges in force when it was last run again
    debrief: dict[str, str] = {}
    drafts: dict[str, str] = {}


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Begin(Op, tag="begin"):
    """Commit two guesses: how many tasks can be done with only the senior players, and with all the others."""

    senior: int
    others: int


class Leave(Op, tag="leave"):
    """Take a player out."""

    player: str


class ComeBack(Op, tag="come_back"):
    player: str


class Stand(Op, tag="stand"):
    """Leave only the senior players standing, only the others, or everybody."""

    who: str


class Make(Op, tag="challenge"):
    task: str
    how: str
    why: str
    at: int = 0
    players: list[str] = []
    name: str = ""


class Withdraw(Op, tag="withdraw"):
    """Take a challenge off again; the row is as it was."""

    challenge: str


class Run(Op, tag="run"):
    """Run the table again, as challenged, beside the library's."""


class Finish(Op, tag="finish"):
    debrief: dict[str, str]


MOVES = Moves(Begin, Leave, ComeBack, Stand, Make, Withdraw, Run, Finish, Write)
