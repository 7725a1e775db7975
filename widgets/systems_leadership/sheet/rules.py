"""A written sheet: what it asks, what has been written. Words are kept as typed; nothing is ever judged here."""
from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

import msgspec

from .. import writing
from ..exercise import Desk, Refused
from ..page import SERIF, SOFT, sheet, small
from ..writing import Write


class Question(msgspec.Struct, frozen=True):
    """One sub-question. `prompt` stands above the box and may quote the record: {first_standpoint}."""

    id: str
    label: str
    prompt: str = ""
    hint: str = ""


class SheetText(msgspec.Struct, frozen=True):
    """What a sheet says. `after`, if any, is shown once the reader has kept their words; then the first version cannot be changed."""

    id: str
    title: str
    intro: str
    question: list[Question]
    words: tuple[int, int] = (0, 0)
    after: str = ""


class Kept(msgspec.Struct, tag_field="do", tag="keep", forbid_unknown_fields=True):
    """Commit what is written, so that what follows can be shown beside it."""


class State(msgspec.Struct):
    drafts: dict[str, str] = {}
    kept: dict[str, str] = {}


Move = Write | Kept
MISSING = "Not there yet: play the unfolding game twice, from two standpoints, and this will quote your own record."


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
        move = msgspec.convert(op, type=Move)
        if isinstance(move, Write):
            if move.field not in {q.id for q in self.text.question}:
                raise Refused("This sheet has no such question. Reload the page.")
            if problem := writing.too_long(state.drafts.get(move.field, "")[: move.at] + move.put + state.drafts.get(move.field, "")[move.at + move.cut:]):
                raise Refused(problem)
            writing.write(state.drafts, move)
            return ""
        if not self.text.after:
            raise Refused("This sheet saves as you write; there is nothing to keep.")
        if state.kept:
            raise Refused("Your first words are kept already.")
        if not all(state.drafts.get(q.id, "").strip() for q in self.text.question):
            raise Refused("Write something for each question first. A few words are enough, and nobody marks them.")
        state.kept = {q.id: state.drafts[q.id].strip() for q in self.text.question}
        return "Kept."

    def prompt(self, question: Question, quotes: dict[str, str]) -> str:
        """A question's prompt with the learner's own words in it, or a plain note where the record has none yet."""
        wanted = re.findall(r"\{(\w+)\}", question.prompt)
        if any(name not in quotes for name in wanted):
            return MISSING
        return re.sub(r"\{(\w+)\}", lambda m: quotes[m.group(1)], question.prompt)

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        quotes = self._quotes(desk)
        return {"stage": "sheet", "title": self.text.title, "intro": self.text.intro, "words": list(self.text.words), "drafts": dict(state.drafts),
                "questions": {q.id: {"label": q.label, "hint": q.hint, "prompt": self.prompt(q, quotes), "order": n} for n, q in enumerate(self.text.question)},
                "keeps": bool(self.text.after), "kept": dict(state.kept), "after": self.text.after if state.kept else ""}

    def written(self, state: State) -> int:
        """Words written in all."""
        return sum(writing.words(state.drafts.get(q.id, "")) for q in self.text.question)

    def picture(self, state: State, desk: Desk) -> str:
        """The questions, what was quoted, and the answers, escaped, as the person marking reads them."""
        quotes, parts = self._quotes(desk), [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{escape(self.text.title)}</p>']
        low, high = self.text.words
        count = self.written(state)
        parts.append(small(f"{count} word{'s' * (count != 1)} in all." + (f" The sheet asks for {low} to {high}." if high else "")))
        for q in self.text.question:
            answer = state.drafts.get(q.id, "").strip()
            body = (f'<div dir="auto" style="font:17px/1.55 {SERIF};white-space:pre-wrap;max-width:44em">{escape(answer)}</div>' if answer
                    else f'<p style="margin:0;color:{SOFT}"><i>Nothing written here.</i></p>')
            parts.append(f'<p style="margin:16px 0 2px;font-weight:600">{escape(q.label)}</p>')
            if q.prompt:
                parts.append(f'<div style="color:{SOFT};font-size:13px;white-space:pre-line;border-left:3px solid #ffe08a;padding-left:10px;margin:4px 0 8px">{escape(self.prompt(q, quotes))}</div>')
            parts.append(body)
        return sheet("".join(parts))

    def summary(self, state: State) -> str:
        return f"{self.text.title}: {self.written(state)} words written."
