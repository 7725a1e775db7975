"""Formgrader's pages on a large gradebook: stock and ours, on the same one, over HTTP."""
from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import lab
import tutor
from plays import MODULE

from .export import fill
from .table import Report, Sample, under

LEARNERS, MODULES, ROUNDS = 1000, 8, 5
STAMP = "2026-11-20 10:00:00.000001 UTC"
PAGES = {"Manage Submissions, its list": (f"/formgrader/api/submissions/{MODULE}", 1.0), "Manual Grading, its list": (f"/formgrader/api/submitted_notebooks/{MODULE}/work", 1.0),
         "next hand-in": ("/formgrader/submissions/{id}/next", 0.2)}


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:        # how long "next" takes, not the page it leads to
        return None


def _folders(folder: Path, learners: int) -> None:
    """What formgrader looks for on disk: every hand-in of the first module collected and marked."""
    for n in range(learners):
        for step in ("submitted", "autograded"):
            place = folder / step / f"{10000 + n}" / MODULE
            place.mkdir(parents=True)
            (place / "timestamp.txt").write_text(STAMP)
            (place / "work.ipynb").write_text("{}")


def _times(server: lab.Lab, submission: str, rounds: int) -> dict[str, list[float]]:
    opener, taken = urllib.request.build_opener(_Stay), dict[str, list[float]]()
    for name, (address, _) in PAGES.items():
        for _ in range(rounds):
            start = time.perf_counter()
            request = urllib.request.Request(server.url + address.format(id=submission), headers={"Authorization": f"token {lab.TOKEN}"})
            try:
                opener.open(request, timeout=300).read()
            except urllib.error.HTTPError as error:
                assert error.code == 302, (name, error.code)
            taken.setdefault(name, []).append(time.perf_counter() - start)
    return taken


def measure(learners: int = LEARNERS, modules: int = MODULES) -> Report:
    """Stock goes once, on the gradebook as nbgrader makes it; then ours, which adds its indexes when the server starts."""
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        folder = root / "teach"
        shutil.copytree(tutor._prepared(), folder)
        fill(folder, learners, modules)
        _folders(folder, learners)
        with sqlite3.connect(folder / "gradebook.db") as db:
            for (name,) in db.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ix_systems_leadership_%'").fetchall():
                db.execute(f"DROP INDEX {name}")
            if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_stat1'").fetchone():          # what ANALYZE left would help stock too
                db.execute("DELETE FROM sqlite_stat1")
            db.execute("UPDATE grade SET manual_score = NULL, needs_manual_grade = 1 WHERE cell_id IN (SELECT id FROM task_cells)")     # the day before marking: what waits is what stock is slow at
            submission = db.execute("SELECT min(n.id) FROM submitted_notebook n JOIN submitted_assignment a ON a.id = n.assignment_id JOIN assignment m ON m.id = a.assignment_id "
                                    "WHERE m.name = ?", (MODULE,)).fetchone()[0]
        options = ["--no-browser", "--port={port}", "--allow-root", f"--ServerApp.root_dir={folder}", "--ServerApp.ip=127.0.0.1"]
        with lab.running([sys.executable, "-m", "jupyter", "lab", *options], _private(root, "stock"), folder, folder) as server:
            stock = _times(server, submission, 1)
        with lab.running([sys.executable, "-m", "systems_leadership.cli", "teach", str(folder), "--no-browser", "--port={port}"], _private(root, "ours"), folder) as server:
            ours = _times(server, submission, ROUNDS)
    return Report([under(f"formgrader, {learners:,} x {modules}: {name}", "s", Sample(ours[name]), Sample(stock[name]), limit) for name, (_, limit) in PAGES.items()],
                  ["formgrader: a gradebook made up by bench/export.py, every criterion of every hand-in waiting for a mark, the hand-ins of one module on disk; "
                   "bare is stock formgrader on the gradebook as nbgrader makes it, once."])


def _private(root: Path, name: str) -> Path:
    (root / name).mkdir()
    return root / name
