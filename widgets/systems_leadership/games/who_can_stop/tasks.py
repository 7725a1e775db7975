"""Tasks of a case and what each needs, and the plain logic of who can stop them. Built from `tasks.toml`; no screen, no record.

A task can be done when every need is met; a need is met when at least one of its players is there. So taking a player out
can make a task fall and can never make one possible.
"""
from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from ...case import Case

DATA = Path(__file__).parents[2] / "data" / "tasks.json"
SENIOR = 2                                   # position at or above this, in the library's ratings, makes a player senior here


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One condition of a task. Any one of its players meets it."""

    words: str
    any: list[str]


class Task(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that takes several players. `note` says where the row is simpler than the world."""

    id: str
    name: str
    need: list[Need]
    note: str = ""


Table = Mapping[str, Task]


@functools.cache
def load(case: str) -> dict[str, Task]:
    """The tasks of a case as built, by id, in order. Raises KeyError for a case without tasks."""
    found = msgspec.json.decode(DATA.read_bytes(), type=dict[str, list[Task]])
    return {task.id: task for task in found[case]}


def players(table: Table) -> list[str]:
    """Everybody some task names, each once."""
    return list(dict.fromkeys(i for task in table.values() for need in task.need for i in need.any))


def unmet(task: Task, away: Iterable[str]) -> list[int]:
    """Places of the needs that nobody still there can meet."""
    gone = set(away)
    return [n for n, need in enumerate(task.need) if gone.issuperset(need.any)]


def possible(table: Table, away: Iterable[str]) -> list[str]:
    """Ids of the tasks that can be done without those who are away."""
    gone = set(away)
    return [id for id, task in table.items() if not unmet(task, gone)]


def alone(table: Table) -> dict[str, list[str]]:
    """Who can stop a task by leaving, alone: player -> ids of the tasks, where all the others stay."""
    stops: dict[str, list[str]] = {}
    for id in possible(table, ()):
        for need in table[id].need:
            if len(set(need.any)) == 1 and id not in stops.setdefault(need.any[0], []):
                stops[need.any[0]].append(id)
    return stops


@functools.cache
def senior(case: Case) -> list[str]:
    """Players whose position the library's author put at two or three."""
    return [i for i, p in case.players.items() if p.power.get("position", 0) >= SENIOR]


@functools.cache
def others(case: Case) -> list[str]:
    """Everybody else."""
    return [i for i, p in case.players.items() if p.power.get("position", 0) < SENIOR]
