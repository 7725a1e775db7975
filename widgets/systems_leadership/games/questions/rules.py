"""The rules of the question workshop. Pure: a state, a move, a new state. Nothing here judges a question; the learner does."""
from __future__ import annotations

from typing import Any

from ... import writing
from ...exercise import Refused
from ...writing import Write
from ..authored import box, line
from .state import MOVES, Add, Drop, Judge, Open, State, Verdict
from .text import VERDICTS, Text

OWN = ("own1", "own2", "own3", "own4", "own5")       # room for statements of the learner's own
SWAP = "swap"
UNDOABLE = frozenset({"judge", "add", "drop"})
BARRIERS: frozenset[str] = frozenset()
SAID = {"yes": "yes", "no": "no", "unsure": "not sure"}


def given(text: Text) -> list[str]:
    return [s.id for s in text.statement]


def listed(text: Text, state: State) -> list[str]:
    """Every statement on the list, the given ones first."""
    return [*given(text), *state.own]


def statement(text: Text, state: State, sid: str) -> str:
    """The words of a statement, given or the learner's."""
    return next((s.statement for s in text.statement if s.id == sid), line(state.drafts, f"{sid}.statement"))


def turned(text: Text, state: State, sid: str) -> bool:
    """Whether there is a statement and a question made of it."""
    return bool(statement(text, state, sid) and box(state.drafts, f"{sid}.question"))


def missing(text: Text, state: State, sid: str) -> list[str]:
    """The tests not yet applied, in words."""
    found = state.verdicts.get(sid, {})
    return [t.asks for t in text.test if (t.id not in found if t.kind == "verdict" else not box(state.drafts, f"{sid}.{t.id}"))]


def tested(text: Text, state: State, sid: str) -> bool:
    return turned(text, state, sid) and not missing(text, state, sid)


def stale(state: State, sid: str) -> dict[str, str]:
    """Tests applied to an earlier wording, each with that wording. A comma more is no new question; other letters are."""
    now = _letters(state.drafts.get(f"{sid}.question", ""))
    return {test: v.of for test, v in state.verdicts.get(sid, {}).items() if _letters(v.of) != now}


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())


def apply(text: Text, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        return _write(text, state, move)
    if isinstance(move, Add):
        return _add(state)
    if move.statement not in listed(text, state):
        raise Refused("There is no such statement on your list. Reload the page.")
    return _HANDLERS[type(move)](text, state, move)


def _write(text: Text, state: State, move: Write) -> str:
    sid, _, part = move.field.rpartition(".")
    theirs = {"question", "whom", *(t.id for t in text.test if t.kind == "words")}
    if not (move.field == SWAP or (sid in (*given(text), *OWN) and part in theirs) or (sid in OWN and part == "statement")):
        raise Refused("There is no such box here. Reload the page.")
    writing.write(state.drafts, move)
    return ""


def _add(state: State) -> str:
    free = next((i for i in OWN if i not in state.own), "")
    if not free:
        raise Refused(f"There is room for {len(OWN)} of your own. Take one off the list first.")
    state.own.append(free)
    return "Room for a statement of your own."


def _drop(text: Text, state: State, move: Drop) -> str:
    if move.statement not in state.own:
        raise Refused("The five that were given stay on the list.")
    state.own.remove(move.statement)
    return "Off the list. What you wrote is kept, and comes back if you add another."


def _judge(text: Text, state: State, move: Judge) -> str:
    test = next((t for t in text.test if t.id == move.test and t.kind == "verdict"), None)
    if test is None or move.says not in VERDICTS:
        raise Refused("There is no such test or answer here. Reload the page.")
    wording = box(state.drafts, f"{move.statement}.question")
    if not wording:
        raise Refused("Write the question first; then put it to the test.")
    state.verdicts.setdefault(move.statement, {})[move.test] = Verdict(move.says, wording)
    left, verdicts = missing(text, state, move.statement), {t.asks for t in text.test if t.kind == "verdict"}
    more = sum(asks in verdicts for asks in left)
    after = f"{more} more to say yes, no or not sure to." if more else "The last one is for your own words." if left else "All five are applied."
    return f"{test.asks} You say {SAID[move.says]}. {after}"


def _open(text: Text, state: State, move: Open) -> str:
    if move.statement in state.own:
        raise Refused("Nobody else has made a question of this one yet. Bring it to a meeting.")
    if not tested(text, state, move.statement):
        raise Refused("Write your own question and apply the five tests first; then read what others might ask.")
    if move.statement not in state.opened:
        state.opened.append(move.statement)
    return "Two questions others might ask stand below yours."


_HANDLERS: dict[type, Any] = {Drop: _drop, Judge: _judge, Open: _open}
