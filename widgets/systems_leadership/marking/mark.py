"""Marking a cohort in one process: `systems-leadership mark`.

For each hand-in: read the records, work out the process marks, draw the pictures, write the page; then one transaction a
batch. Nothing of a learner's is run and no kernel is started. The files and the gradebook are as `nbgrader autograde` with
the course's steps leaves them, so nbgrader's own commands and formgrader go on from here.
"""
from __future__ import annotations

import contextlib
import datetime
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from nbgrader.utils import parse_utc

from ..exercise import Desk
from ..games.hand_in.bundle import LARGEST
from . import frame
from .book import Book, Marked
from .collect.checks import SECRET, STAMP, expected
from .course import NOTEBOOK, Course, CourseError
from .database import alone
from .evaluate import Result, evaluate
from .frame import Frame
from .report import Report

BATCH = 50                 # hand-ins a transaction: a run that is stopped loses at most so many, and does them again
READ_ONLY = 0o444          # as nbgrader leaves autograded files
Progress = Callable[[int, int], None]


def cohort(folder: Path, assignment: str, learners: list[str] | None = None, force: bool = False, progress: Progress | None = None) -> Report:
    """Mark what has been collected of one assignment, or of some `learners`; `force` marks again what has not changed.

    Each learner has a row in the report. Raises CourseError or FrameError when nothing can be marked at all."""
    course = Course(folder)
    report = Report(f"Marked {assignment}")
    names = course.learners("submitted", assignment)
    for name in sorted(set(learners or []) - set(names)):
        report.add(name, "needs a person", f"there is no hand-in of {assignment} in submitted/. Collect first.")
    todo = [name for name in names if learners is None or name in learners]
    with course.gradebook() as gradebook, _staging(course) as staging:
        form = frame.load(gradebook, assignment, NOTEBOOK, course.path("release", ".", assignment))
        book, done = Book(gradebook, form, course.config), 0
        for batch in _batches(todo):
            written = []
            for name in batch:
                if one := _one(course, form, book, name, staging / name, force, report):
                    written.append(one)
                done += 1
                if progress:
                    progress(done, len(todo))
            _keep(course, assignment, book, written, staging, report)
    return report


def _batches(items: list[str]) -> Iterator[list[str]]:
    return (items[at:at + BATCH] for at in range(0, len(items), BATCH))


@contextlib.contextmanager
def _staging(course: Course) -> Iterator[Path]:
    """A folder beside the results, from which finished pages are moved into place whole."""
    place = course.base("autograded")
    try:
        place.mkdir(parents=True, exist_ok=True)
        base = Path(tempfile.mkdtemp(prefix=".being-marked-", dir=place))
    except OSError as error:
        raise CourseError(f"{place} could not be written to ({error.strerror}). Free some space or ask for access, and run this again.") from None
    try:
        yield base
    finally:
        shutil.rmtree(base, ignore_errors=True)


def _keep(course: Course, assignment: str, book: Book, written: list[Marked], staging: Path, report: Report) -> None:
    """Gradebook first, then the files: stopped between the two, a hand-in counts as not yet marked and is done again. Others who mark in this folder wait meanwhile."""
    with alone(course.folder):
        current = [one for one in written if _still(course, assignment, one, report)]
        for one in current:
            before = course.path("autograded", one.learner, assignment)
            one.again = not before.exists() or _records(before) != _records(staging / one.learner)
        book.save(current)
        for one in current:
            to = course.path("autograded", one.learner, assignment)
            to.parent.mkdir(parents=True, exist_ok=True)
            old = staging / f"{one.learner}.old"
            if to.exists():
                os.replace(to, old)
            os.replace(staging / one.learner, to)
            shutil.rmtree(old, ignore_errors=True)


def _still(course: Course, assignment: str, one: Marked, report: Report) -> bool:
    """Whether what was marked is what is collected: somebody may have collected anew meanwhile."""
    if _timestamp(course.path("submitted", one.learner, assignment))[0] == one.timestamp:
        return True
    report.add(one.learner, "needs a person", "a newer hand-in was collected while this one was being marked, so nothing was written. Mark again.")
    return False


