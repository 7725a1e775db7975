"""What placing shows. What comes to light later travels only once a card is dealt again."""
from __future__ import annotations

from typing import Any

from ..authored import words
from . import facts, rules
from .state import State
from .text import Text


def furniture(text: Text) -> dict[str, Any]:
    """What never changes: words and lines."""
    return {"words": words("placing"), "title": text.title, "intro": text.intro, "enough": rules.ENOUGH, "places": rules.PLACES,
            "dimensions": {d.id: {"asks": d.asks, "low": d.low, "high": d.high, "order": n} for n, d in enumerate(text.dimension)}}


def screen(text: Text, state: State, furniture: dict[str, Any]) -> dict[str, Any]:
    """The whole screen as data."""
    done, by_id = rules.whole(text, state), {d.id: d for d in text.dimension}
    return {"stage": "dealt" if state.dealt else "placing", "furniture": furniture, "drafts": dict(state.drafts), "whole": len(done), "can_deal": len(done) >= rules.ENOUGH and not state.dealt,
            "cards": {p.id: _card(text, state, p.id, n) for n, p in enumerate(text.problem)}, "order": [p for p in state.order if state.places.get(p)], "dealt": list(state.dealt),
            "reasoned": sum(rules.reasoned(state, p) for p in state.dealt),
            "flat": [by_id[d].asks for d in facts.flat(text, state)], "as_one": [[by_id[a].asks, by_id[b].asks] for a, b in facts.as_one(text, state)]}


def _card(text: Text, state: State, pid: str, order: int) -> dict[str, Any]:
    card, places = next(p for p in text.problem if p.id == pid), state.places.get(pid, {})
    out: dict[str, Any] = {"order": order, "title": card.title, "known": card.known, "letter": rules.letter(state, pid), "places": dict(places),
                           "state": "full" if len(places) == len(text.dimension) else "begun" if places else "none"}
    if pid in state.dealt:
        out |= {"later": card.later, "before": dict(state.before[pid]), "went": facts.shifts(text, state, pid)}
    return out
