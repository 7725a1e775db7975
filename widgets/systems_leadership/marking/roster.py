"""Learners from a CSV file: a plain one, or what Moodle, Canvas and Blackboard give. Adds and updates, never removes."""
from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec
from nbgrader.api import Gradebook, Student

from ..games.hand_in.bundle import NUMBER
from .course import Course, CourseError
from .report import Report

# What a column may be called, in small letters; the first of a kind that is there counts.
NAMES = {"id": ("number", "learner number", "learner", "student_id", "id number", "sis user id", "student id", "username", "user name", "id"),
         "last_name": ("last name", "surname", "last_name", "family name"), "first_name": ("first name", "forename", "first_name", "given name"),
         "email": ("email", "email address", "e-mail", "e-mail address", "sis login id"), "lms_user_id": ("lms_user_id", "id", "username", "user name", "identifier")}
WHOLE = ("student", "name", "full name")                   # "Ash, Robin" in one column, as Canvas has it
LARGEST = 5_000_000
WIDEST = 128               # letters in a column of nbgrader's; SQLite keeps more, PostgreSQL refuses


class Learner(msgspec.Struct):
    """One line of the list."""

    id: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None
    lms_user_id: str | None = None


def read(path: Path) -> tuple[list[Learner], list[tuple[int, str]]]:
    """The learners in a file, and what is wrong with lines that could not be taken, by line number. Raises CourseError when none can be."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path}: the list of learners could not be read ({error.strerror}).") from None
    if len(data) > LARGEST:
        raise CourseError(f"{path}: {len(data) // 1_000_000} MB is no list of learners.")
    text = _decoded(data)
    head = text.splitlines()[0] if text.strip() else ""
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        numbered = [(reader.line_num, row) for row in reader]          # the line a row ends on: a quoted value may go over several
    except csv.Error as error:
        raise CourseError(f"{path}, line {reader.line_num}: it is not as a spreadsheet saves it ({error}). Save the list as CSV again.") from None
    rows = [row for _, row in numbered]
    columns = {name.strip().lower().removeprefix("\ufeff"): n for n, name in reversed(list(enumerate(rows[0])))} if rows else {}
    at = {field: next((columns[name] for name in names if name in columns), -1) for field, names in NAMES.items()}
    if at["id"] < 0:
        raise CourseError(f"{path}: no column with the learners' numbers. Call it “number”, in the first line of the file; “first name”, “last name” and “email” may stand beside it.")
    whole = next((columns[name] for name in WHOLE if name in columns), -1)
    found, wrong = dict[str, Learner](), list[tuple[int, str]]()
    for line, row in numbered[1:]:
        if not any(value.strip() for value in row) or row[0].strip().lower() == "points possible":
            continue
        one = _learner(row, at, whole)
        if not NUMBER.fullmatch(one.id):
            wrong.append((line, f"“{one.id[:40]}” is no learner number: letters, digits, dots and dashes, at most 40, and no spaces." if one.id else "there is no learner number."))
        elif any(value and (len(value) > WIDEST or "\0" in value) for value in (one.first_name, one.last_name, one.email, one.lms_user_id)):
            wrong.append((line, f"a name or address of {one.id} is longer than {WIDEST} letters, or is none."))
        elif one.id in found and found[one.id] != one:
            wrong.append((line, f"{one.id} is there twice, for two people. The first counts."))
        else:
            found[one.id] = one
    if not found:
        raise CourseError(f"{path}: no line has a learner that could be taken." + (f" Line {wrong[0][0]}: {wrong[0][1]}" if wrong else ""))
    return list(found.values()), wrong


def _decoded(data: bytes) -> str:
    """Text as spreadsheets save it: UTF-8, Excel's UTF-16, or the old Windows alphabet."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _learner(row: list[str], at: dict[str, int], whole: int) -> Learner:
    def value(n: int) -> str | None:
        return row[n].strip() or None if 0 <= n < len(row) else None
    last, first = value(at["last_name"]), value(at["first_name"])
    if not (last or first) and (name := value(whole)):
        last, _, first = (part.strip() for part in name.partition(","))
    return Learner(value(at["id"]) or "", first or None, last or None, value(at["email"]), value(at["lms_user_id"]) if at["lms_user_id"] != at["id"] else None)


def enrol(course: Course, path: Path) -> Report:
    """Put the learners of a file into the gradebook. Each has a row in the report, and each line that was left out. Raises CourseError."""
    learners, wrong = read(path)
    report = Report(f"Learners from {path.name}")
    with course.gradebook() as gradebook:
        before = {student.id: student for student in gradebook.students}
        for one in learners:
            _put(gradebook, one, before.get(one.id), report)
        gradebook.db.commit()
    for line, why in wrong:
        report.add(f"line {line}", "set aside", why, path.name)
    return report


def _put(gradebook: Gradebook, one: Learner, known: Student | None, report: Report) -> None:
    values = {field: value for field in ("first_name", "last_name", "email", "lms_user_id") if (value := getattr(one, field))}
    if known is None:
        gradebook.db.add(Student(id=one.id, **values))
    elif all(getattr(known, field) == value for field, value in values.items()):
        report.add(one.id, "unchanged")
        return
    else:
        for field, value in values.items():
            setattr(known, field, value)
    report.add(one.id, "collected")
