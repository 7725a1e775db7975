"""Marks out of here: the columns each LMS takes, nbgrader's own rows, nothing a spreadsheet would run, and no mark made up."""
from __future__ import annotations

import csv
import io
from pathlib import Path

import honest
import pytest
import tutor
from nbgrader.api import Gradebook
from plays import MODULE

from systems_leadership import registry
from systems_leadership.marking import export, mark
from systems_leadership.marking.course import Course

pytestmark = pytest.mark.pipeline
TITLE = "Module 1: Defining the system"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three learners: one marked whole, one with criteria unmarked, one who has handed nothing in. Names and comments are awkward."""
    teach = tutor.teaching(tmp_path_factory.mktemp("export"))
    for seed, learner in ((0, "1042"), (8, "1043")):
        place = tutor.submitted(teach, learner)
        place.mkdir(parents=True)
        for name, data in honest.hand_in(seed).items():
            (place / name).write_bytes(data)
        (place / mark.STAMP).write_text("2026-11-20 10:00:00.000000 UTC")
    tutor.enrol(teach, n1042=("Robin", '=HYPERLINK("x"), Ash'), n1043=("Sam", "O'Bee"), n1044=("Lee", "None"))
    mark.cohort(teach, MODULE)
    with Gradebook(f"sqlite:///{teach / 'gradebook.db'}", tutor.COURSE) as book:
        book.find_student("1042").lms_user_id, book.find_student("1042").email = "77", "robin@example.org"
        found = book.find_submission_notebook("work", MODULE, "1042")
        for grade in found.grades:
            if grade.auto_score is None:
                grade.manual_score, grade.needs_manual_grade = 1.5, False
        for comment in found.comments:
            comment.manual_comment = "+ good,\n“quoted” \"and\" more"
        book.db.commit()
    return teach


def rows(folder: Path, format: str, unfinished: bool = False) -> list[list[str]]:
    with Course(folder).gradebook() as gradebook:
        return list(csv.reader(io.StringIO(export.text(export.lines(gradebook, [MODULE]), format, unfinished))))


def test_plain_has_every_check_criterion_and_comment(folder: Path) -> None:
    head, *people = rows(folder, "plain")
    by = {row[1]: dict(zip(head, row, strict=True)) for row in people}
    assert by["1042"]["mark"] == "17"
    assert by["1042"]["reflection_a-c1"] == "1.5"
    assert by["1042"]["reflection_a-c1 comment"] == "'+ good,\n“quoted” \"and\" more"
    assert by["1042"]["last name"] == "'=HYPERLINK(\"x\"), Ash"
    assert (by["1043"]["mark"], by["1043"]["criteria unmarked"], by["1043"]["reflection_a-c1"]) == ("", "6", "")
    assert (by["1044"]["mark"], by["1044"]["handed in (UTC)"]) == ("", "")


def test_moodle(folder: Path) -> None:
    head, *people = rows(folder, "moodle")
    assert head == ["First name", "Last name", "ID number", "Email address", f"{TITLE} (Real)", f"{TITLE} (Feedback)"]
    by = {row[2]: row for row in people}
    assert by["1042"][3:5] == ["robin@example.org", "17"]
    assert "+ good" in by["1042"][5]
    assert by["1043"][4:] == by["1044"][4:] == ["", ""]


def test_canvas(folder: Path) -> None:
    head, possible, *people = rows(folder, "canvas")
    assert head == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", TITLE]
    assert possible == ["    Points Possible", "", "", "", "", "26"]
    assert next(row for row in people if row[2] == "1042")[1:] == ["77", "1042", "robin@example.org", "", "17"]


def test_blackboard(folder: Path) -> None:
    head, *people = rows(folder, "blackboard")
    assert head == ["Last Name", "First Name", "Username", "Student ID", f"{TITLE} [Total Pts: 26 Score]"]
    assert next(row for row in people if row[3] == "1042")[2:] == ["77", "1042", "17"]


def test_unmarked_criteria_are_sent_only_when_asked(folder: Path, tmp_path: Path) -> None:
    report = export.cohort(folder, [MODULE], "canvas", tmp_path / "marks.csv")
    assert [(row.learner, row.why.split(",")[0]) for row in report.to_look_at] == [("1043", "6 criteria are not marked yet")]
    assert next(row for row in rows(folder, "canvas", unfinished=True) if row[2] == "1043")[-1] != ""


def test_nbgraders_own_rows(folder: Path, tmp_path: Path) -> None:
    """What `nbgrader export` writes, row for row, where a name has no comma: it does not quote."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        student = book.find_student("1042")
        name, student.last_name = student.last_name, "Ash"
        book.db.commit()
        try:
            tutor.run(folder, "nbgrader", "export", "--to", str(tmp_path / "theirs.csv"))
            tutor.run(folder, "nbgrader", "export", "--exporter=systems_leadership.marking.export.CohortExport", "--CohortExport.format=nbgrader", "--to", str(tmp_path / "ours.csv"))
        finally:
            student.last_name = name
            book.db.commit()
    theirs, ours = (sorted(csv.reader((tmp_path / f"{who}.csv").open(newline=""))) for who in ("theirs", "ours"))
    assert ours == theirs
    assert len(ours) == 1 + 3 * sum(bool(m.tasks) for m in registry.course().module), "a line of heads, and each learner once a module"


def test_from_the_command(folder: Path) -> None:
    told = tutor.run(folder.parent, "systems_leadership.cli", "export", str(folder), "--for", "moodle", ok=False)
    assert told.returncode == 3
    assert "marks-moodle.csv" in told.stdout
    assert (folder / "marks-moodle.csv").read_text(encoding="utf-8").startswith("First name,")
