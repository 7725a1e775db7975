"""What the tellings show. How the author heard them travels only once all are matched and the learner asks; of a question only what has been answered is explained."""
from __future__ import annotations

from typing import Any

from ...case import Case
from ..authored import words
from . import facts, rules
from .state import State
from .text import Item, Text, items


def furniture(case: Case, text: Text) -> dict[str, Any]:
    """What never changes: words, the night, tellings, responses."""
    return {"words": words("tellings"), "title": text.title, "intro": text.intro, "event": text.event, "limits": text.limits,
            "marks": {m.id: {"name": m.name, "about": m.about, "order": n} for n, m in enumerate(text.mark)},
            "responses": {r.id: {"words": r.words, "order": n} for n, r in enumerate(text.response)},
            "sevenths": {r.id: {"words": r.words, "order": n} for n, r in enumerate(text.seventh)}}


def screen(case: Case, text: Text, state: State, furniture: dict[str, Any]) -> dict[str, Any]:
    """The whole screen as data."""
    asked, shown = items(text), {s.id for s in text.shown}
    return {"stage": "read" if state.read else "matching", "furniture": furniture, "drafts": dict(state.drafts), "heard": rules.heard(text, state), "seventh": state.seventh, "mine": state.mine,
            "written": rules.written(state), "noticed": rules.noticed(state), "solved": sum(rules.solved(state, i) for i in asked),
            "tellings": {t.id: _telling(case, text, state, t.id, n) for n, t in enumerate(text.telling)},
            "items": {i.id: _item(state, i, n) | {"shows": i.id in shown} for n, i in enumerate(asked)}}


def _telling(case: Case, text: Text, state: State, tid: str, order: int) -> dict[str, Any]:
    t = next(t for t in text.telling if t.id == tid)
    player = case.players[t.player]
    family = case.family(t.player)
    called, matched = state.called.get(tid, ""), state.matched.get(tid, "")
    out = {"order": order, "who": facts.teller(case, text, state, tid), "family": family.id, "letter": family.kinds[player.kind],
           "sign": f"{family.name}: {case.kind_name(player.kind)}", "words": t.words, "called": called, "matched": matched,
           "state": "full" if called and matched else "begun" if called or matched else "none"}
    if state.read:
        out |= {"makes": t.makes, "licenses": t.licenses, "because": t.because, "spares": t.spares}
    return out


def _item(state: State, item: Item, order: int) -> dict[str, Any]:
    tried, done = state.tries.get(item.id, []), rules.solved(state, item)
    options: dict[str, dict[str, Any]] = {}
    for n, option in enumerate(item.option):
        options[str(n)] = {"text": option.text, "order": n} | ({"why": option.why} if done or n in tried else {}) | ({"right": option.right} if done else {})
    return {"order": order, "asks": item.asks, "done": done, "tried": len(tried), "options": options}
