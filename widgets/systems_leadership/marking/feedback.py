"""What a learner gets back: the descriptors, the marks and the comment, without the private mark scheme.

`cohort` writes a whole cohort's pages in one process: `systems-leadership feedback`. nbgrader's own `generate_feedback`
writes the same page, from the same template, and its `release_feedback` sends either.
"""
from __future__ import annotations

import functools
import glob
import json
import math
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from nbconvert.filters.markdown import markdown2html
from nbformat.notebooknode import NotebookNode
from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, Notebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.exchange.default import ExchangeReleaseFeedback
from nbgrader.preprocessors import NbGraderPreprocessor
from sqlalchemy import select
from traitlets import Bool

from . import clean, due
from .collect.checks import SECRET, STAMP
from .config import TEMPLATES
from .course import NOTEBOOK, Course
from .frame import FrameError
from .report import Report, plain

BEGIN, END = "=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="
Progress = Callable[[int, int], None]


class DropMarkScheme(NbGraderPreprocessor):
    """Take the mark scheme out of every cell. First step of `c.GenerateFeedback.preprocessors`."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> tuple[NotebookNode, dict[str, Any]]:
        cell.source = without_mark_scheme(cell.source)
        return cell, resources


class Lateness(NbGraderPreprocessor):
    """Tell the page how late the work came in. After GetGrades among `c.GenerateFeedback.preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Needs `resources["nbgrader"]`, as nbgrader sets it."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            where["late"] = said(gradebook.find_submission(where["assignment"], where["student"]).total_seconds_late, where.get("late_penalty") or 0.0)
        return nb, resources


def said(seconds: float, penalty: float) -> str:
    """A sentence on lateness, and that it costs nothing where it does; or nothing for what came in time."""
    if penalty:
        return f"It came in {due.lateness(seconds)}, and {penalty:g} {'mark was' if penalty == 1 else 'marks were'} taken off for that." if seconds else f"Marks taken off for lateness: {penalty:g}."
    return f"It came in {due.lateness(seconds)}. Nothing was taken off for that." if seconds else ""


def without_mark_scheme(text: str) -> str:
    """Text up to the mark scheme and after it. A scheme that is not closed takes the rest with it: better short than leaked."""
    while BEGIN in text:
        before, _, rest = text.partition(BEGIN)
        text = before.rstrip() + rest.partition(END)[2]
    return text.rstrip()


def criterion(source: str, score: float) -> str:
    """A template filter: a criterion's words and its levels, the level that was reached set apart."""
    html = re.sub(r'<a class="anchor-link".*?</a>', "", markdown2html(source))
    if score != int(score):
        return html
    return html.replace(f"<tr>\n  <td>{int(score)}</td>", f'<tr class="reached">\n  <td>{int(score)} <span class="small">this one</span></td>', 1)


class Given(msgspec.Struct):
    """What the gradebook holds of one hand-in: marks and comments by grade_id, seconds late and marks off for it, criteria nobody has marked, marks that cannot be."""

    notebook: str
    penalty: float
    scores: dict[str, float] = {}
    comments: dict[str, str] = {}
    unmarked: list[str] = []
    late: float = 0.0
    beyond: list[str] = []

    @property
    def score(self) -> float:
        return sum(self.scores.values()) - self.penalty


def given(gradebook: Gradebook, assignment: str) -> tuple[dict[str, Given], float]:
    """Every hand-in of an assignment by learner, and the marks there are in all. Raises FrameError when there is no such assignment."""
    try:
        page = gradebook.find_notebook(NOTEBOOK, assignment)
    except ValueError:
        raise FrameError(f"{assignment}: nbgrader has not prepared it. Run `systems-leadership teach` on the folder first.") from None
    most, db = float(page.max_score), gradebook.db
    rows = db.execute(select(Student.id, SubmittedNotebook.id, SubmittedNotebook.late_submission_penalty, SubmittedAssignment.timestamp, SubmittedAssignment.extension, Assignment.duedate)
                      .select_from(SubmittedNotebook).join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
                      .join(Student, Student.id == SubmittedAssignment.student_id).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
                      .where(SubmittedNotebook.notebook_id == page.id))
    found = {learner: Given(notebook, penalty or 0.0, late=due.seconds_late(at, date, extension)) for learner, notebook, penalty, at, extension, date in rows}
    by_notebook = {one.notebook: one for one in found.values()}
    of_page = select(SubmittedNotebook.id).join(Notebook, Notebook.id == SubmittedNotebook.notebook_id).where(Notebook.id == page.id)
    tasks = {cell.name for cell in page.task_cells}
    possible = {cell.name: float(cell.max_score) for cell in (*page.grade_cells, *page.task_cells)}
    marks = db.execute(
            select(Grade.notebook_id, BaseCell.name, Grade.auto_score, Grade.manual_score, Grade.extra_credit, Grade.needs_manual_grade)
            .join(BaseCell, BaseCell.id == Grade.cell_id).where(Grade.notebook_id.in_(of_page))).all()
    for notebook, name, auto, manual, extra, needs in sorted(marks, key=lambda row: row[1]):      # PostgreSQL gives rows in an order of its own
        one = by_notebook[notebook]
        one.scores[name] = (manual if manual is not None else auto or 0.0) + (extra or 0.0)
        if name in tasks and (manual is None or needs):    # a mark given to work that has since come in anew is no mark of this
            one.unmarked.append(name)
        if manual is not None and not 0 <= manual <= possible.get(name, math.inf):     # the marking page refuses such a mark; nbgrader's commands and a database tool do not
            one.beyond.append(f"{name} has {manual:g} of {possible.get(name, 0.0):g}")
    for notebook, name, auto, manual in db.execute(
            select(Comment.notebook_id, BaseCell.name, Comment.auto_comment, Comment.manual_comment).join(BaseCell, BaseCell.id == Comment.cell_id).where(Comment.notebook_id.in_(of_page))):
        by_notebook[notebook].comments[name] = manual or auto or ""
    return found, most


def cohort(folder: Path, assignment: str, learners: list[str] | None = None, force: bool = False, progress: Progress | None = None) -> Report:
    """Write the feedback page of everybody whose criteria are all marked; `force` writes the others' too, with nought where nobody has marked.

    Each learner has a row in the report. Raises CourseError or FrameError when nothing can be written at all."""
    course, report = Course(folder), Report(f"Feedback on {assignment}")
    with course.gradebook() as gradebook:
        found, most = given(gradebook, assignment)
    todo = [name for name in course.learners("autograded", assignment) if learners is None or name in learners]
    for n, name in enumerate(todo, 1):
        _one(course, assignment, name, found.get(name), most, force, report)
        if progress:
            progress(n, len(todo))
    return report


def _one(course: Course, assignment: str, name: str, mine: Given | None, most: float, force: bool, report: Report) -> None:
    if mine is None:
        report.add(name, "needs a person", "is not in the gradebook. Mark the hand-in again.")
        return
    source, to = course.path("autograded", name, assignment), course.path("feedback", name, assignment)
    if mine.beyond:
        report.add(name, "needs a person", f"{', '.join(mine.beyond)}: such a mark cannot be, so no feedback was written. Put it right on the marking page, then run this again.")
        return
    if mine.unmarked and not force:
        held = hold_back(to, all_pages=True) if _earlier(source, to) else []
        report.add(name, "needs a person", f"{len(mine.unmarked)} criteria are not marked yet, so no feedback was written. Mark them, then run this again."
                   + (" The page on the hand-in before this one was set aside, so that it is not sent for this one." if held else ""))
        return
    try:
        html = page(json.loads((source / f"{NOTEBOOK}.ipynb").read_bytes()), mine, most).encode("utf-8")
        to.mkdir(parents=True, exist_ok=True)
        for stray in hold_back(to):
            report.add(name, "needs a person", f"is no feedback of the course's. It was renamed to {stray}.not-released, so that it is not sent.", stray)
        changed = _put(to / f"{NOTEBOOK}.html", html)
        for small in (STAMP, SECRET):
            if (source / small).is_file():
                changed |= _put(to / small, (source / small).read_bytes())
    except (OSError, ValueError) as error:
        report.add(name, "needs a person", f"the page could not be written ({error}). See that there is space, mark the hand-in again, and run this again.")
        return
    report.add(name, "marked" if changed else "unchanged")


def _earlier(source: Path, to: Path) -> bool:
    """Whether feedback was written for another hand-in than the one that is marked: each folder has the time its own came in."""
    times = [path.read_bytes().strip() if path.is_file() and not path.is_symlink() else b"" for path in (source / STAMP, to / STAMP)]
    return times[0] != times[1] and (to / f"{NOTEBOOK}.html").is_file()


def hold_back(folder: Path, all_pages: bool = False) -> list[str]:
    """Rename every page of a feedback folder that is not the course's own; nbgrader's release_feedback would publish it. `all_pages` renames the course's too. Returns their names."""
    held = []
    for path in sorted(folder.glob("*.html")):
        if all_pages or path.name != f"{NOTEBOOK}.html" or path.is_symlink():
            os.replace(path, path.with_name(f"{path.name}.not-released"))
            held.append(path.name)
    return held


class CheckedRelease(ExchangeReleaseFeedback):
    """nbgrader's release_feedback, of the course's own pages only, and of the hand-in that was marked last. Set as `c.ExchangeFactory.release_feedback`.

    nbgrader's converters hand on whatever lies beside a notebook, so a page a learner sent, or a link, may lie here; and a page
    written for an earlier hand-in stays here when a new one is marked."""

    by_learner = Bool(False, help="Each learner's feedback goes into a folder of their own, named as the hub names them: their number in small letters. "
                                  "For hubs on Kubernetes, where every server runs as the same user.").tag(config=True)

    src_path: str
    dest_path: str

    def copy_files(self) -> None:
        """See nbgrader's class."""
        folders = sorted(glob.glob(self.src_path))
        for folder in folders:
            learner, assignment = Path(folder).parent.name, Path(folder).name
            if _earlier(Path(self.coursedir.format_path(self.coursedir.autograded_directory, learner, assignment)), Path(folder)):
                hold_back(Path(folder), all_pages=True)
                self.log.warning("%s: the feedback was written for an earlier hand-in than the one that is marked now, and was not released. Write it again.", plain(folder))
            for stray in hold_back(Path(folder)):
                self.log.warning("%s in %s is no feedback of the course's and was not released; it is kept as %s.not-released.", plain(stray), plain(folder), plain(stray))
        if not self.by_learner:
            super().copy_files()
            return
        feedback = self.dest_path
        for folder in folders:
            self.src_path, self.dest_path = glob.escape(folder), os.path.join(feedback, Path(folder).parent.name.lower())
            os.makedirs(self.dest_path, exist_ok=True)
            super().copy_files()


def _put(path: Path, data: bytes) -> bool:
    """Write a file whole, unless it is there already as it should be. Returns whether it was written."""
    if path.is_file() and path.read_bytes() == data:
        return False
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    os.chmod(part, 0o644)                                  # as nbgrader leaves feedback
    os.replace(part, path)
    return True


@functools.cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES / "feedback")
    made = jinja2.Environment(loader=loader, extensions=["jinja2.ext.loopcontrols"])          # as nbconvert makes its own, so that both write the same
    made.filters |= {"typed": clean.markdown, "criterion": criterion, "again": clean.again}
    return made.get_template("index.html.j2")


def page(notebook: dict[str, Any], mine: Given, most: float) -> str:
    """The feedback page of one marked notebook, as HTML."""
    for cell in notebook["cells"]:
        cell["source"] = without_mark_scheme("".join(cell["source"]))
        for output in cell.get("outputs", []):
            output["data"] = {kind: "".join(text) for kind, text in output["data"].items()}
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("task") or meta.get("grade"):
            meta["score"] = mine.scores.get(meta["grade_id"], 0.0)
        if meta.get("task"):
            meta["comment"] = mine.comments.get(meta["grade_id"], "")
    return _template().render(nb=notebook, resources={"nbgrader": {"score": mine.score, "max_score": most, "late": said(mine.late, mine.penalty)}})
