"""Read a case's `tasks.toml` and `reach.toml` and check them. Every problem is reported at once, with file, id and remedy."""
from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from ..case import Case, CaseError
from ..games.power_map import reach
from ..games.who_can_stop.tasks import Task

NAME, REACH = "tasks.toml", "reach.toml"


def read(case: Case, folder: Path) -> list[Task]:
    """The tasks authored in a case's folder; none if it has no such file. Raises CaseError listing every problem, one a line."""
    path = folder / NAME
    if not path.is_file():
        return []
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8")).get("task", [])
    except tomllib.TOMLDecodeError as error:
        raise CaseError(f"{NAME}: not readable as TOML ({error}). Correct that line.") from None
    found: list[Task] = []
    problems: list[str] = []
    for n, table in enumerate(tables, 1):
        where = f"{NAME}: [[task]] {n} ({table.get('id', 'without an id')})"
        try:
            found.append(msgspec.convert(table, type=Task))
        except msgspec.ValidationError as error:
            problems.append(f"{where}: {error}. Correct that field.")
            continue
        problems += [f"{where}: {fault}" for fault in _faults(case, found[-1], found[:-1])]
    if problems:
        raise CaseError("\n".join(problems))
    return found


def _faults(case: Case, task: Task, before: list[Task]) -> list[str]:
    out = []
    if any(task.id == other.id for other in before):
        out.append("this id is used already. Give each task its own.")
    if not task.need:
        out.append("it needs nothing. Add a [[task.need]] with words and the players any one of whom meets it.")
    for need in task.need:
        if not need.any:
            out.append(f"nobody can meet “{need.words}”. Name at least one player.")
        if len(set(need.any)) != len(need.any):
            out.append(f"“{need.words}” names a player twice. Delete one.")
        out += [f"“{need.words}” names '{i}', who is no player of this case. Correct the id." for i in need.any if i not in case.players]
    return out


def rule(case: Case, folder: Path) -> reach.Rule | None:
    """How far each source of power reaches in a case; None if it has no such file. Raises CaseError listing every problem, one a line."""
    path = folder / REACH
    if not path.is_file():
        return None
    try:
        found = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), type=reach.Rule)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise CaseError(f"{REACH}: {error}. Correct that line or field.") from None
    if problems := reach.problems(case, found):
        raise CaseError("\n".join(f"{REACH}: {problem}" for problem in problems))
    return found
