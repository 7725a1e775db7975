"""What the parcels exercise shows."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ...case import Case
from . import division, facts, rules
from .state import State


@functools.cache
def words() -> dict[str, str]:
    """The exercise's words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@functools.cache
def furniture(case: Case) -> dict[str, Any]:
    """What never changes: words, and families in map order."""
    return {"words": words(), "families": {f.id: {"name": f.name, "order": n} for n, f in enumerate(case.families)}, "most": rules.MOST, "fewest": rules.FEWEST, "keep": rules.TO_KEEP}


def screen(case: Case, state: State, met: list[str]) -> dict[str, Any]:
    """The whole screen as data. `met` are the players met in the plays so far."""
    out: dict[str, Any] = {"furniture": furniture(case), "stage": rules.stage(state), "drafts": dict(state.drafts), "met": len(met), "enough": len(met) >= rules.ENOUGH,
                           "more": len([i for i in met if i not in state.players]) if state.players else 0}
    if not state.players:
        return out
    counted = division.count(case, state.place)
    free = next((i for i in rules.IDS if i not in state.parcels), "")
    out.update(
        guess=state.guess, players={i: _player(case, i, n) for n, i in enumerate(state.players)}, place=dict(state.place), left=len(rules.unsorted(state)), free=free,
        parcels={p: {"name": name, "order": n, "size": list(state.place.values()).count(p), "inside": counted.inside.get(p, 0)} for n, (p, name) in enumerate(state.parcels.items())},
        between={f"{a}|{b}": n for (a, b), n in counted.between.items()}, cut=counted.cut, ties=counted.ties, per_cent=counted.per_cent, liaison=counted.liaison,
        torn=dict(counted.torn), people=facts.people(case, state))
    if state.found:
        out["ways"] = facts.three_ways(case, state)
        out["cuts"] = {t.key: {"words": facts.words(case, t), "a": t.a, "b": t.b, "order": n} for n, t in enumerate(facts.cut_ties(case, state))}
        out["kept"] = {key: {"words": facts.words(case, case.tie[key]), "why": why, "cut": division.is_cut(state.place, case.tie[key]), "order": n} for n, (key, why) in enumerate(state.kept.items())}
        out["debrief"] = dict(state.debrief)
    return out


def _player(case: Case, i: str, order: int) -> dict[str, Any]:
    p, family = case.players[i], case.family(i)
    return {"name": p.name, "short": p.short, "kind": case.kind_name(p.kind), "family": family.id, "letter": family.kinds[p.kind], "order": order}
