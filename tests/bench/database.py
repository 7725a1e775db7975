"""A cohort marked with its gradebook in SQLite and in PostgreSQL, side by side, in turn. The server writes through to the disk, as a real one does."""
from __future__ import annotations

import contextlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import databases
import honest
import tutor
from plays import MODULE

from systems_leadership.marking import export
from systems_leadership.marking.course import Course

from .marking import DIFFERENT, HAND_INS, _cohort, _in_process, _run
from .table import Report, Row, Sample

ROUNDS = 3


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _exported(folder: Path) -> str:
    with Course(folder).gradebook() as gradebook:
        return export.text(export.lines(gradebook, [MODULE]), "plain", True)


def measure() -> Report:
    made = [honest.hand_in(seed) for seed in range(DIFFERENT)]
    taken: dict[str, dict[str, list[float]]] = {what: {"sqlite": [], "postgresql": []} for what in ("mark", "alone", "again", "export")}
    with tempfile.TemporaryDirectory() as place, databases.server(durable=True) as server:
        root, same = Path(place), True
        prepared = root / "prepared" / "teach"
        prepared.mkdir(parents=True)
        local = "c.CourseDirectory.db_url = {!r}\n".format
        (prepared / "nbgrader_local.py").write_text(local(server.make("prepared")))
        tutor.run(prepared, "systems_leadership.cli", "teach", ".", "--prepare-only", "--help-line", "Staff support: 01632 960 123")

        def cohort(kind: str, name: str) -> Path:
            folder = _cohort(root, f"{kind}-{name}", HAND_INS, made)
            if kind == "postgresql":
                server._say(f'CREATE DATABASE "{name}" TEMPLATE prepared')
                (folder / "nbgrader_local.py").write_text(local(server.url(name)))
            return folder
        for n in range(ROUNDS):
            words = dict[str, str]()
            for kind in ("sqlite", "postgresql") if n % 2 else ("postgresql", "sqlite"):
                folder = cohort(kind, f"whole{n}")
                taken["mark"][kind].append(_run(folder, "systems_leadership.cli", "mark", str(folder), MODULE)[0])
                with contextlib.suppress(FileNotFoundError):
                    shutil.rmtree(folder / "autograded")
                taken["again"][kind].append(_in_process(folder))
                taken["alone"][kind].append(_in_process(cohort(kind, f"alone{n}")))
                words[kind] = _exported(folder)
                taken["export"][kind].append(_timed(lambda at=folder: _exported(at)))                    # type: ignore[misc]
            same = same and words["sqlite"] == words["postgresql"]
    rows = [("200 hand-ins marked, whole command", "mark"), ("the same, the imports done", "alone"), ("marked again", "again"), ("their marks and comments read for an export", "export")]
    return Report([*(Row(what, "s", Sample(taken[key]["postgresql"]), Sample(taken[key]["sqlite"])) for what, key in rows), Row("the same marks", "", said="yes" if same else "NO", met=same)],
                  [f"database: bare is the same on SQLite; {ROUNDS} rounds, who goes first in turn; PostgreSQL on the same machine, over loopback, waiting for the disk at every commit."])
