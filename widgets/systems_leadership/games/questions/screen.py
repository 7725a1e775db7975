"""What the question workshop shows. Examples of others travel only once the learner's own question is written and tested."""
from __future__ import annotations

from typing import Any

import msgspec

from ..authored import box, words
from . import rules
from .state import State
from .text import Text


def screen(text: Text, state: State, furniture: dict[str, Any]) -> dict[str, Any]:
    """The whole screen as data."""
    return {"stage": "questions", "furniture": furniture, "drafts": dict(state.drafts), "room": len(state.own) < len(rules.OWN),
            "statements": {sid: _one(text, state, sid, n) for n, sid in enumerate(rules.listed(text, state))},
            "tested": sum(rules.tested(text, state, i) for i in rules.given(text)), "given": len(text.statement), "own": any(rules.turned(text, state, i) for i in state.own),
            "done": all(rules.tested(text, state, i) for i in rules.given(text))}


def furniture(text: Text) -> dict[str, Any]:
    """What never changes: words, tests, and the statement worked through."""
    return {"words": words("questions"), "title": text.title, "intro": text.intro, "worked": msgspec.to_builtins(text.worked),
            "tests": {t.id: {"kind": t.kind, "asks": t.asks, "about": t.about, "short": t.short, "order": n} for n, t in enumerate(text.test)}}


def _one(text: Text, state: State, sid: str, order: int) -> dict[str, Any]:
    own, full = sid in state.own, rules.tested(text, state, sid)
    begun = bool(box(state.drafts, f"{sid}.question") or box(state.drafts, f"{sid}.statement"))
    out: dict[str, Any] = {"order": order, "own": own, "state": "full" if full else "begun" if begun else "none", "missing": rules.missing(text, state, sid), "stale": rules.stale(state, sid),
                           "verdicts": {test: v.says for test, v in state.verdicts.get(sid, {}).items()}}
    found = next((s for s in text.statement if s.id == sid), None)
    if found:
        out |= {"short": found.short, "statement": found.statement, "says": found.says, "where": found.where,
                "examples": [msgspec.to_builtins(x) for x in found.example] if sid in state.opened else []}
    return out
