"""Marks out of here: CSV files as Moodle, Canvas and Blackboard take them in, a plain one with every criterion, and nbgrader's own.

What each takes was looked up, not tried on a running system:
Moodle, docs.moodle.org "Grade import" (read in part): any columns, matched by the tutor to users ("Email address" or "ID number") and to grade items; marks and
feedback of one item go in together, or the marks are lost.
Canvas, Ohio State's guide to importing a file into its Gradebook (read in part): the student's name, ID or SIS User ID, SIS Login ID, Section, then a column an
assignment. The names of the columns and the second row, "Points Possible", are those of Canvas's own export file; no page that says so could be opened.
Blackboard, "Uploading or Downloading Grade Center Items for Working Offline" (read in part): a row a user name; every value in quotation marks; a column it does
not know comes in as text, worth nothing until the tutor changes it, so tutors put marks into a file downloaded there or rename the column to match.
"""
from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Callable
from pathlib import Path

import msgspec
from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment
from nbgrader.plugins import ExportPlugin
from sqlalchemy import select
from traitlets import Bool, Enum, Unicode

from .. import registry
from .course import Course
from .due import seconds_late
from .feedback import Given, given
from .report import Report, cell


class Person(msgspec.Struct):
    """A learner as the gradebook has them."""

    id: str
    first: str = ""
    last: str = ""
    email: str = ""
    lms: str = ""


class Line(msgspec.Struct):
    """One learner's marks for one module. `work` is None where nothing was handed in."""

    who: Person
    assignment: str
    due: datetime.datetime | None
    most: float
    work: Given | None
    timestamp: datetime.datetime | None = None
    extension: datetime.timedelta | None = None

    @property
    def late(self) -> float:
        """Seconds past the date it was due, the learner's extension counted; 0 when it was in time or there is no date."""
        return seconds_late(self.timestamp, self.due, self.extension)

    def mark(self, unfinished: bool) -> str:
        """The mark to send: empty without a hand-in, and while criteria are unmarked unless they are sent all the same."""
        if self.work is None or (self.work.unmarked and not unfinished):
            return ""
        return f"{max(0.0, self.work.score):g}"


def lines(gradebook: Gradebook, assignments: list[str]) -> list[Line]:
    """Every learner of the gradebook times every assignment, by name; a handful of queries in all. Raises FrameError."""
    people = [Person(i, first or "", last or "", email or "", lms or "") for i, first, last, email, lms in
              gradebook.db.execute(select(Student.id, Student.first_name, Student.last_name, Student.email, Student.lms_user_id))]
    people.sort(key=lambda who: (who.last, who.first, who.id))          # here: each database sorts names, and learners without one, its own way
    out = []
    for name in assignments:
        found, most = given(gradebook, name)
        due = gradebook.db.execute(select(Assignment.duedate).where(Assignment.name == name)).scalar_one()
        when = {learner: (at, extension) for learner, at, extension in gradebook.db.execute(
            select(SubmittedAssignment.student_id, SubmittedAssignment.timestamp, SubmittedAssignment.extension).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .where(Assignment.name == name))}
        out += [Line(who, name, due, most, found.get(who.id), *when.get(who.id, (None, None))) for who in people]
    return out


Table = list[list[str]]


def plain(rows: list[Line], unfinished: bool) -> Table:
    """A row a learner a module, a column a check and a criterion, a column a comment."""
    names = sorted({name for line in rows if line.work for name in line.work.scores})
    words = sorted({name for line in rows if line.work for name in line.work.comments})
    out = [["module", "number", "last name", "first name", "handed in (UTC)", "mark", "of", "off for lateness", "criteria unmarked", *names, *(f"{name} comment" for name in words)]]
    for line in rows:
        work = line.work or Given("", 0.0)
        out.append([line.assignment, line.who.id, line.who.last, line.who.first, _when(line.timestamp), line.mark(unfinished), f"{line.most:g}", f"{work.penalty:g}" if line.work else "",
                    str(len(work.unmarked)) if line.work else "", *("" if name in work.unmarked or name not in work.scores else f"{work.scores[name]:g}" for name in names),
                    *(work.comments.get(name, "") for name in words)])
    return out


def _when(at: datetime.datetime | None) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S") if at else ""


def _wide(rows: list[Line], head: list[str], person: Callable[[Person], list[str]], columns: Callable[[str, float], list[str]], cells: Callable[[Line], list[str]]) -> Table:
    """A row a person, and for each module what `cells` gives."""
    modules = list(dict.fromkeys((line.assignment, line.most) for line in rows))
    by = {(line.who.id, line.assignment): line for line in rows}
    people = list({line.who.id: line.who for line in rows}.values())
    out = [head + [column for name, most in modules for column in columns(name, most)]]
    return out + [person(who) + [value for name, _ in modules for value in cells(by[who.id, name])] for who in people]


def title(assignment: str) -> str:
    """What a column is called in an LMS."""
    module = next((m for m in registry.course().module if m.id == assignment), None)
    return f"Module {module.number}: {module.title}" if module else assignment


