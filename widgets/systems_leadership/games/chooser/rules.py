"""The rules of the chooser. Pure: a state, a move, a new state.

You say which method you like, choose a situation, and answer fourteen questions about it. Each method then shows, for each
condition, whether it is met, not met, or not known; nothing is added up. Two methods are turned down in writing, one of
them the one you like best.
"""
from __future__ import annotations

from typing import Any

import msgspec

from ... import writing
from ...exercise import Refused
from ...moves import Moves
from ...sheet.rules import Tick, tick
from ...writing import Write
from .text import OWN, UNKNOWN, Text

TO_REJECT = 2
LONGEST = 1_000
MET, NOT_MET, NOT_KNOWN, ASKS_NOTHING = "met", "not met", "not known", "asks nothing"
UNDOABLE = frozenset({"like", "situation", "answer", "reject", "let_go"})
BARRIERS: frozenset[str] = frozenset()


class Op(msgspec.Struct, tag_field="do", forbid_unknown_fields=True):
    """A move."""


class Like(Op, tag="like"):
    """Say which method you like best, before anything is asked."""

    method: str


class Take(Op, tag="situation"):
    """Choose which situation the answers are about. Answers about another are kept."""

    situation: str


class Answer(Op, tag="answer"):
    condition: str
    option: str


class Reject(Op, tag="reject"):
    """Turn a method down for the situation at hand, in writing."""

    method: str
    why: str


class LetGo(Op, tag="let_go"):
    """Take a rejection back."""

    method: str


MOVES = Moves(Like, Take, Answer, Reject, LetGo, Tick, Write)


class Rejection(msgspec.Struct):
    situation: str
    why: str


class State(msgspec.Struct):
    favourite: str = ""
    situation: str = ""
    answers: dict[str, dict[str, str]] = {}      # situation -> condition -> option
    rejected: dict[str, Rejection] = {}          # by method
    promised: list[str] = []
    drafts: dict[str, str] = {}


def answered(text: Text, state: State, situation: str) -> int:
    """How many of the conditions have an answer, “I do not know yet” among them."""
    return len(state.answers.get(situation, {}).keys() & text.conditions.keys())


def complete(text: Text, state: State, situation: str) -> bool:
    return bool(situation) and answered(text, state, situation) == len(text.condition)


def verdict(text: Text, method: str, condition: str, option: str) -> str:
    """Whether what a method asks of a condition is met by an answer. One rule for all of them."""
    need = text.methods[method].needs.get(condition)
    if need is None:
        return ASKS_NOTHING
    if option in ("", UNKNOWN):
        return NOT_KNOWN
    return MET if option in need.ok else NOT_MET


def stage(text: Text, state: State) -> str:
    """liking, situation, asking or table."""
    if not state.favourite:
        return "liking"
    if not state.situation:
        return "situation"
    return "table" if complete(text, state, state.situation) else "asking"


def apply(text: Text, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    if isinstance(move, Tick):
        return tick(state.promised, text.promise, move)
    return _HANDLERS[type(move)](text, state, move)


def _known(text: Text, method: str) -> str:
    if method not in text.methods:
        raise Refused("Choose a method first.")
    return text.methods[method].name


def _like(text: Text, state: State, move: Like) -> str:
    name = _known(text, move.method)
    if state.favourite in state.rejected:
        raise Refused("You have turned down the one you liked best. Take that back first, if you want to name another.")
    state.favourite = move.method
    return f"Kept: you like “{name}” best. You will be asked to turn it down."


def _take(text: Text, state: State, move: Take) -> str:
    if not state.favourite:
        raise Refused("Say first which method you like best.")
    if move.situation != OWN and move.situation not in text.situations:
        raise Refused("Choose one of the situations, or your own.")
    state.situation = move.situation
    left = len(text.condition) - answered(text, state, move.situation)
    return f"{left} questions to answer about it." if left else "You have answered all its questions already."


def _answer(text: Text, state: State, move: Answer) -> str:
    if not state.situation:
        raise Refused("Choose a situation first.")
    if state.situation == OWN and any(p.id not in state.promised for p in text.promise):
        raise Refused("Read the line about names first, and tick it.")
    condition = text.conditions.get(move.condition)
    if condition is None or (move.option != UNKNOWN and move.option not in condition.words):
        raise Refused("There is no such question or answer. Reload the page.")
    state.answers.setdefault(state.situation, {})[move.condition] = move.option
    left = len(text.condition) - answered(text, state, state.situation)
    return f"{left} to go." if left else "All are answered. Read what each method would need."


def _reject(text: Text, state: State, move: Reject) -> str:
    name = _known(text, move.method)
    if not complete(text, state, state.situation):
        raise Refused("Answer the questions about a situation first; then turn methods down for it.")
    why = move.why.strip()
    if not why:
        raise Refused("Say why not, here and now. A line is enough.")
    if len(why) > LONGEST:
        raise Refused(f"This box keeps {LONGEST:,} characters, and this has {len(why):,}. Nothing has been cut; shorten it and try again.")
    state.rejected[move.method] = Rejection(state.situation, why)
    return f"Turned down: “{name}”."


def _let_go(text: Text, state: State, move: LetGo) -> str:
    name = _known(text, move.method)
    if move.method not in state.rejected:
        raise Refused("You have not turned that one down.")
    del state.rejected[move.method]
    return f"Taken back: “{name}”."


_HANDLERS: dict[type, Any] = {Like: _like, Take: _take, Answer: _answer, Reject: _reject, LetGo: _let_go}
