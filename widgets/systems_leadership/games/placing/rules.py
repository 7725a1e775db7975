"""The rules of placing. Pure: a state, a move, a new state. Where a card stands is never judged."""
from __future__ import annotations

import itertools
from typing import Any

from ... import writing
from ...exercise import Refused
from ...writing import Write
from ..authored import box
from .state import MOVES, Deal, Place, PutBack, State
from .text import Problem, Text

PLACES = 7                                   # on a line
ENOUGH = 8                                   # cards, placed on every line, before two are dealt again
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BOXES = ("move", "why")
UNDOABLE = frozenset({"place", "put_back"})
BARRIERS = frozenset({"deal"})


def problem(text: Text, pid: str) -> Problem | None:
    return next((p for p in text.problem if p.id == pid), None)


def letter(state: State, pid: str) -> str:
    """The letter a card has had since it was first placed."""
    return LETTERS[state.order.index(pid)] if pid in state.order else ""


def whole(text: Text, state: State) -> list[str]:
    """Cards placed on every line, in the order they were first placed."""
    return [p for p in state.order if len(state.places.get(p, {})) == len(text.dimension)]


def furthest(text: Text, state: State) -> list[str]:
    """The two whole cards whose places differ by most steps, all lines together; of several such pairs the one placed first. Nothing while there are not two."""
    pairs = list(itertools.combinations(whole(text, state), 2))
    return list(max(pairs, key=lambda pair: steps(state, *pair))) if pairs else []


def steps(state: State, one: str, two: str) -> int:
    """Steps between two cards, all lines together. Used to find a pair, and never shown as a measure of anything."""
    a, b = state.places.get(one, {}), state.places.get(two, {})
    return sum(abs(a[d] - b[d]) for d in a if d in b)


def moved(text: Text, state: State, pid: str) -> list[tuple[str, int, int]]:
    """Lines on which a card dealt again stands elsewhere than before: (line, then, now)."""
    then, now = state.before.get(pid, {}), state.places.get(pid, {})
    return [(d.id, then[d.id], now[d.id]) for d in text.dimension if d.id in then and d.id in now and then[d.id] != now[d.id]]


def reasoned(state: State, pid: str) -> bool:
    return bool(box(state.drafts, f"{pid}.why"))


def apply(text: Text, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        pid, _, what = move.field.rpartition(".")
        if problem(text, pid) is None or what not in BOXES:
            raise Refused("There is no such box here. Reload the page.")
        writing.write(state.drafts, move)
        return ""
    if isinstance(move, Deal):
        return _deal(text, state)
    card = problem(text, move.problem)
    if card is None:
        raise Refused("There is no such card. Reload the page.")
    return _put_back(state, card) if isinstance(move, PutBack) else _place(text, state, move, card)


def _place(text: Text, state: State, move: Place, card: Problem) -> str:
    line = next((d for d in text.dimension if d.id == move.dimension), None)
    if line is None or not 1 <= move.at <= PLACES:
        raise Refused(f"A card stands on one of {PLACES} places of a line. Reload the page.")
    if move.problem not in state.order:
        state.order.append(move.problem)
    state.places.setdefault(move.problem, {})[line.id] = move.at
    left = len(text.dimension) - len(state.places[move.problem])
    said = f"“{line.asks}” Dot {move.at} of {PLACES}."
    if left:
        return f"{said} {left} line{'s' * (left != 1)} left for this card."
    wanting = ENOUGH - len(whole(text, state))
    after = f" Cards still to place: {wanting}." if wanting > 0 else "" if state.dealt else " Eight cards are placed. Now two can come back with news: press “Deal two again”."
    return f"{said} This card is on every line.{after}"


def _put_back(state: State, card: Problem) -> str:
    if card.id in state.dealt:
        raise Refused("This card was dealt again. Move it on its lines instead; where it stood before is kept.")
    if card.id not in state.places:
        raise Refused("This card is not on any line.")
    del state.places[card.id]
    return f"{card.title}: off the lines. Its letter is kept for it."


def _deal(text: Text, state: State) -> str:
    if state.dealt:
        raise Refused("Two cards have been dealt again already.")
    if (n := len(whole(text, state))) < ENOUGH:
        raise Refused(f"{n} of {ENOUGH} cards are placed on every line. Place {ENOUGH - n} more first.")
    state.dealt = furthest(text, state)
    state.before = {p: dict(state.places[p]) for p in state.dealt}
    titles = [p.title for pid in state.dealt if (p := problem(text, pid))]
    return f"Dealt again, since you placed them furthest apart: {titles[0]}; {titles[1]}."
