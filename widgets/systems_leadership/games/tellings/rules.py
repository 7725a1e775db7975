"""The rules of the tellings. Pure: a state, a move, a new state. Matches are never judged; the fact part has right answers."""
from __future__ import annotations

from typing import Any

from ... import writing
from ...exercise import Refused
from ...writing import Write
from ..authored import box
from .state import MOVES, Answer, Call, Match, Mine, Read, Seventh, State
from .text import Item, Text, items

BOXES = ("own.who", "own.telling", "own.spares", "mine.lets", "differ")
OWN = "own"
UNDOABLE = frozenset({"call", "match", "seventh", "mine"})
BARRIERS = frozenset({"read"})


def heard(text: Text, state: State) -> int:
    """How many tellings have both a mark and a response."""
    return sum(t.id in state.called and t.id in state.matched for t in text.telling)


def solved(state: State, item: Item) -> bool:
    tries = state.tries.get(item.id, [])
    return bool(tries) and item.option[tries[-1]].right


def written(state: State) -> bool:
    """Whether there is a seventh telling, and what it licenses."""
    return bool(state.seventh and box(state.drafts, "own.telling"))


def noticed(state: State) -> bool:
    """Whether the learner has said which telling is theirs, and what it lets them do."""
    return bool(state.mine and box(state.drafts, "mine.lets"))


def apply(text: Text, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        if move.field not in BOXES:
            raise Refused("There is no such box here. Reload the page.")
        writing.write(state.drafts, move)
        return ""
    return _HANDLERS[type(move)](text, state, move)


def _open(text: Text, state: State, telling: str) -> None:
    if telling not in {t.id for t in text.telling}:
        raise Refused("There is no such telling. Reload the page.")
    if state.read:
        raise Refused("You have read how the author heard them, so yours stay as you made them. Say below what you would now change.")


def _left(text: Text, state: State) -> str:
    left = len(text.telling) - heard(text, state)
    return f" Tellings left: {left}." if left else " All six have both answers."


def _call(text: Text, state: State, move: Call) -> str:
    _open(text, state, move.telling)
    name = next((m.name for m in text.mark if m.id == move.mark), "")
    if not name:
        raise Refused("There is no such mark. Reload the page.")
    state.called[move.telling] = move.mark
    return f"Told as {name.lower()}." + _left(text, state)


def _match(text: Text, state: State, move: Match) -> str:
    _open(text, state, move.telling)
    if move.response not in {r.id for r in text.response}:
        raise Refused("There is no such response. Reload the page.")
    state.matched[move.telling] = move.response
    return "Yours is kept." + _left(text, state)


def _read(text: Text, state: State, move: Read) -> str:
    if state.read:
        raise Refused("They are open already.")
    if heard(text, state) < len(text.telling):
        raise Refused("Say both of all six first; then read how the author heard them.")
    state.read = True
    return "How the author heard each telling stands beside yours."


def _seventh(text: Text, state: State, move: Seventh) -> str:
    if move.response not in {r.id for r in text.seventh}:
        raise Refused("There is no such response. Reload the page.")
    state.seventh = move.response
    return "Now write the telling that would make it the thing to do."


def _mine(text: Text, state: State, move: Mine) -> str:
    if move.telling != OWN and move.telling not in {t.id for t in text.telling}:
        raise Refused("There is no such telling. Reload the page.")
    if move.telling == OWN and not written(state):
        raise Refused("Write your own telling first; then you can say that it is the one you would tell.")
    state.mine = move.telling
    return "Say what it lets you do."


def _answer(text: Text, state: State, move: Answer) -> str:
    item = next((i for i in items(text) if i.id == move.item), None)
    if item is None or not 0 <= move.option < len(item.option):
        raise Refused("There is no such question or answer here. Reload the page.")
    if solved(state, item):
        raise Refused("You have this one already. Its explanation is open.")
    state.tries.setdefault(move.item, []).append(move.option)
    return "That is the one. Why is written under each answer." if item.option[move.option].right else "Not that one. Read why, then choose again."


_HANDLERS: dict[type, Any] = {Call: _call, Match: _match, Read: _read, Seventh: _seventh, Mine: _mine, Answer: _answer}
