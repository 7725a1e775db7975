"""What the chooser shows."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from . import facts, rules
from .rules import State
from .text import OWN, UNKNOWN, Text


@functools.cache
def words() -> dict[str, Any]:
    """The exercise's words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def furniture(text: Text) -> dict[str, Any]:
    """What never changes: words, situations, conditions, methods."""
    return {"words": words(), "title": text.title, "intro": text.intro, "own": OWN, "unknown": UNKNOWN,
            "situations": {s.id: {"name": s.name, "words": s.words, "order": n} for n, s in enumerate(text.situation)},
            "conditions": {c.id: {"name": c.name, "short": c.short, "question": c.question, "options": {o: {"words": w, "order": k} for k, (o, w) in enumerate(c.options)}, "order": n}
                           for n, c in enumerate(text.condition)},
            "methods": {m.id: {**msgspec.to_builtins(m), "order": n} for n, m in enumerate(text.method)}}


def screen(text: Text, fixed: dict[str, Any], state: State) -> dict[str, Any]:
    """The whole screen as data. `fixed` is what `furniture` returned. No verdict travels before every question has an answer."""
    stage, now = rules.stage(text, state), state.situation
    out: dict[str, Any] = {"furniture": fixed, "stage": stage, "drafts": dict(state.drafts), "favourite": state.favourite, "situation": now, "answers": dict(state.answers.get(now, {})),
                           "answered": {s: rules.answered(text, state, s) for s in (*text.situations, OWN)},
                           "promises": {p.id: {"words": p.words, "on": p.id in state.promised, "order": n} for n, p in enumerate(text.promise)},
                           "rejected": {m: {"why": r.why, "situation": facts.situation(text, state, r.situation), "order": n} for n, (m, r) in enumerate(state.rejected.items())}}
    if stage == "table":
        out["verdicts"] = {m.id: facts.verdicts(text, state, m) for m in text.method}
    return out
