"""Marking a cohort: stock `nbgrader autograde` and `systems-leadership mark`, in turn, on the same hand-ins; how ours grows; how far from the least it could be."""
from __future__ import annotations

import contextlib
import io
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import honest
import tutor
from plays import MODULE

from systems_leadership.environ import with_scripts
from systems_leadership.exercise import Desk

from .table import Report, Row, Sample

HAND_INS, DIFFERENT, ROUNDS = 200, 20, 2
GOAL, FLOOR = 50, 25
SIZES = (200, 500, 1000, 2000)
STOCK = 'c = get_config()\nc.CourseDirectory.course_id = "systems_leadership"\nc.Execute.store_widget_state = False\n'


def _cohort(root: Path, name: str, size: int, made: list[dict[str, bytes]]) -> Path:
    """A tutor's folder with `size` hand-ins collected."""
    folder = root / name
    shutil.copytree(tutor._prepared(), folder)
    for n in range(size):
        place = tutor.submitted(folder, f"{10000 + n}")
        place.mkdir(parents=True)
        for file, data in made[n % len(made)].items():
            (place / file).write_bytes(data)
        (place / "timestamp.txt").write_text("2026-11-20 10:00:00.000000 UTC")
    return folder


def _run(folder: Path, *words: str) -> tuple[float, float]:
    """Wall and processor seconds of a command and all it starts."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", *words], cwd=folder, env=with_scripts(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 3), words
    return time.perf_counter() - start, used.ru_utime + used.ru_stime


def _in_process(folder: Path) -> float:
    """Seconds of marking alone, the imports done."""
    from systems_leadership.marking import mark
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        mark.cohort(folder, MODULE)
    return time.perf_counter() - start


def _least(folder: Path) -> float:
    """Seconds for what cannot be left out: records read, checks made, pictures drawn, one write of the gradebook."""
    from systems_leadership import cells, desk, registry
    from systems_leadership.marking import frame
    from systems_leadership.marking.book import Book, Marked
    from systems_leadership.marking.course import NOTEBOOK, Course
    course = Course(folder)
    start = time.perf_counter()
    with course.gradebook() as gradebook:
        form = frame.load(gradebook, MODULE, NOTEBOOK, course.path("release", ".", MODULE))
        marked = []
        for learner in course.learners("submitted", MODULE):
            here, scores = Desk(course.path("submitted", learner, MODULE)), {}
            for cell in form.cells:
                call = cells.parse(cell["source"])
                if call and call.verb == "check":
                    scores[cell["id"]] = desk.run_check(call.exercise, call.name, here).score
                elif call:
                    desk.picture(registry.exercise(call.exercise), here)
            marked.append(Marked(learner, None, scores, True))
        Book(gradebook, form, course.config).save(marked)
    return time.perf_counter() - start


def measure() -> Report:
    made = [honest.hand_in(seed) for seed in range(DIFFERENT)]
    taken: dict[str, list[tuple[float, float]]] = {"stock": [], "ours": []}
    with tempfile.TemporaryDirectory() as place:
        root = Path(place)
        for n in range(ROUNDS):
            for who in sorted(taken, reverse=bool(n % 2)):
                folder = _cohort(root, f"{who}{n}", HAND_INS, made)
                if who == "stock":
                    (folder / "nbgrader_config.py").write_text(STOCK)
                words: Any = ("nbgrader", "autograde", MODULE) if who == "stock" else ("systems_leadership.cli", "mark", str(folder), MODULE)
                taken[who].append(_run(folder, *words))
        least = [_least(_cohort(root, f"least{n}", HAND_INS, made)) for n in range(ROUNDS)]
        alone = [_in_process(_cohort(root, f"alone{n}", HAND_INS, made)) for n in range(ROUNDS)]
        grown = {size: _in_process(_cohort(root, f"size{size}", size, made)) for size in SIZES}
    wall, used = ({who: Sample([HAND_INS / run[k] for run in runs]) for who, runs in taken.items()} for k in (0, 1))
    times = wall["ours"].median / wall["stock"].median
    slope = _slope(list(grown), list(grown.values()))
    return Report([Row("hand-ins marked a second, whole command", "", wall["ours"], wall["stock"], f">= {GOAL} x stock (floor {FLOOR})", times >= GOAL),
                   Row("the same, a second of processor", "", used["ours"], used["stock"]),
                   Row("marking alone, a hand-in", "ms", Sample([1000 * t / HAND_INS for t in alone]), Sample([1000 * t / HAND_INS for t in least])),
                   Row("growth from 200 to 2,000: exponent", "", Sample([slope]), None, "about 1", slope < 1.15)],
                  [f"marking: {HAND_INS} hand-ins of {DIFFERENT} kinds, {ROUNDS} rounds, who goes first in turn; bare is stock `nbgrader autograde` with its kernels, imports counted on both sides.",
                   "marking alone: bare is records read, checks made, pictures drawn and one write of the gradebook, with no page written.",
                   "growth: " + ", ".join(f"{size:,} in {seconds:.1f} s" for size, seconds in grown.items()) + "."])


def _slope(sizes: list[int], seconds: list[float]) -> float:
    """Exponent of growth: least squares through the logarithms."""
    x, y = [math.log(s) for s in sizes], [math.log(s) for s in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)
