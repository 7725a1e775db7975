"""What “Who can stop it?” shows."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ...case import Case
from . import facts, rules, tasks
from .state import State
from .tasks import Table, Task


@functools.cache
def words() -> dict[str, str]:
    """The exercise's words."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@functools.cache
def furniture(case: Case) -> dict[str, Any]:
    """What never changes: words, families in map order, everybody by name for a select."""
    return {"words": words(), "families": {f.id: {"name": f.name, "order": n} for n, f in enumerate(case.families)}, "senior": len(tasks.senior(case)), "tries": rules.TRIES,
            "rows": rules.TO_CHALLENGE,
            "everybody": {i: {"name": p.name, "family": case.family(i).id, "senior": i in tasks.senior(case)} for i, p in sorted(case.players.items(), key=lambda x: x[1].name)}}


def screen(case: Case, base: Table, state: State) -> dict[str, Any]:
    """The whole screen as data."""
    out: dict[str, Any] = {"furniture": furniture(case), "stage": rules.stage(state), "drafts": dict(state.drafts), "count": len(base)}
    if not state.guess:
        return out
    now, away, stops = rules.table(base, state), set(state.away), tasks.alone(rules.table(base, state))
    can = tasks.possible(now, away)
    here = tasks.players(now)
    out.update(
        tasks={id: _task(task, away, n, id in can, task.need != base[id].need) for n, (id, task) in enumerate(now.items())},
        players={i: _player(case, now, i, n, i in away) for n, i in enumerate(sorted(here, key=lambda i: case.players[i].name))},
        possible=len(can), gone=len(away & set(here)), here=len(here), tried=len(state.tried), stood=dict.fromkeys(state.stood, True),
        challenges={k: {"words": said, "why": state.challenges[k].why, "task": state.challenges[k].task, "order": n} for n, (k, said) in enumerate(facts.named(case, base, state).items())},
        challenged=len(rules.challenged(state)), ran=len(rules.ran_with(state)), stale=bool(state.ran) and state.ran != list(state.challenges), debrief=dict(state.debrief))
    if len(state.tried) >= rules.TRIES:
        out["alone"] = {i: {"tasks": list(ids), "order": n} for n, (i, ids) in enumerate(sorted(stops.items(), key=lambda x: case.players[x[0]].name))}
    if {"senior", "others"} <= set(state.stood):
        told = facts.counts(case, base)
        out["guessed"] = {"guess_senior": state.guess["senior"], "guess_others": state.guess["others"], "senior": told["senior"], "others": told["others"]}
    if state.ran:
        out["compared"] = {"library": _told(case, base), "yours": _told(case, rules.table(base, state, state.ran))}
    return out


def _told(case: Case, now: Table) -> dict[str, Any]:
    told = facts.counts(case, now)
    return {**told, "alone": [case.players[i].name for i in told["alone"]]}


def _task(task: Task, away: set[str], order: int, can: bool, changed: bool) -> dict[str, Any]:
    unmet = tasks.unmet(task, away)
    return {"name": task.name, "note": task.note, "order": order, "can": can, "changed": changed,
            "needs": {str(n): {"words": need.words, "met": n not in unmet, "order": n, "players": list(need.any)} for n, need in enumerate(task.need)}}


def _player(case: Case, now: Table, i: str, order: int, away: bool) -> dict[str, Any]:
    p, family = case.players[i], case.family(i)
    return {"name": p.name, "kind": case.kind_name(p.kind), "family": family.id, "letter": family.kinds[p.kind], "order": order, "away": away,
            "senior": p.power.get("position", 0) >= tasks.SENIOR, "helps": [id for id, task in now.items() if any(i in need.any for need in task.need)]}
