"""The tutor's day at the keyboard: release, collect, mark, feedback and where everybody stands, each for a whole cohort in one process."""
from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..environ import without_needless_grammar

without_needless_grammar()                                 # before anything of nbgrader's is imported

from . import collect, due, feedback, mark, release, roster  # noqa: E402
from . import export as exports  # noqa: E402
from .collect.drivers import archive  # noqa: E402
from .course import Course, CourseError  # noqa: E402
from .frame import FrameError  # noqa: E402
from .report import Report  # noqa: E402

DayError = (CourseError, FrameError)
LOOK = 3                   # exit code: done, and somebody must look at something
WIDTH = 30


def enrol(folder: Path, learners: Path | None) -> int:
    """Open a folder once, so that anything wrong with its settings or gradebook is said before it is used; put in the cohort's dates, and the learners of a file.

    Returns the exit code. Raises CourseError or SettingsError."""
    course = Course(folder)
    for sentence in due.apply(course):
        print(sentence, flush=True)
    if learners is None:
        return 0
    report = roster.enrol(course, learners)
    print(report.text().replace(" collected", " put in"), flush=True)
    report.write(course.folder, "learners")
    return LOOK if report.to_look_at else 0


def modules(course: Course) -> list[str]:
    """The modules prepared in a tutor's folder, in order."""
    return sorted(path.name for path in (Path(course.directory.root) / course.directory.release_directory).glob("*") if path.is_dir())


def run(verb: str, folder: Path, module: str = "", learners: list[str] | None = None, force: bool = False, exchange: bool = False) -> int:
    """Do one step for one module, or for every module with something to do. Prints a plain summary; returns the exit code.

    Raises CourseError or FrameError when nothing can be done at all."""
    course, looked = Course(folder), False
    prepared = modules(course)
    _known(module, prepared)
    todo = [module] if module else [name for name in prepared if _something(verb, course, name, exchange)]
    if not todo:
        print(NOTHING[verb].format(folder=folder))
    for name in todo:
        report = _step(verb, folder, name, learners, force, exchange)
        path = report.write(course.folder, f"{verb}-{name}")
        print(report.text().replace(" collected", " done") if verb == "release" else report.text())
        if report.to_look_at:
            print(f"  Every row is in {path.relative_to(course.folder)}.")
        looked = looked or bool(report.to_look_at)
    return LOOK if looked else 0


NOTHING = {"release": "Nothing to release. Prepare the folder first: systems-leadership teach {folder} --prepare-only",
           "collect": "Nothing to collect. Put the files learners sent into {folder}/downloaded/<module>/archive, or add --exchange.",
           "mark": "Nothing to mark. Collect first: systems-leadership collect {folder}",
           "feedback": "Nothing to give feedback on. Mark first: systems-leadership mark {folder}"}


def _something(verb: str, course: Course, module: str, exchange: bool) -> bool:
    if verb == "release":
        return True
    if verb == "collect":
        place = archive(course, module)
        return exchange or (place.is_dir() and any(place.iterdir()))
    return bool(course.learners("submitted" if verb == "mark" else "autograded", module))


def _step(verb: str, folder: Path, module: str, learners: list[str] | None, force: bool, exchange: bool) -> Report:
    if verb == "release":
        return release.module(folder, module, force)
    with bar(f"{verb} {module}") as progress:
        if verb == "collect":
            return (collect.exchange if exchange else collect.downloads)(folder, module, progress=progress)
        report = (mark if verb == "mark" else feedback).cohort(folder, module, learners, force, progress)
    if verb == "feedback" and exchange:
        report.title += f" ({release.feedback(folder, module)} sent to the exchange)"
    return report


def export(folder: Path, module: str, format: str, to: Path | None, unfinished: bool) -> int:
    """Write marks as a CSV file for an LMS or a spreadsheet, and say whose are left empty."""
    course = Course(folder)
    _known(module, modules(course))
    to = to or course.folder / f"marks-{format}.csv"
    try:
        report = exports.cohort(folder, [module] if module else modules(course), format, to, unfinished)
    except OSError as error:
        raise CourseError(f"{to} could not be written ({error.strerror}). Close it in other programs, or choose another place with --to.") from None
    print(report.text())
    return LOOK if report.to_look_at else 0


class bar:
    """A line that fills as a run goes on, where somebody is looking at a terminal; nothing elsewhere."""

    def __init__(self, title: str) -> None:
        self.title, self.seen = title, sys.stderr.isatty()

    def __enter__(self) -> Callable[[int, int], None]:
        return self.show

    def show(self, done: int, of: int) -> None:
        if self.seen and of:
            filled = WIDTH * done // of
            print(f"\r{self.title}  {'█' * filled}{'·' * (WIDTH - filled)}  {done} of {of}", end="", file=sys.stderr, flush=True)

    def __exit__(self, *_: Any) -> None:
        if self.seen:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def status(folder: Path, module: str = "") -> int:
    """Print where everybody stands: handed in or not and how late, marked, criteria a person has still to mark, feedback written. Raises CourseError or FrameError."""
    course = Course(folder)
    prepared = modules(course)
    _known(module, prepared)
    for name in [module] if module else prepared:
        with course.gradebook() as gradebook:
            found, most = feedback.given(gradebook, name)
            roll = {line.who.id: line for line in exports.lines(gradebook, [name])}
        submitted, written = set(course.learners("submitted", name)), set(course.learners("feedback", name))
        print(f"{name}: {len(submitted)} collected, {len(found)} marked by the course, {sum(not one.unmarked for one in found.values())} marked by a person, {len(written)} with feedback, "
              f"{len(roll.keys() - submitted)} not handed in.")
        for learner in sorted(submitted | roll.keys()):
            print(f"  {learner:<20} {_stands(learner in submitted, roll.get(learner), found.get(learner), most)}{', feedback written' if learner in written else ''}")
    return 0


def _stands(submitted: bool, line: exports.Line | None, mine: feedback.Given | None, most: float) -> str:
    if mine is None:
        return "not marked yet" if submitted else "not handed in"
    stands = f"{len(mine.unmarked)} criteria to mark" if mine.unmarked else f"{max(0.0, mine.score):g} of {most:g}"
    return stands + (f", {due.lateness(line.late)}" if line and line.late else "")


def _known(module: str, prepared: list[str]) -> None:
    if module and module not in prepared:
        raise CourseError(f"{module}: this folder has no such module. It has {', '.join(prepared) or 'none yet'}.")
