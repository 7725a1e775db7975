"""What the power map shows."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ...case import Case
from ..still import families, on_map
from ..unfolding.rules import lower
from ..who_can_stop import tasks
from ..who_can_stop.tasks import Table
from . import facts, reach, rules
from .state import State


@functools.cache
def words() -> dict[str, Any]:
    """The exercise's words; under `sources` the ten, in order."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@functools.cache
def furniture(case: Case) -> dict[str, Any]:
    """What never changes: words, sources, families, what can be done, everybody as the map draws them."""
    said = words()
    order = {i: n for n, i in enumerate(sorted(case.players, key=lambda i: case.players[i].name))}
    return {"words": {k: v for k, v in said.items() if k != "sources"}, "sources": {s["id"]: {**s, "order": n} for n, s in enumerate(said["sources"])}, "families": families(case),
            "issues": {id: {"name": task.name, "order": n} for n, (id, task) in enumerate(tasks.load(case.id).items())},
            "everybody": {i: {**p, "order": order[i]} for i, p in on_map(case).items()}, "names": dict(rules.NAMES), "most": rules.PLAYERS,
            "rule": {s.id: s.words for s in reach.load(case.id).source}}


@functools.lru_cache(maxsize=8)
def reaches(case: Case, players: tuple[str, ...]) -> dict[str, Any]:
    """For each of the twelve: who is inside at each place of the boundary, and whom each source reaches. Worked out once for a choice of players."""
    rule, out = reach.load(case.id), {}
    for player in players:
        at = reach.places(case, player)
        found = {s.id: reach.reached(case, rule, s, player) for s in rule.source}
        stated = {r.source: r.words for r in rule.role if r.player == player}
        out[player] = {"places": at, "sources": {s: {"reached": sorted(ids), "shares": [list(x) for x in reach.shares(at, ids)], "stated": stated.get(s, "")} for s, ids in found.items()}}
    return out


def screen(case: Case, table: Table, state: State) -> dict[str, Any]:
    """The whole screen as data. While the second map is being made the first does not travel."""
    stage = rules.stage(state)
    out: dict[str, Any] = {"furniture": furniture(case), "stage": stage, "drafts": dict(state.drafts)}
    if not state.sits:
        return out
    shown = [1] if stage == "second" else list(range(len(state.sits)))
    out.update(issue=table[state.issue].name, players={i: {"order": n} for n, i in enumerate(state.players)}, kinds=rules.kinds(case, state),
               sits={str(n): {"id": i, "who": lower(case.players[i].name)} for n, i in enumerate(state.sits)}, closed=state.closed,
               levels={str(n): {i: dict(given) for i, given in state.levels[n].items()} for n in shown},
               unexplained={str(n): {f"{i}|{s}": f"{case.players[i].name}, {rules.NAMES[s]}" for i, s in rules.unexplained(state, n)} for n in shown})
    if state.ready and stage != "second" and state.closed:
        out["shows"] = {str(n): facts.shows(case, state, n) for n in range(state.closed)}
        out["between"] = facts.between(case, state.players)
    if state.closed:
        out["reach"] = reaches(case, tuple(state.players))
    if state.closed > 1:
        out["differ"] = {f"{i}|{s}": {"player": case.players[i].name, "source": rules.NAMES[s], "mine": a, "theirs": b, "order": n} for n, (i, s, a, b) in enumerate(facts.differences(state))}
        out["debrief"] = dict(state.debrief)
    return out