def _one(course: Course, form: Frame, book: Book, name: str, to: Path, force: bool, report: Report) -> Marked | None:
    """Mark one hand-in into `to`; None when there was nothing to do or it could not be done. Every way out has a row in the report."""
    source, before = course.path("submitted", name, form.assignment), course.path("autograded", name, form.assignment)
    try:
        timestamp, problem = _timestamp(source)
        if problem:
            report.add(name, "needs a person", problem, STAMP)
        if not force and _up_to_date(source, before, timestamp, book, name):
            report.add(name, "unchanged")
            return None
        to.mkdir()
        for file, why in _copy(source, to, form.assignment):
            report.add(name, "set aside", why, file)
        page, mended = frame.rebuild(form, *frame.read(source / f"{form.notebook}.ipynb"))
        found = evaluate(form, page, mended, Desk(to))
        _write(form, found, to)
    except OSError as error:
        why = f"{error.strerror or error}: {Path(error.filename or '').name}"
        report.add(name, "needs a person", f"the hand-in could not be marked ({why}). See that it can be read and that there is space, and run this again.")
        shutil.rmtree(to, ignore_errors=True)
        return None
    for sentence in found.missing:
        what, _, why = sentence.partition(": ")
        report.add(name, "needs a person", why, what)
    report.add(name, "marked", " ".join(found.mended))
    return Marked(name, timestamp, found.scores)


def _timestamp(source: Path) -> tuple[datetime.datetime | None, str]:
    """When it was handed in, as collecting wrote it down; None and a sentence when that cannot be told."""
    try:
        with open(os.open(source / STAMP, _SAFELY), "rb") as file:
            text = file.read(200).decode("utf-8", "replace").strip()
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, f"when it was handed in cannot be told ({error.strerror}). Collect it again."
    try:
        return parse_utc(text), ""
    except (ValueError, OverflowError, TypeError, AttributeError):
        return None, f"when it was handed in cannot be told (“{text[:40]}”). Collect it again."


_SAFELY = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def _up_to_date(source: Path, before: Path, timestamp: datetime.datetime | None, book: Book, name: str) -> bool:
    """Whether what is marked is this hand-in: same time in gradebook and files; without a time, the same records."""
    kept = book.kept.get(name)
    if kept is None or not kept.notebook or not (before / f"{book.form.notebook}.ipynb").is_file():
        return False
    if timestamp is not None:
        return kept.timestamp == timestamp and _timestamp(before)[0] == timestamp
    return _records(source) == _records(before)


def _copy(source: Path, to: Path, assignment: str) -> Iterator[tuple[str, str]]:
    """Copy records and nbgrader's two small files, from the descriptor that was looked at. Yields what is left behind and why."""
    wanted = expected(assignment)
    with os.scandir(source) as found:
        for entry in sorted(found, key=lambda e: e.name):
            if not wanted.record(entry.name) and entry.name not in (STAMP, SECRET):
                if entry.name not in wanted and not entry.name.startswith("."):
                    yield entry.name, "it is no part of a hand-in and was not used. It is still in submitted/."
                continue
            try:
                fd = os.open(entry.path, _SAFELY)
            except OSError as error:
                yield entry.name, f"it could not be read ({error.strerror}) and was not used."
                continue
            with open(fd, "rb") as file:
                about = os.fstat(fd)
                if not stat.S_ISREG(about.st_mode) or about.st_size > LARGEST:
                    yield entry.name, "it is no ordinary file, or far too large, and was not used. It is still in submitted/."
                    continue
                with open(to / entry.name, "xb") as out:
                    shutil.copyfileobj(file, out)
            os.chmod(to / entry.name, READ_ONLY)


def _records(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(folder.glob("*.jsonl")) if p.is_file() and not p.is_symlink() and p.stat().st_size <= LARGEST}


def _write(form: Frame, found: Result, to: Path) -> None:
    path = to / f"{form.notebook}.ipynb"
    path.write_bytes(text(form, found).encode("utf-8"))
    os.chmod(path, READ_ONLY)


def text(form: Frame, found: Result) -> str:
    """The marked page as nbformat would write it, without nbformat: keys in order, text by lines."""
    cells = [{**cell, "source": cell["source"].splitlines(True)} for cell in found.cells]
    for cell in cells:
        if cell.get("outputs"):
            cell["outputs"] = [{**o, "data": {kind: value.splitlines(True) for kind, value in o["data"].items()}} for o in cell["outputs"]]
    whole: dict[str, Any] = {"cells": cells, "metadata": form.metadata, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
