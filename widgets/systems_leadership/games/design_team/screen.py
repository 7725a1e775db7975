"""What the design team exercise shows."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ...case import Case
from ..still import families, on_map
from . import facts, mirror, rules
from .rules import State


@functools.cache
def words() -> dict[str, str]:
    """The exercise's words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@functools.cache
def furniture(case: Case) -> dict[str, Any]:
    """What never changes: words, families, every player with a seat on the map."""
    order = {i: n for n, i in enumerate(sorted(case.players, key=lambda i: case.players[i].name))}
    players = {i: {k: p[k] for k in ("name", "kind", "x", "y", "family", "letter")} | {"order": order[i]} for i, p in on_map(case).items()}
    return {"words": words(), "families": families(case), "players": players, "fewest": rules.FEWEST, "most": rules.MOST, "teams": mirror.TEAMS, "other": rules.OTHER, "to_name": rules.TO_NAME}


def screen(case: Case, state: State) -> dict[str, Any]:
    """The whole screen as data. No count travels before the team has been set beside others."""
    out: dict[str, Any] = {"furniture": furniture(case), "stage": rules.stage(state), "drafts": dict(state.drafts), "members": {i: n for n, i in enumerate(state.members)},
                           "fits": rules.fits(state), "missing": {}, "debrief": dict(state.debrief)}
    if state.first:
        out["missing"] = {i: {"name": facts.name(case, i), "text": text, "here": i in state.members, "order": n} for n, (i, text) in enumerate(state.missing.items())}
        if rules.fits(state):
            out["mirror"] = _mirror(case, state.members)
    return out


def _mirror(case: Case, team: list[str]) -> dict[str, Any]:
    lived = facts.lived(case, team)
    return {"rows": facts.rows(case, team), "senior": mirror.senior(case, len(team)), "lot": mirror.one_by_lot(case, len(team)), "lived": len(lived),
            "lived_who": [case.players[i].name for i in lived], "others": len(team) - len(lived),
            "alone": [{"name": case.players[i].name, "kind": case.kind_name(case.players[i].kind)} for i in facts.alone(case, team)],
            "apart": [case.players[i].name for i in facts.apart(case, team)], "absent": facts.absent_kinds(case, team), "sources": facts.absent_sources(case, team)}
