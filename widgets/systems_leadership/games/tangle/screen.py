"""What the tangle splitter shows."""
from __future__ import annotations

from typing import Any

from ..authored import words
from . import facts, rules
from .state import Split, State
from .text import Text


def furniture(text: Text) -> dict[str, Any]:
    """What never changes: words, marks, answers, issues."""
    return {"words": words("tangle"), "title": text.title, "intro": text.intro, "enough": rules.ENOUGH,
            "marks": {m.id: {"name": m.name, "about": m.about, "order": n} for n, m in enumerate(text.mark)},
            "answers": {a.id: {"name": a.name, "about": a.about, "pairs": a.pairs, "order": n} for n, a in enumerate(text.answer)},
            "issues": {i.id: {"name": i.name, "about": i.about, "order": n} for n, i in enumerate(text.issue)}}


def screen(text: Text, state: State, furniture: dict[str, Any]) -> dict[str, Any]:
    """The whole screen as data."""
    found, ids = rules.issue(text, state), rules.parts(text, state)
    return {"stage": "splitting" if found else "choosing", "furniture": furniture, "drafts": dict(state.drafts), "issue": state.issue, "own": bool(found and not found.part),
            "parts": {p: _part(text, state, p, n) for n, p in enumerate(ids)}, "room": len([p for p in state.added if p in ids]) < rules.ROOM,
            "whole": sum(rules.whole(text, state, p) for p in ids), "grid": facts.grid(text, state), "coming": facts.coming(text, state),
            "promises": {p.id: {"words": p.words, "on": p.id in state.promised, "order": n} for n, p in enumerate(text.promise)}}


def _part(text: Text, state: State, part: str, order: int) -> dict[str, Any]:
    found = state.split.get(part, Split())
    begun = bool(found.mark or found.answer or found.review or any(state.drafts.get(f"{part}.{k}", "").strip() for k in rules.LINES))
    return {"order": order, "added": part in state.added, "words": rules.words(text, state, part), "short": rules.short(text, state, part), "mark": found.mark, "answer": found.answer,
            "review": found.review, "day": rules.day(found.review) if found.review else "", "state": "full" if rules.whole(text, state, part) else "begun" if begun else "none"}
