"""Releasing modules to nbgrader's exchange, for learners on a hub. Learners without one receive the bundle instead."""
from __future__ import annotations

from pathlib import Path

from nbgrader.exchange import ExchangeError, ExchangeFactory

from .course import Course, CourseError
from .report import Report


def module(folder: Path, assignment: str, force: bool = False) -> Report:
    """Release one module, as `nbgrader release_assignment` does. What is there already stays, unless `force` replaces it.

    The report has one row, for the module. Raises CourseError when the exchange cannot be used."""
    course, report = Course(folder), Report(f"Released {assignment}")
    course.directory.assignment_id = assignment
    release = ExchangeFactory(config=course.config).ReleaseAssignment(coursedir=course.directory, config=course.config)
    release.force = force
    try:
        release.start()
    except (ExchangeError, OSError, RuntimeError) as error:       # nbgrader raises RuntimeError for a module that is too large
        if not force and Path(getattr(release, "dest_path", "")).is_dir():
            report.add(assignment, "unchanged")
            return report
        raise CourseError(f"{assignment} could not be released ({error}). nbgrader's exchange is a folder that learners and tutors of one hub share. "
                          "Without a hub there is nothing to release: give learners the file that `make bundle` makes.") from None
    report.add(assignment, "collected")
    return report
