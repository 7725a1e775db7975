"""The rules of the tangle splitter. Pure: a state, a move, a new state. Which part is which is never judged."""
from __future__ import annotations

import datetime
import re
from typing import Any

from ... import writing
from ...exercise import Refused
from ...sheet.rules import Tick, tick
from ...writing import Write
from ..authored import box, line
from .state import MOVES, Add, Drop, Mark, Meet, Review, Split, State, Take
from .text import Issue, Text

ENOUGH = 6                                   # parts to split
ROOM = 8                                     # parts a learner can add to one issue
SHORT = 48                                   # characters of an added part where there is little room
LINES = ("owner", "move")                    # what is written of every part
UNDOABLE = frozenset({"mark", "meet", "review", "add", "drop"})
BARRIERS = frozenset({"take"})
DATE = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)


def issue(text: Text, state: State) -> Issue | None:
    return next((i for i in text.issue if i.id == state.issue), None)


def places(issue_id: str) -> list[str]:
    """Ids for parts a learner adds to an issue."""
    return [f"{issue_id}_{n}" for n in range(1, ROOM + 1)]


def parts(text: Text, state: State) -> list[str]:
    """The parts of the issue taken up, in order, the learner's own last."""
    found = issue(text, state)
    return [*(p.id for p in found.part), *(p for p in state.added if p in places(found.id))] if found else []


def words(text: Text, state: State, part: str) -> str:
    """A part in words, on one line; nothing while an added part is not written."""
    return next((p.words for i in text.issue for p in i.part if p.id == part), line(state.drafts, f"{part}.words"))


def short(text: Text, state: State, part: str) -> str:
    """A part in a few words."""
    given = next((p.short for i in text.issue for p in i.part if p.id == part), "")
    full = words(text, state, part).rstrip(".")
    return given or (full if len(full) <= SHORT else full[:SHORT].rsplit(" ", 1)[0] + " …")


def sorted_(text: Text, state: State, part: str) -> bool:
    """Whether a part is marked and has an answer."""
    found = state.split.get(part, Split())
    return bool(words(text, state, part) and found.mark and found.answer)


def looked_after(text: Text, state: State, part: str) -> bool:
    """Whether a part has an owner, a date, and what would move it."""
    return bool(words(text, state, part) and state.split.get(part, Split()).review and all(box(state.drafts, f"{part}.{k}") for k in LINES))


def whole(text: Text, state: State, part: str) -> bool:
    return sorted_(text, state, part) and looked_after(text, state, part)


def promised(text: Text, state: State) -> bool:
    """Whether the lines are ticked that an issue of one's own asks for."""
    found = issue(text, state)
    return found is not None and (bool(found.part) or all(p.id in state.promised for p in text.promise))


def day(on: str) -> str:
    """A date in words: 1 March 2027. Only for dates `apply` has let in."""
    found = datetime.date.fromisoformat(on)
    return f"{found.day} {found:%B} {found.year}"


def apply(text: Text, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        return _write(text, state, move)
    if isinstance(move, Tick):
        return tick(state.promised, text.promise, move)
    if isinstance(move, Take):
        return _take(text, state, move)
    if not state.issue:
        raise Refused("Take up an issue first.")
    if isinstance(move, Add):
        return _add(text, state)
    if move.part not in parts(text, state):
        raise Refused("There is no such part here. Reload the page.")
    return _HANDLERS[type(move)](text, state, move)


def _write(text: Text, state: State, move: Write) -> str:
    part, _, what = move.field.rpartition(".")
    given, room = {p.id for i in text.issue for p in i.part}, {p for i in text.issue for p in places(i.id)}
    if not (move.field in ("issue", "suits") or (part in given | room and what in LINES) or (part in room and what == "words")):
        raise Refused("There is no such box here. Reload the page.")
    writing.write(state.drafts, move)
    return ""


def _take(text: Text, state: State, move: Take) -> str:
    found = next((i for i in text.issue if i.id == move.issue), None)
    if found is None:
        raise Refused("There is no such issue here. Reload the page.")
    state.issue = found.id
    return f"{found.name}. " + (f"{len(found.part)} parts, and room for yours." if found.part else "Write the parts it is made of.")


def _add(text: Text, state: State) -> str:
    free = next((p for p in places(state.issue) if p not in state.added), "")
    if not free:
        raise Refused(f"There is room for {ROOM} parts of your own. Take one away first, or split one of them further on paper.")
    state.added.append(free)
    return "Room for a part of your own."


def _drop(text: Text, state: State, move: Drop) -> str:
    if move.part not in state.added:
        raise Refused("Parts that were given stay. Leave out what you do not need: six are enough.")
    state.added.remove(move.part)
    return "Taken away. What you wrote is kept, and comes back if you add a part."


def _mark(text: Text, state: State, move: Mark) -> str:
    name = next((m.name for m in text.mark if m.id == move.mark), "")
    if not name:
        raise Refused("There is no such mark. Reload the page.")
    state.split.setdefault(move.part, Split()).mark = move.mark
    return f"{name}."


def _meet(text: Text, state: State, move: Meet) -> str:
    answer = next((a for a in text.answer if a.id == move.answer), None)
    if answer is None:
        raise Refused("There is no such way to meet it here. Reload the page.")
    found = state.split.setdefault(move.part, Split())
    found.answer = move.answer
    pair = next(a for a in text.answer if a.pairs == found.mark) if found.mark else answer
    return f"{answer.name}." + ("" if pair is answer else f" Grint pairs {found.mark} with {pair.id}. Yours differs; nothing counts that against you.")


def _review(text: Text, state: State, move: Review) -> str:
    if move.on:
        try:
            if not DATE.fullmatch(move.on):
                raise ValueError
            datetime.date.fromisoformat(move.on)
        except ValueError:
            raise Refused("That is not a date between 2000 and 2099. Give a day, a month and a year.") from None
    state.split.setdefault(move.part, Split()).review = move.on
    return f"Looked at again on {day(move.on)}." if move.on else "No date."


_HANDLERS: dict[type, Any] = {Drop: _drop, Mark: _mark, Meet: _meet, Review: _review}
