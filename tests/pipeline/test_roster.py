"""Learners from a CSV file, however a spreadsheet or an LMS writes it."""
from __future__ import annotations

from pathlib import Path

import pytest
import tutor
from nbgrader.api import Gradebook

from systems_leadership.marking import roster
from systems_leadership.marking.course import Course, CourseError
from systems_leadership.marking.roster import Learner

pytestmark = pytest.mark.pipeline
ASH, BEE = Learner("1042", "Robin", "Ash", "robin@example.org"), Learner("1043", "Sam", "Bée", "sam@example.org")
PLAIN = "number,first name,last name,email\n1042,Robin,Ash,robin@example.org\n1043,Sam,Bée,sam@example.org\n"
FILES = {
    "plain": (PLAIN.encode(), [ASH, BEE]),
    "numbers only": (b"number\n1042\n1043\n", [Learner("1042"), Learner("1043")]),
    "semicolons and a mark, as Excel saves in much of Europe": (b"\xef\xbb\xbf" + PLAIN.replace(",", ";").encode(), [ASH, BEE]),
    "UTF-16 with tabs, Excel's Unicode text": (PLAIN.replace(",", "\t").encode("utf-16"), [ASH, BEE]),
    "the old Windows alphabet": (PLAIN.encode("cp1252"), [ASH, BEE]),
    "Windows line ends and empty lines": (PLAIN.replace("\n", "\r\n\r\n").encode(), [ASH, BEE]),
    "Moodle participants": ("First name,Last name,ID number,Email address,Groups\nRobin,Ash,1042,robin@example.org,\nSam,Bée,1043,sam@example.org,\"A, B\"\n".encode(), [ASH, BEE]),
    "Canvas gradebook": ('Student,ID,SIS User ID,SIS Login ID,Section\n    Points Possible,,,,\n"Ash, Robin",77,1042,robin@example.org,A\n"Bée, Sam",78,1043,sam@example.org,A\n'.encode(),
                         [Learner("1042", "Robin", "Ash", "robin@example.org", "77"), Learner("1043", "Sam", "Bée", "sam@example.org", "78")]),
    "Blackboard grade centre": ('"Last Name","First Name","Username","Student ID"\n"Ash","Robin","rash","1042"\n"Bée","Sam","sbee","1043"\n'.encode(),
                                [Learner("1042", "Robin", "Ash", None, "rash"), Learner("1043", "Sam", "Bée", None, "sbee")]),
}


@pytest.mark.parametrize(("data", "wanted"), FILES.values(), ids=FILES)
def test_a_list_is_read(tmp_path: Path, data: bytes, wanted: list[Learner]) -> None:
    path = tmp_path / "learners.csv"
    path.write_bytes(data)
    assert roster.read(path) == (wanted, [])


def test_a_bad_line_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    path = tmp_path / "learners.csv"
    path.write_text("number,first name\n1042,Robin\n../../etc,X\n,Nobody\n1042,Somebody else\n1043\n1042,Robin\n")
    found, wrong = roster.read(path)
    assert [one.id for one in found] == ["1042", "1043"]
    assert [(line, why.split(":")[0]) for line, why in wrong] == [(3, "“../../etc” is no learner number"), (4, "there is no learner number."),
                                                                   (5, "1042 is there twice, for two people. The first counts.")]


def test_a_bad_line_has_the_number_an_editor_shows(tmp_path: Path) -> None:
    path = tmp_path / "learners.csv"
    path.write_text('number,first name\n1042,"Robin\nof Ash"\n../x,Sam\n')
    assert [line for line, _ in roster.read(path)[1]] == [4]


def test_a_quote_never_closed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "learners.csv"
    path.write_text('number,first name\n1042,"' + "x" * 200_000)
    with pytest.raises(CourseError, match="not as a spreadsheet saves it"):
        roster.read(path)


@pytest.mark.parametrize(("text", "says"), [("", "no column with the learners' numbers"), ("first name\nRobin\n", "no column with the learners' numbers"),
                                            ("number\n a b \n", "Line 2: “a b” is no learner number")])
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "learners.csv"
    path.write_text(text)
    with pytest.raises(CourseError, match=says):
        roster.read(path)
    with pytest.raises(CourseError, match="could not be read"):
        roster.read(tmp_path / "gone.csv")


def test_again_adds_and_updates_and_never_removes(tmp_path: Path) -> None:
    folder = tutor.teaching(tmp_path)
    path = tmp_path / "learners.csv"
    path.write_text(PLAIN, encoding="utf-8")
    told = tutor.run(tmp_path, "systems_leadership.cli", "teach", str(folder), "--prepare-only", "--learners", str(path))
    assert "Learners from learners.csv: 2 put in." in told.stdout
    path.write_text("number,last name\n1042,Ashe\n1044,New\n")
    assert roster.enrol(Course(folder), path).counts() == {"collected": 2}
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        assert [(s.id, s.first_name, s.last_name) for s in sorted(book.students, key=lambda s: s.id)] == [("1042", "Robin", "Ashe"), ("1043", "Sam", "Bée"), ("1044", None, "New")]
    assert roster.enrol(Course(folder), path).counts() == {"unchanged": 2}
