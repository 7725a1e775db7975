"""Collecting a cohort in one call: `systems-leadership collect`."""
from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ..report import Report
from . import decide, roster
from .archive import Finder
from .shelf import Shelf

if TYPE_CHECKING:
    from ..course import Course


def title(assignment: str) -> str:
    return f"Collected {assignment}"


def downloads(folder: Path, assignment: str, progress: decide.Progress | None = None) -> Report:
    """Collect hand-in files that lie in downloaded/<assignment>/archive of a tutor's folder, whatever they are called.

    Nothing in that folder is changed. Collecting again changes nothing that is not new. Raises CourseError when the
    folder cannot be used."""
    from ..course import Course
    course, report = Course(folder), Report(title(assignment))
    place = archive(course, assignment)
    place.mkdir(parents=True, exist_ok=True)
    with course.gradebook() as gradebook:
        learners = roster.load(gradebook, assignment)
    with Finder(assignment) as finder:
        decide.collect(finder.candidates(place), Shelf(course.directory, assignment), learners, report, progress=progress)
    return report


def archive(course: Course, assignment: str) -> Path:
    """Where a tutor puts hand-in files, as nbgrader's zip_collect is set up."""
    found = course.config.get("ZipCollectApp", {})
    structure = found.get("collect_directory_structure", "{downloaded}/{assignment_id}/{collect_step}")
    return Path(course.directory.root) / structure.format(downloaded=found.get("downloaded_directory", "downloaded"), assignment_id=assignment,
                                                          collect_step=found.get("archive_directory", "archive"))


def exchange(folder: Path, assignment: str, update: bool = True, before_duedate: bool = False, progress: decide.Progress | None = None) -> Report:
    """Collect what has been submitted to nbgrader's exchange, as `nbgrader collect` does, with its two flags.

    Raises CourseError when the folder, or the exchange, cannot be used."""
    from nbgrader.exchange import ExchangeError

    from ..course import Course, CourseError
    from .inbound import CheckedCollect
    course = Course(folder)
    course.directory.assignment_id = assignment
    collect = CheckedCollect(coursedir=course.directory, config=course.config)
    collect.update, collect.before_duedate, collect.progress = update, before_duedate, progress
    try:
        collect.start()
    except ExchangeError as error:
        raise CourseError(f"The exchange cannot be used: {error}") from None
    return collect.report
