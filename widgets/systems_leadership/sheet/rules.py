"""A written sheet: what it asks, what has been written. Words are kept as typed; nothing is ever judged here."""
from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import msgspec

from .. import writing
from ..exercise import Desk, Refused
from ..moves import Moves
from ..page import SERIF, SOFT, sheet, small, typed, within
from ..writing import Write


class Question(msgspec.Struct, frozen=True):
    """One sub-question. `prompt` stands above the box and may quote the record: {first_standpoint}.

    `parts` is what one answer holds, as a list below the label. A part is never a box of its own: an answer keeps its id for good,
    so a question asked more plainly later leaves what was written under it where it was."""

    id: str
    label: str
    prompt: str = ""
    hint: str = ""
    parts: list[str] = []


class Promise(msgspec.Struct, frozen=True):
    """Something a learner ticks before a sheet about their own place is used: nobody is named in it."""

    id: str
    words: str


class SheetText(msgspec.Struct, frozen=True):
    """What a sheet says. `after`, if any, is shown once the reader has kept their words; then the first version cannot be changed.

    A sheet with `opens` is sealed when it is kept: from then on no page shows or changes it until the module named there."""

    id: str
    title: str
    intro: str
    question: list[Question]
    words: tuple[int, int] = (0, 0)
    after: str = ""
    opens: str = ""
    promise: list[Promise] = []


class Tick(msgspec.Struct, tag_field="do", tag="promise", forbid_unknown_fields=True):
    """Tick a promise, or take the tick away."""

    promise: str
    on: bool


class Kept(msgspec.Struct, tag_field="do", tag="keep", forbid_unknown_fields=True):
    """Commit what is written, so that what follows can be shown beside it."""


class State(msgspec.Struct):
    drafts: dict[str, str] = {}
    kept: dict[str, str] = {}
    promised: list[str] = []


def tick(promised: list[str], promises: list[Promise], move: Tick) -> str:
    """Tick or untick in place. Raises Refused."""
    if move.promise not in {p.id for p in promises}:
        raise Refused("There is no such line to tick. Reload the page.")
    if move.on and move.promise not in promised:
        promised.append(move.promise)
    elif not move.on and move.promise in promised:
        promised.remove(move.promise)
    return ""


MOVES = Moves(Write, Kept, Tick)
MISSING = "Not there yet: this will quote your own record once the exercises above it are done."


class Sheet:
    """See `exercise.Exercise`. `quotes` gives phrases from another exercise's record."""

    undoable: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    case_name = ""

    def __init__(self, text: SheetText, quotes: Callable[[Desk], dict[str, str]] | None = None) -> None:
        self.text, self.id, self.title = text, text.id, text.title
        self._quotes = quotes or (lambda desk: {})

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        """A `write` to one of the sheet's boxes, or `keep` where the sheet has something to show afterwards."""
        move = MOVES.read(op)
        if state.kept and self.text.opens:
            raise Refused(f"This sheet is sealed. It opens in {self.text.opens}.")
        if isinstance(move, Tick):
            return tick(state.promised, self.text.promise, move)
        if isinstance(move, Write):
            if move.field not in {q.id for q in self.text.question}:
                raise Refused("This sheet has no such question. Reload the page.")
            writing.write(state.drafts, move)
            return ""
        if not self.text.after and not self.text.opens:
            raise Refused("This sheet saves as you write; there is nothing to keep.")
        if state.kept:
            raise Refused("Your first words are kept already.")
        if not all(state.drafts.get(q.id, "").strip() for q in self.text.question):
            raise Refused("Write something for each question first. A few words are enough, and nobody marks them.")
        if any(p.id not in state.promised for p in self.text.promise):
            raise Refused("Read each line above the button and tick it first.")
        state.kept = {q.id: state.drafts[q.id].strip() for q in self.text.question}
        return "Your answers are put away." if self.text.opens else "Kept."

    def sealed(self, state: State) -> bool:
        """Whether no page may show this sheet for now."""
        return bool(self.text.opens and state.kept)

    def milestones(self, state: State) -> dict[str, bool]:
        return {"kept": bool(state.kept), "written": all(state.drafts.get(q.id, "").strip() for q in self.text.question)}

    def prompt(self, question: Question, quotes: dict[str, str], html: bool = False) -> str:
        """A question's prompt with the learner's own words in it, or a plain note where the record has none yet; as text, or as HTML, escaped."""
        wanted = re.findall(r"\{(\w+)\}", question.prompt)
        if any(name not in quotes for name in wanted):
            return MISSING
        if html:
            return re.sub(r"\{(\w+)\}", lambda m: within(quotes[m.group(1)]), escape(question.prompt))
        return re.sub(r"\{(\w+)\}", lambda m: quotes[m.group(1)], question.prompt)

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        if self.sealed(state):
            return {"stage": "sealed", "title": self.text.title, "opens": self.text.opens, "drafts": {}}
        quotes = self._quotes(desk)
        return {"stage": "sheet", "title": self.text.title, "intro": self.text.intro, "words": list(self.text.words), "drafts": dict(state.drafts),
                "questions": {q.id: {"label": q.label, "hint": q.hint, "parts": q.parts, "prompt": self.prompt(q, quotes), "order": n} for n, q in enumerate(self.text.question)},
                "keeps": bool(self.text.after), "kept": dict(state.kept), "after": self.text.after if state.kept else "",
                "opens": self.text.opens, "promises": {p.id: {"words": p.words, "on": p.id in state.promised, "order": n} for n, p in enumerate(self.text.promise)}}

    def written(self, state: State) -> int:
        """Words written in all."""
        return sum(writing.words(state.drafts.get(q.id, "")) for q in self.text.question)

    def empty(self, state: State) -> list[int]:
        """Which questions have no answer, counted from 1."""
        return [n for n, q in enumerate(self.text.question, 1) if not state.drafts.get(q.id, "").strip()]

    def picture(self, state: State, desk: Desk) -> str:
        """The questions, what was quoted, and the answers, escaped, as the person marking reads them."""
        if self.sealed(state):
            return sheet(f'<p style="margin:0">{escape(self.text.title)}: sealed. It opens in {escape(self.text.opens)}.</p>')
        quotes, parts = self._quotes(desk), [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{escape(self.text.title)}</p>']
        low, high = self.text.words
        count = self.written(state)
        parts.append(small(f"{count} word{'s' * (count != 1)} in all." + (f" The sheet asks for {low} to {high}." if high else "")))
        for q in self.text.question:
            answer = state.drafts.get(q.id, "").strip()
            body = (f'<div dir="auto" style="font:17px/1.55 {SERIF};white-space:pre-wrap;max-width:44em">{typed(answer)}</div>' if answer
                    else f'<p style="margin:0;color:{SOFT}"><i>Nothing written here.</i></p>')
            parts.append(f'<p style="margin:16px 0 2px;font-weight:600">{escape(q.label)}</p>')
            if q.parts:
                parts.append(small(f"{q.hint} {'; '.join(q.parts)}.".strip()))
            if q.prompt:
                asked = self.prompt(q, quotes, html=True)
                parts.append(f'<div style="color:{SOFT};font-size:13px;white-space:pre-line;border-left:3px solid #ffe08a;padding-left:10px;margin:4px 0 8px">{asked}</div>')
            parts.append(body)
        return sheet("".join(parts))

    def summary(self, state: State) -> str:
        return f"{self.text.title}: sealed." if self.sealed(state) else f"{self.text.title}: {self.written(state)} words written."
