"""What the cascade shows."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ... import writing
from ...case import Case
from ..unfolding.rules import lower
from . import facts, rules
from .rules import Passage, State
from .text import Text


@functools.cache
def words() -> dict[str, Any]:
    """The exercise's words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


def furniture(case: Case, text: Text) -> dict[str, Any]:
    """What never changes: words, the message, the levels."""
    names = {"writer": lower(case.players[text.writer].name), "hearer": lower(case.players[text.hearer].name)}
    return {"words": words(), "title": text.title, "intro": text.intro, **names, "count": writing.words(facts.written(text)), "written": facts.written(text),
            "clauses": {c.id: {"name": c.name, "words": c.forms[0], "order": n} for n, c in enumerate(text.clause)},
            "levels": {level.player: {"name": case.players[level.player].name, "where": level.where, "order": n} for n, level in enumerate(text.level)},
            "lot": round(100 * rules.nothing_arrives(len(text.level)))}


def screen(case: Case, text: Text, fixed: dict[str, Any], state: State) -> dict[str, Any]:
    """The whole screen as data. `fixed` is what `furniture` returned."""
    passage = rules.under_way(text, state)
    stage = "passing" if passage else "compared" if state.debrief else "arrived" if state.passages else "begin"
    out: dict[str, Any] = {"furniture": fixed, "stage": stage, "drafts": dict(state.drafts), "more": rules.MOST - len(state.passages), "enough": len(rules.finished(text, state)) >= rules.ENOUGH,
                           "passages": {str(n): _passage(text, p, n) for n, p in enumerate(state.passages)}, "debrief": dict(state.debrief)}
    if passage:
        level = text.level[len(passage.steps)]
        out["at"] = {"level": level.player, "parts": _parts(text, passage, len(passage.steps)), "worries": {w.id: {"words": w.words, "order": n} for n, w in enumerate(level.worry)},
                     "may_ring": len(state.passages) > 1 and not passage.rang, "rang": passage.rang == len(passage.steps) + 1}
    return out


def _parts(text: Text, passage: Passage, level: int) -> dict[str, dict[str, Any]]:
    return {p.id: {"words": rules.words(text, p), "name": text.names.get(p.id, ""), "order": n} for n, p in enumerate(rules.heard(text, passage, level))}


def _passage(text: Text, passage: Passage, order: int) -> dict[str, Any]:
    out: dict[str, Any] = {"order": order, "rang": passage.rang, "handed": {text.level[n].player: {"words": facts.said(text, passage, n + 1), "order": n} for n in range(len(passage.steps))},
                           "expected": [text.names[i] for i in passage.expected], "fates": facts.fates(text, passage)}
    if rules.whole(text, passage):
        out |= {"end": _parts(text, passage, len(text.level)), "arrived": facts.arrived(text, passage)}
    return out
