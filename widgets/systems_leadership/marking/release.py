"""Releasing modules and feedback to nbgrader's exchange, for learners on a hub. Learners without one receive the bundle, and their page by mail."""
from __future__ import annotations

from pathlib import Path

from nbgrader.exchange import ExchangeError, ExchangeFactory

from .course import NOTEBOOK, Course, CourseError
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


def feedback(folder: Path, assignment: str) -> int:
    """Send every feedback page of a module to the exchange, as `nbgrader release_feedback` does: only its learner can fetch it. Returns how many pages there are.

    Raises CourseError when the exchange cannot be used."""
    course = Course(folder)
    course.directory.assignment_id = assignment
    try:
        ExchangeFactory(config=course.config).ReleaseFeedback(coursedir=course.directory, config=course.config).start()
    except (ExchangeError, OSError) as error:
        raise CourseError(f"the feedback on {assignment} was written and could not be sent ({error}). nbgrader's exchange is a folder that learners and tutors of one hub share. "
                          "Without a hub, send each learner their page.") from None
    return sum(1 for name in course.learners("feedback", assignment) if (course.path("feedback", name, assignment) / f"{NOTEBOOK}.html").is_file())