def moodle(rows: list[Line], unfinished: bool) -> Table:
    """First name, Last name, ID number, Email address, then for each module its marks and its feedback."""
    return _wide(rows, ["First name", "Last name", "ID number", "Email address"], lambda who: [who.first, who.last, who.id, who.email],
                 lambda name, most: [f"{title(name)} (Real)", f"{title(name)} (Feedback)"], lambda line: [line.mark(unfinished), _feedback(line) if line.mark(unfinished) else ""])


def _feedback(line: Line) -> str:
    return "\n\n".join(text for _, text in sorted(line.work.comments.items()) if text) if line.work else ""


def canvas(rows: list[Line], unfinished: bool) -> Table:
    """Canvas's own columns, and its second row with the points possible."""
    out = _wide(rows, ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"], lambda who: [f"{who.last}, {who.first}" if who.last else who.id, who.lms, who.id, who.email or who.id, ""],
                lambda name, most: [title(name)], lambda line: [line.mark(unfinished)])
    out.insert(1, ["    Points Possible", "", "", "", ""] + [f"{most:g}" for _, most in dict.fromkeys((line.assignment, line.most) for line in rows)])
    return out


def blackboard(rows: list[Line], unfinished: bool) -> Table:
    """Blackboard's own columns."""
    return _wide(rows, ["Last Name", "First Name", "Username", "Student ID"], lambda who: [who.last, who.first, who.lms or who.id, who.id],
                 lambda name, most: [f"{title(name)} [Total Pts: {most:g} Score]"], lambda line: [line.mark(unfinished)])


NBGRADER = ["assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email", "raw_score", "late_submission_penalty", "score", "max_score"]


def nbgrader(rows: list[Line], unfinished: bool) -> Table:
    """What `nbgrader export` writes, row for row, nought for whoever handed nothing in."""
    out = [NBGRADER]
    for line in rows:
        raw, off = (line.work.score + line.work.penalty, line.work.penalty) if line.work else (0.0, 0.0)
        out.append([line.assignment, str(line.due or ""), str(line.timestamp or ""), line.who.id, line.who.last, line.who.first, line.who.email,
                    str(raw), str(off), str(max(0.0, raw - off)), str(line.most)])
    return out


FORMATS: dict[str, Callable[[list[Line], bool], Table]] = {"plain": plain, "moodle": moodle, "canvas": canvas, "blackboard": blackboard, "nbgrader": nbgrader}


def text(rows: list[Line], format: str, unfinished: bool = False) -> str:
    """A CSV file. No cell is one that a spreadsheet would take for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL if format == "blackboard" else csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerows([cell(value) for value in row] for row in FORMATS[format](rows, unfinished))
    return out.getvalue()


def _write(to: Path, rows: list[Line], format: str, unfinished: bool) -> None:
    to.write_bytes(text(rows, format, unfinished).encode("utf-8-sig" if format == "plain" else "utf-8"))     # Excel needs the mark; an LMS may stumble over it


def cohort(folder: Path, modules: list[str], format: str, to: Path, unfinished: bool = False) -> Report:
    """Write the marks of some modules to a file; the report names whoever's mark is left empty because criteria are unmarked. Raises CourseError, FrameError or OSError."""
    course, report = Course(folder), Report(f"Exported to {to}")
    with course.gradebook() as gradebook:
        rows = lines(gradebook, modules)
    _write(to, rows, format, unfinished)
    for line in rows:
        if line.work and line.work.unmarked and not unfinished:
            report.add(line.who.id, "needs a person", f"{len(line.work.unmarked)} criteria are not marked yet, so the mark is left empty. Mark them and export again, or add --all.", line.assignment)
        else:
            report.add(line.who.id, "marked" if line.work else "unchanged")
    if absent := sum(line.work is None for line in rows):
        report.title += f" ({absent} with no hand-in left empty, not nought)" if format != "nbgrader" else f" ({absent} with no hand-in given nought, as nbgrader does)"
    return report


class CohortExport(ExportPlugin):
    """`nbgrader export --exporter=systems_leadership.marking.export.CohortExport --CohortExport.format=moodle --to=marks.csv`."""

    format = Enum(list(FORMATS), default_value="plain", help="Which columns to write.").tag(config=True)
    default_to = Unicode("marks.csv", help="Where to, unless --to says.").tag(config=True)
    unfinished = Bool(False, help="Send marks of which criteria are unmarked too, as nought. Always so in nbgrader's own columns.").tag(config=True)

    def export(self, gradebook: Gradebook) -> None:
        """Write the file. `self.assignment` and `self.student` narrow it, as nbgrader has it."""
        names = [a.name for a in gradebook.assignments if not self.assignment or a.name in self.assignment]
        rows = [line for line in lines(gradebook, names) if not self.student or line.who.id in [str(s) for s in self.student]]
        _write(Path(self.to or self.default_to), rows, self.format, self.unfinished)
