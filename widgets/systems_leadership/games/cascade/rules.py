"""The rules of the cascade. Pure: a state, a move, a new state.

A message of four parts is handed on, level by level. Two of the four parts heard go on, each in the shorter words that a
second telling leaves; the level's worry speaks first, and what that place asks of its own people comes last. So the next
level hears four parts again. The rule is the course's own and no finding about how messages travel.
"""
from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import Any

import msgspec

from ... import writing
from ...exercise import Refused
from ...moves import Moves
from ...writing import Write
from .text import Text

KEPT = 2                                     # parts that go on at a level
PARTS = 4                                    # parts heard at a level
ENOUGH, MOST = 2, 3                          # passages to compare; passages there may be
LONGEST = 1_000                              # characters
DEBRIEF = ("would_do", "where", "instead")
UNDOABLE, BARRIERS = frozenset({"pass", "ring"}), frozenset({"begin", "finish"})


class Begin(msgspec.Struct, tag_field="do", tag="begin", forbid_unknown_fields=True):
    """Start a passage, having said which parts are expected to arrive."""

    expected: list[str]


class Pass(msgspec.Struct, tag_field="do", tag="pass", forbid_unknown_fields=True):
    """Hand the message on from the level it has reached."""

    kept: list[str]
    worry: str


class Ring(msgspec.Struct, tag_field="do", tag="ring", forbid_unknown_fields=True):
    """Ring whoever wrote it, and hear it as it was written. Once a passage, and not in the first."""


class Finish(msgspec.Struct, tag_field="do", tag="finish", forbid_unknown_fields=True):
    """Compare the ends, in writing."""

    debrief: dict[str, str]


MOVES = Moves(Begin, Pass, Ring, Finish, Write)


class Step(msgspec.Struct):
    """What one level did."""

    kept: list[str]
    worry: str


class Passage(msgspec.Struct):
    """One way down. `rang` is the level, counted from 1, at which somebody rang the writer; 0 if nobody did."""

    expected: list[str]
    steps: list[Step] = []
    rang: int = 0


class State(msgspec.Struct):
    passages: list[Passage] = []
    debrief: dict[str, str] = {}
    drafts: dict[str, str] = {}


class Part(msgspec.Struct, frozen=True):
    """A part of the message as a level hears it: told again `retold` times since it was first said."""

    id: str
    retold: int = 0


def heard(text: Text, passage: Passage, level: int) -> list[Part]:
    """What reaches level number `level`, counted from 0; the number of levels for what the last hearer hears."""
    written = [Part(c.id) for c in text.clause]
    parts = written
    for n in range(level + 1):
        if passage.rang == n + 1:
            parts = written
        if n < level:
            step, who = passage.steps[n], text.level[n].player
            kept = [Part(p.id, p.retold + 1) for p in parts if p.id in step.kept]
            parts = [Part(f"{who}.{step.worry}.leads"), *kept, Part(f"{who}.{step.worry}.adds")]
    return parts


def words(text: Text, part: Part) -> str:
    """The words a part has by now: shorter with each telling, down to its last form."""
    forms = text.forms[part.id]
    return forms[min(part.retold, len(forms) - 1)]


def whole(text: Text, passage: Passage) -> bool:
    return len(passage.steps) == len(text.level)


def finished(text: Text, state: State) -> list[Passage]:
    """Passages that reached the last hearer."""
    return [p for p in state.passages if whole(text, p)]


def under_way(text: Text, state: State) -> Passage | None:
    return state.passages[-1] if state.passages and not whole(text, state.passages[-1]) else None


def nothing_arrives(levels: int) -> Fraction:
    """Chance that none of the message's own parts arrives when every level keeps two of four by lot. Exact: the number still there is a chain of hypergeometric draws."""
    there = {PARTS: Fraction(1)}
    for _ in range(levels):
        after: dict[int, Fraction] = {}
        for n, chance in there.items():
            for kept in range(KEPT + 1):
                ways = comb(n, kept) * comb(PARTS - n, KEPT - kept)
                after[kept] = after.get(kept, Fraction(0)) + chance * ways / comb(PARTS, KEPT)
        there = after
    return there.get(0, Fraction(0))


def apply(text: Text, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    if isinstance(move, Begin):
        return _begin(text, state, move)
    if isinstance(move, Finish):
        return _finish(text, state, move)
    passage = under_way(text, state)
    if passage is None:
        raise Refused("No message is on its way. Start it first.")
    if isinstance(move, Ring):
        return _ring(state, passage)
    return _pass(text, passage, move)


def _begin(text: Text, state: State, move: Begin) -> str:
    if under_way(text, state):
        raise Refused("The message is still on its way. Take it to the end first.")
    if len(state.passages) >= MOST:
        raise Refused(f"You have sent it down {MOST} times. Compare what arrived.")
    if any(i not in text.names for i in move.expected) or len(set(move.expected)) != len(move.expected):
        raise Refused("Those are no parts of the message. Reload the page.")
    state.passages.append(Passage([i for i in text.names if i in move.expected]))
    return "On its way. What you expect is kept, and shown beside what arrives."


def _pass(text: Text, passage: Passage, move: Pass) -> str:
    n = len(passage.steps)
    here = [p.id for p in heard(text, passage, n)]
    if len(set(move.kept)) != KEPT or len(move.kept) != KEPT or any(i not in here for i in move.kept):
        raise Refused("Choose two of the four parts heard here. The others are not said again.")
    if move.worry not in {w.id for w in text.level[n].worry}:
        raise Refused("Choose what is on this person’s mind.")
    passage.steps.append(Step([i for i in here if i in move.kept], move.worry))
    left = len(text.level) - n - 1
    return f"Handed on. {left} more level{'s' * (left != 1)}." if left else "It has arrived."


def _ring(state: State, passage: Passage) -> str:
    if len(state.passages) == 1:
        raise Refused("The first time, hand it on as it would be handed on. From the second time on, one person may ring.")
    if passage.rang:
        raise Refused("Somebody has rung already. One person rings, and the others do not know that anybody did.")
    passage.rang = len(passage.steps) + 1
    return "You rang, and it was read to you as it was written. Those who heard it before you have heard what they heard."


def _finish(text: Text, state: State, move: Finish) -> str:
    if len(finished(text, state)) < ENOUGH:
        raise Refused("Send it down twice first, so that there are two ends to compare.")
    said = {k: move.debrief.get(k, "").strip() for k in DEBRIEF}
    if empty := [k for k in DEBRIEF if not said[k]]:
        raise Refused(f"{len(empty)} of the three questions {'is' if len(empty) == 1 else 'are'} still empty. A line each is enough.")
    if long := [v for v in said.values() if len(v) > LONGEST]:
        raise Refused(f"This box keeps {LONGEST:,} characters, and one has {len(long[0]):,}. Nothing has been cut; shorten it and try again.")
    state.debrief = said
    return "Kept."
