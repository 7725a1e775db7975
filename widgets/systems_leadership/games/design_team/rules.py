"""The rules of the design team. Pure: a state, a move, a new state.

You choose eight to twelve players to plan a meeting, then see what they mirror beside teams drawn by lot and beside the
most senior. You may change the team as often as you like; there is no best one. Then you say who is missing, and how
they shape the design anyway.
"""
from __future__ import annotations

from typing import Any

import msgspec

from ... import writing
from ...case import Case
from ...exercise import Refused
from ...moves import Moves
from ...writing import Write
from ..unfolding.rules import lower

FEWEST, MOST = 8, 12
TO_NAME = 2                                  # players named as missing
OTHER = "other"                              # somebody missing whom the library does not hold either
MOST_MISSING, LONGEST = 12, 1_000
DEBRIEF = ("alone", "picture")
UNDOABLE, BARRIERS = frozenset({"add", "drop", "miss", "let_go"}), frozenset({"compare", "finish"})


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Add(Op, tag="add"):
    player: str


class Drop(Op, tag="drop"):
    player: str


class Compare(Op, tag="compare"):
    """See what the team mirrors. The team as it was then is kept, whatever is changed afterwards."""


class Miss(Op, tag="miss"):
    """Name somebody who is missing; `text` says how they shape the design anyway."""

    player: str
    text: str


class LetGo(Op, tag="let_go"):
    """Take somebody off the list of the missing."""

    player: str


class Finish(Op, tag="finish"):
    debrief: dict[str, str]


MOVES = Moves(Add, Drop, Compare, Miss, LetGo, Finish, Write)


class State(msgspec.Struct):
    """`first` is the team as it was when it was first set beside others."""

    members: list[str] = []
    first: list[str] = []
    missing: dict[str, str] = {}
    debrief: dict[str, str] = {}
    drafts: dict[str, str] = {}


def fits(state: State) -> bool:
    return FEWEST <= len(state.members) <= MOST


def still_missing(state: State) -> list[str]:
    """Those named as missing who are not in the team."""
    return [i for i in state.missing if i not in state.members]


def stage(state: State) -> str:
    """choosing, shown or finished."""
    return "finished" if state.debrief else "shown" if state.first else "choosing"


def apply(case: Case, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    return _HANDLERS[type(move)](case, state, move)


def _need(text: str, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(sentence)
    if len(text) > LONGEST:
        raise Refused(f"This box keeps {LONGEST:,} characters, and this has {len(text):,}. Nothing has been cut; shorten it and try again.")
    return text


def _left(state: State) -> str:
    n = len(state.members)
    if n < FEWEST:
        return f"{n} chosen; at least {FEWEST - n} more."
    return f"{n} chosen." if n < MOST else f"{n} chosen, which is the most."


def _add(case: Case, state: State, move: Add) -> str:
    if move.player not in case.players:
        raise Refused("There is no such player. Reload the page.")
    if move.player in state.members:
        raise Refused("That player is in the team already.")
    if len(state.members) >= MOST:
        raise Refused(f"{MOST} is the most. Take somebody out first; a larger group than this plans by committee.")
    state.members.append(move.player)
    return f"In: the {lower(case.players[move.player].name)}. {_left(state)}"


def _drop(case: Case, state: State, move: Drop) -> str:
    if move.player not in state.members:
        raise Refused("That player is not in the team.")
    state.members.remove(move.player)
    return f"Out: the {lower(case.players[move.player].name)}. {_left(state)}"


def _compare(case: Case, state: State, move: Compare) -> str:
    if not fits(state):
        raise Refused(f"Choose {FEWEST} to {MOST} players first. You have {len(state.members)}.")
    if state.first:
        raise Refused("It stands beside the others already, and follows every change you make.")
    state.first = list(state.members)
    return "Here is what it mirrors. You can go on changing it."


def _miss(case: Case, state: State, move: Miss) -> str:
    if not state.first:
        raise Refused("See what your team mirrors first; then say who is missing.")
    if move.player != OTHER and move.player not in case.players:
        raise Refused("Choose who is missing first.")
    if move.player in state.members:
        raise Refused("That player is in your team.")
    text = _need(move.text, "Say how they shape the design anyway. A line is enough.")
    if move.player not in state.missing and len(state.missing) >= MOST_MISSING:
        raise Refused(f"{MOST_MISSING} are on the list. Take one off to name another.")
    state.missing[move.player] = text
    return "Named."


def _let_go(case: Case, state: State, move: LetGo) -> str:
    if move.player not in state.missing:
        raise Refused("They are not on your list.")
    del state.missing[move.player]
    return "Taken off your list."


def _finish(case: Case, state: State, move: Finish) -> str:
    if not state.first or not fits(state):
        raise Refused(f"Your team has to have {FEWEST} to {MOST} members, and to stand beside the others, before you leave it.")
    if len(still_missing(state)) < TO_NAME:
        raise Refused("Name two who are missing first.")
    texts = {k: move.debrief.get(k, "").strip() for k in DEBRIEF}
    if empty := [k for k in DEBRIEF if not texts[k]]:
        raise Refused(f"{len(empty)} of the two questions {'is' if len(empty) == 1 else 'are'} still empty. A line each is enough.")
    state.debrief = {k: _need(text, "") for k, text in texts.items()}
    return "Kept. You can still change the team; what you wrote stays."


_HANDLERS: dict[type, Any] = {Add: _add, Drop: _drop, Compare: _compare, Miss: _miss, LetGo: _let_go, Finish: _finish}
