"""Marks out of a large gradebook: `nbgrader export` and `systems-leadership export --for nbgrader`, on the same gradebook, with the same rows."""
from __future__ import annotations

import csv
import datetime
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import uuid
from pathlib import Path

import tutor

from systems_leadership.environ import with_scripts

from .table import Report, Row, Sample

LEARNERS, MODULES, ROUNDS, GOAL = 1000, 8, 5, 50


def fill(folder: Path, learners: int, modules: int) -> None:
    """Make the gradebook of a tutor's folder one with copies of its first module and a whole mark for every learner in each: plain SQL, columns as nbgrader has them."""
    with sqlite3.connect(folder / "gradebook.db") as db:
        db.row_factory = sqlite3.Row

        def put(table: str, **values: object) -> None:
            db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join('?' * len(values))})", list(values.values()))
        db.executemany("INSERT INTO student (id, first_name, last_name) VALUES (?, ?, ?)", [(f"{10000 + n}", f"First{n % 90}", f"Last{n:05}") for n in range(learners)])
        first = db.execute("SELECT * FROM assignment ORDER BY name DESC").fetchone()
        page = db.execute("SELECT * FROM notebook WHERE assignment_id = ?", (first["id"],)).fetchone()
        cells = db.execute("SELECT * FROM base_cell WHERE notebook_id = ?", (page["id"],)).fetchall()
        own = {row["id"]: (table, dict(row)) for table in ("grade_cells", "task_cells", "solution_cells") for row in db.execute(f"SELECT * FROM {table}")}
        for k in range(modules):
            assignment, notebook, named = first["id"], page["id"], {cell["id"]: cell["id"] for cell in cells}
            if k:
                assignment, notebook = uuid.uuid4().hex, uuid.uuid4().hex
                (folder / "release" / f"{first['name']}_{k}").mkdir()
                put("assignment", **{**dict(first), "id": assignment, "name": f"{first['name']}_{k}"})
                put("notebook", **{**dict(page), "id": notebook, "assignment_id": assignment})
                for cell in cells:
                    named[cell["id"]] = uuid.uuid4().hex
                    put("base_cell", **{**dict(cell), "id": named[cell["id"]], "notebook_id": notebook})
                    if cell["id"] in own:
                        table, values = own[cell["id"]]
                        put(table, **{**values, "id": named[cell["id"]]})
            graded = [named[cell["id"]] for cell in cells if cell["id"] in own and own[cell["id"]][0] != "solution_cells"]
            for n in range(learners):
                work, written = uuid.uuid4().hex, uuid.uuid4().hex
                put("submitted_assignment", id=work, assignment_id=assignment, student_id=f"{10000 + n}", timestamp=str(datetime.datetime(2026, 11, 20, 10, 0, 0, 1)))
                put("submitted_notebook", id=written, assignment_id=work, notebook_id=notebook, late_submission_penalty=float(n % 3))
                db.executemany("INSERT INTO grade (id, cell_id, notebook_id, manual_score, needs_manual_grade) VALUES (?, ?, ?, ?, 0)",
                               [(uuid.uuid4().hex, cell, written, float((n + i) % 4)) for i, cell in enumerate(graded)])


def _run(folder: Path, *words: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", *words], cwd=folder, env=with_scripts(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return time.perf_counter() - start


def _rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return sorted(csv.reader(file))


def measure(learners: int = LEARNERS, modules: int = MODULES) -> Report:
    """Stock goes once, without our indexes, as it would be found; ours several times, with the indexes made in the first."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "teach"
        shutil.copytree(tutor._prepared(), folder)
        empty = Path(place) / "empty"
        shutil.copytree(folder, empty)
        fill(folder, learners, modules)
        with sqlite3.connect(folder / "gradebook.db") as db:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ix_systems_leadership_%'").fetchall():
                db.execute(f"DROP INDEX {name}")
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():          # what ANALYZE left would help stock too
                db.execute("DELETE FROM sqlite_stat1")
        stock = _run(folder, "nbgrader", "export", "--to", "theirs.csv")
        words = ("systems_leadership.cli", "export", ".", "--for", "nbgrader", "--to", "ours.csv")
        first = _run(folder, "systems_leadership.cli", "status", ".")              # opens the gradebook, and so makes the indexes
        ours = [_run(folder, *words) for _ in range(ROUNDS)]
        indexed = _run(folder, "nbgrader", "export", "--to", "indexed.csv")
        same = _rows(folder / "ours.csv") == _rows(folder / "theirs.csv")
        idle = [_run(empty, "systems_leadership.cli", "export", ".", "--for", "nbgrader") for _ in range(ROUNDS)]
    times = stock / Sample(ours).median
    return Report([Row(f"export of {learners:,} learners x {modules} modules, whole command", "s", Sample(ours), Sample([stock]), f"<= 1/{GOAL} of stock", times >= GOAL),
                   Row("the same, beside nbgrader's command on the gradebook with the course's indexes", "s", Sample(ours), Sample([indexed])),
                   Row("of which starting: the same with an empty gradebook", "s", Sample(idle)),
                   Row("the same rows", "", said="yes" if same else "NO", met=same)],
                  [f"export: bare is `nbgrader export`, once, without the course's indexes; ours is `systems-leadership export --for nbgrader`, {times:.0f} times as fast, "
                   f"of which the indexes alone give {stock / indexed:.0f} to nbgrader's own command; "
                   f"the indexes were made before, by `systems-leadership status` ({first:.1f} s); {os.cpu_count()} processors."])
