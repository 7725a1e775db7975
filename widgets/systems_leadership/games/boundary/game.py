"""Boundary questions about a system of the learner's own, each asked twice: as it is, and as it ought to be.

Twelve questions in four groups (Ulrich 1983; 1996). The last group, on those affected and not involved, is always asked;
three more are chosen. What is written is never judged here.
"""
from __future__ import annotations

import functools
from collections.abc import Callable
from html import escape as e
from pathlib import Path
from typing import Any

import msgspec

from ... import writing
from ...exercise import Desk, Refused, Screen
from ...findings import Check, Finding
from ...moves import Moves
from ...page import SERIF, SOFT, heading, sheet, small, typed
from ...sheet.rules import Promise, Tick, tick
from ...writing import Write

VIEW = ("games/boundary/view.js",)
DATA = Path(__file__).parents[2] / "data" / "boundary.json"
CHOSEN = 3                                   # questions the learner chooses, beside the last group
MODES = ("is", "ought")
SYSTEM = "system"                           # the box that says which system the answers are about
ENOUGH = 3                                   # words that make an answer: a floor against an empty box, not a measure


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    about: str


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"is_": "is"}):
    """One boundary question in both modes. `hint` is an everyday example."""

    id: str
    group: str
    is_: str
    ought: str
    hint: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the exercise says. The last group is the one always asked; its first question asks who is affected and not involved."""

    id: str
    title: str
    intro: str
    group: list[Group]
    question: list[Question]
    promise: list[Promise]
    source: str = ""


class Choose(msgspec.Struct, tag_field="do", tag="choose", forbid_unknown_fields=True):
    question: str


class Leave(msgspec.Struct, tag_field="do", tag="leave", forbid_unknown_fields=True):
    """No longer answer a question. What was written stays in the record and comes back with it."""

    question: str


MOVES = Moves(Choose, Leave, Tick, Write)


class State(msgspec.Struct):
    chosen: list[str] = []
    promised: list[str] = []
    drafts: dict[str, str] = {}              # "<question>.is" and "<question>.ought"


@functools.cache
def texts() -> dict[str, Text]:
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Text])


class Boundary:
    """See `exercise.Exercise`."""

    undoable = frozenset({"choose", "leave"})
    barriers: frozenset[str] = frozenset()
    case_name = ""

    def __init__(self, id: str, case: str = "", text: Text | None = None) -> None:
        self.id, self.text = id, text or texts()[id]
        self.title = self.text.title
        last = self.text.group[-1].id
        self.always = [q.id for q in self.text.question if q.group == last]
        self.by_id = {q.id: q for q in self.text.question}

    def new(self) -> State:
        return State()

    def asked(self, state: State) -> list[Question]:
        """The questions to answer, in the order of the text."""
        return [q for q in self.text.question if q.id in self.always or q.id in state.chosen]

    def apply(self, state: State, op: dict[str, Any]) -> str:
        """Choose or leave a question, tick a promise, write. Raises Refused or msgspec.ValidationError."""
        move = MOVES.read(op)
        if isinstance(move, Write):
            return self._write(state, move)
        if isinstance(move, Tick):
            return tick(state.promised, self.text.promise, move)
        if move.question not in self.by_id or move.question in self.always:
            raise Refused("That question cannot be chosen or left. The last three are always asked.")
        if isinstance(move, Leave):
            if move.question not in state.chosen:
                raise Refused("That question is not one of yours.")
            state.chosen.remove(move.question)
            return "Left out. What you wrote there is kept, and comes back if you choose it again."
        if move.question in state.chosen:
            raise Refused("You have chosen that one already.")
        if len(state.chosen) >= CHOSEN:
            raise Refused(f"You have chosen {CHOSEN}. Leave one to take another.")
        state.chosen.append(move.question)
        left = CHOSEN - len(state.chosen)
        return f"Chosen. {left} more to choose." if left else "Chosen. That makes six questions with the last three."

    def _write(self, state: State, move: Write) -> str:
        question, _, mode = move.field.rpartition(".")
        if move.field != SYSTEM and (question not in self.by_id or mode not in MODES):
            raise Refused("There is no such box here. Reload the page.")
        writing.write(state.drafts, move)
        return ""

    def _answered(self, state: State, mode: str) -> int:
        return sum(writing.words(state.drafts.get(f"{q.id}.{mode}", "")) >= ENOUGH for q in self.asked(state))

    def check(self, state: State) -> Check:
        """Up to 2 marks, for answering in good faith: six as it is, six as it ought to be with the promises ticked."""
        wanted, out = len(self.always) + CHOSEN, []
        if len(state.chosen) < CHOSEN:
            why = f"Boundary questions: {len(state.chosen)} of {CHOSEN} chosen beside the last three."
            return Check(2, [Finding(0, 1, why), Finding(0, 1, "They are then answered twice: as it is, and as it ought to be.")])
        n = self._answered(state, "is")
        out.append(Finding(float(n == wanted), 1, f"Boundary questions: {n} of {wanted} answered as it is."))
        n, ticked = self._answered(state, "ought"), all(p.id in state.promised for p in self.text.promise)
        out.append(Finding(float(n == wanted and ticked), 1, f"{n} of {wanted} answered as it ought to be." + ("" if ticked else " The lines about names are not all ticked.")))
        return Check(2, out)

    def screen(self, state: State, desk: Desk) -> Screen:
        return {"stage": "boundary", "title": self.text.title, "intro": self.text.intro, "drafts": dict(state.drafts),
                "done": self.check(state).score == 2, "left": CHOSEN - len(state.chosen), "most": CHOSEN,
                "groups": {g.id: {"name": g.name, "about": g.about, "order": n, "always": n == len(self.text.group) - 1} for n, g in enumerate(self.text.group)},
                "questions": {q.id: {"group": q.group, "is": q.is_, "ought": q.ought, "hint": q.hint, "order": n, "asked": q.id in self.always or q.id in state.chosen,
                                     "always": q.id in self.always} for n, q in enumerate(self.text.question)},
                "promises": {p.id: {"words": p.words, "on": p.id in state.promised, "order": n} for n, p in enumerate(self.text.promise)}}

    def picture(self, state: State, desk: Desk) -> str:
        """Each question asked, as it is and as it ought to be, escaped."""
        parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(self.text.title)}</p>', small("About a system the learner knows. Nobody should be named in it.")]
        if system := state.drafts.get(SYSTEM, "").strip():
            parts.append(f'<p dir="auto" style="margin:6px 0 0;font:17px/1.5 {SERIF}">{typed(system)}</p>')
        names = {g.id: g.name for g in self.text.group}
        for q in self.asked(state):
            parts.append(heading(f"{names[q.group]}: {q.is_}"))
            for mode, label in (("is", "As it is"), ("ought", f"As it ought to be: {q.ought}")):
                text = state.drafts.get(f"{q.id}.{mode}", "").strip()
                body = f'<div dir="auto" style="font:17px/1.5 {SERIF};white-space:pre-wrap">{typed(text)}</div>' if text else small("Nothing written here.")
                parts.append(f'<p style="margin:4px 0 0;color:{SOFT};font-size:13px">{e(label)}</p>{body}')
        return sheet("".join(parts))

    def summary(self, state: State) -> str:
        n = len(self.always) + CHOSEN
        return f"{self.text.title}: {self._answered(state, 'is')} of {n} questions answered as it is, {self._answered(state, 'ought')} as it ought to be."

    def quotes(self, state: State) -> dict[str, str]:
        """What was written of those affected and not involved."""
        found = {"outside": state.drafts.get(f"{self.always[0]}.is", "").strip(), "ought_outside": state.drafts.get(f"{self.always[0]}.ought", "").strip()}
        return {k: v for k, v in found.items() if v}

    def milestones(self, state: State) -> dict[str, bool]:
        return {"answered": self.check(state).score == 2}


CHECKS: dict[str, Callable[[Boundary, State], Check]] = {"questions": Boundary.check}
