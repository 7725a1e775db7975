"""A whole cohort marked in one process: as nbgrader's own command would have it, whatever the learners sent."""
from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import honest
import pytest
import tutor
from hand_ins import BROKEN, Broken, Files, broken_files_of, whole
from nbgrader.api import Gradebook
from plays import MODULE

from systems_leadership.environ import with_scripts
from systems_leadership.marking import mark
from systems_leadership.marking.course import CourseError
from systems_leadership.marking.report import Report

pytestmark = pytest.mark.pipeline
WHEN = "2026-11-20 10:00:00.000000 UTC"
CHECKS = ("check-division", "check-first_play", "check-questions", "check-second_play")
FOR_MARKING = {name: row for name, row in BROKEN.items() if row.at == "mark"}


def put(folder: Path, learner: str, files: Files, when: str = WHEN) -> Path:
    """A hand-in as collecting leaves it."""
    place = tutor.submitted(folder, learner)
    place.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (place / name).write_bytes(data)
    (place / mark.STAMP).write_text(when)
    return place


def book(folder: Path) -> sqlite3.Connection:
    return sqlite3.connect(folder / "gradebook.db")


GRADES = """select a.student_id, a.timestamp, n.late_submission_penalty, n.flagged, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
 from grade g join base_cell b on b.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id join submitted_assignment a on a.id = n.assignment_id order by 1, 5"""
COMMENTS = """select a.student_id, b.name, c.auto_comment, c.manual_comment
 from comment c join base_cell b on b.id = c.cell_id join submitted_notebook n on n.id = c.notebook_id join submitted_assignment a on a.id = n.assignment_id order by 1, 2"""


def tables(folder: Path) -> list[Any]:
    """What the gradebook holds of every hand-in, without its ids."""
    with book(folder) as db:
        return [db.execute(GRADES).fetchall(), db.execute(COMMENTS).fetchall(), db.execute("select id, first_name, last_name from student order by 1").fetchall()]


def process(folder: Path) -> dict[str, tuple[float, ...]]:
    """Marks of the four checks by learner."""
    out: dict[str, list[float]] = {}
    for learner, *_, name, auto, _manual, _extra, _needs in tables(folder)[0]:
        if name in CHECKS:
            out.setdefault(learner, []).append(auto)
    return {learner: tuple(marks) for learner, marks in out.items()}


def results(folder: Path) -> dict[str, bytes]:
    base = folder / "autograded"
    return {str(path.relative_to(base)): path.read_bytes() for path in sorted(base.rglob("*")) if path.is_file()}


def nbgrader(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "nbgrader", *words], cwd=folder, capture_output=True, text=True, timeout=900, env=with_scripts())
    assert done.returncode == 0, done.stderr[-3000:]
    return done


@pytest.fixture
def teach(tmp_path: Path) -> Path:
    return tutor.teaching(tmp_path)


def test_both_drivers_leave_the_same(teach: Path, tmp_path: Path) -> None:
    """Files and gradebook after `mark` and after `nbgrader autograde`, of honest hand-ins and of every kind that marking must cope with."""
    for seed in range(6):
        put(teach, f"honest{seed}", honest.hand_in(seed))
    for name, row in FOR_MARKING.items():
        put(teach, name, broken_files_of(row))
    other = tmp_path / "other"
    shutil.copytree(teach, other)
    mark.cohort(teach, MODULE)
    nbgrader(other, "autograde", MODULE)
    assert list(results(teach)) == list(results(other))
    assert [name for name, data in results(teach).items() if data != results(other)[name]] == []
    assert tables(teach) == tables(other)


def test_stock_nbgrader_gives_the_same_process_marks(teach: Path, tmp_path: Path) -> None:
    """A hundred honest hand-ins that differ, run by stock nbgrader in its kernels, and read by ours."""
    for seed in range(100):
        put(teach, f"{1000 + seed}", honest.hand_in(seed))
    stock = tmp_path / "stock"
    shutil.copytree(teach, stock)
    (stock / "nbgrader_config.py").write_text('c = get_config()\nc.CourseDirectory.course_id = "systems_leadership"\nc.Execute.store_widget_state = False\n')
    halves = [subprocess.Popen([sys.executable, "-m", "nbgrader", "autograde", MODULE, f"--student=10[{digits}]*"], cwd=stock, env=with_scripts(),
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for digits in ("0-4", "5-9")]
    assert [half.wait(900) for half in halves] == [0, 0]
    mark.cohort(teach, MODULE)
    ours, theirs = process(teach), process(stock)
    assert len(ours) == 100
    assert len(set(ours.values())) > 5, "they differ"
    assert ours == theirs


class Tags(HTMLParser):
    """Every tag of a page, with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str | None]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, attrs))


def shown(folder: Path, learner: str) -> str:
    """All a tutor is shown of a hand-in, in one text."""
    page = json.loads((folder / "autograded" / learner / MODULE / "work.ipynb").read_bytes())
    parts = []
    for cell in page["cells"]:
        parts.append("".join(cell["source"]))
        parts += ["".join(text) for output in cell.get("outputs", []) for text in output["data"].values()]
    return "\n".join(parts)


@pytest.mark.parametrize("row", FOR_MARKING.values(), ids=FOR_MARKING)
def test_a_broken_hand_in_is_marked_as_far_as_it_goes_and_says_what_is_wrong(teach: Path, row: Broken) -> None:
    """In the report and on the tutor's page; nothing was run, and no tag on the page can do anything."""
    put(teach, "1042", broken_files_of(row))
    put(teach, "1043", whole())
    report = mark.cohort(teach, MODULE)
    mine = [r for r in report.rows if r.learner == "1042"]
    assert any(row.says in f"{r.what}: {r.why}" for r in mine), [r.why for r in mine]
    assert row.says in shown(teach, "1042").replace("&#x27;", "'")
    assert [(r.state, r.why) for r in report.rows if r.learner == "1043"] == [("marked", "")]
    assert process(teach)["1043"] == (2, 2, 2, 2)
    assert process(teach)["1042"] == (2, 2, 2, 2) or "unfolding" in row.says, "only what the record lacks loses marks"
    assert not list(teach.rglob("pwned"))
    assert can_do_nothing(shown(teach, "1042")) == []


def can_do_nothing(html: str) -> list[Any]:
    """Tags on a page that could act, fetch or send. There should be none."""
    page = Tags()
    page.feed(html)
    return [(tag, attrs) for tag, attrs in page.found if tag in ("script", "iframe", "object", "embed", "form", "base", "meta", "link", "img")
            or any(name.startswith("on") or "javascript:" in (value or "").lower() for name, value in attrs)]


def test_what_a_learner_wrote_beside_the_work_is_shown_and_can_do_nothing(teach: Path) -> None:
    """Ordinary Markdown reads as such; scripts, handlers and pictures from elsewhere are text or gone."""
    files = whole()
    page = json.loads(files["work.ipynb"])
    note = "## My notes\n\n- one\n- **two**\n\n[a](https://example.org) [b](javascript:alert(1))\n\n<script>alert(1)</script>\n\n<img src=x onerror=alert(1)> ![p](http://example.org/p.png)\n\n$$x$$"
    page["cells"].insert(1, {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": note})
    page["cells"].append({"cell_type": "raw", "id": "raw", "metadata": {}, "source": "<svg onload=alert(2)>"})
    data = dict.fromkeys(("text/html", "image/svg+xml", "application/javascript", "text/markdown"), "<script>alert('out')</script>")
    page["cells"].append({"cell_type": "code", "id": "out", "metadata": {}, "execution_count": 1, "source": "1",
                          "outputs": [{"output_type": "display_data", "metadata": {}, "data": data}]})
    files["work.ipynb"] = json.dumps(page).encode()
    put(teach, "1042", files)
    mark.cohort(teach, MODULE)
    seen = shown(teach, "1042")
    assert "<h2>My notes</h2>" in seen
    assert "<strong>two</strong>" in seen
    assert '<a href="https://example.org" rel="noopener noreferrer nofollow">a</a>' in seen
    assert "&lt;script&gt;alert(1)" in seen
    assert "&lt;svg onload=alert(2)&gt;" in seen
    assert "alert('out')" not in seen
    assert can_do_nothing(seen) == []


def test_nine_hundred_are_marked_whatever_the_other_hundred_sent(teach: Path) -> None:
    """A thousand hand-ins, every tenth broken in one of the ways marking must cope with: all are marked, and each of the hundred is named."""
    good, ways = whole(), list(FOR_MARKING.values())
    broken = {row.name: broken_files_of(row) for row in ways}
    said = {}
    for n in range(1000):
        learner = f"{2000 + n}"
        if n % 10 == 3:
            row = ways[n // 10 % len(ways)]
            said[learner] = row.says
        put(teach, learner, broken[row.name] if learner in said else good)
    began = time.monotonic()
    report = mark.cohort(teach, MODULE)
    assert time.monotonic() - began < 240, "far off seconds even on a busy machine"
    marked = {row.learner for row in report.rows if row.state == "marked"}
    assert len(marked) == 1000
    told: dict[str, str] = {}
    for row in report.rows:
        told[row.learner] = f"{told.get(row.learner, '')} {row.what}: {row.why}"
    assert [learner for learner, says in said.items() if says not in told[learner]] == []
    assert {learner for learner, marks in process(teach).items() if marks == (2, 2, 2, 2)} >= marked - set(said)


def grade(folder: Path, learner: str, name: str, **values: Any) -> None:
    """A tutor's mark, as formgrader writes it."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as gradebook:
        found = gradebook.find_grade(name, "work", MODULE, learner)
        found.manual_score, found.needs_manual_grade = values["manual"], False
        if "comment" in values:
            gradebook.find_comment(name, "work", MODULE, learner).manual_comment = values["comment"]
        gradebook.db.commit()


def needs(folder: Path) -> dict[str, tuple[Any, Any]]:
    """Manual marks and whether they ask to be looked at, by grade_id, of the only learner."""
    return {row[4]: (row[6], row[8]) for row in tables(folder)[0]}


def test_a_tutors_marks_stay_and_ask_to_be_looked_at_when_the_work_is_new(teach: Path) -> None:
    put(teach, "1042", honest.hand_in(0))
    mark.cohort(teach, MODULE)
    grade(teach, "1042", "reflection_a-c1", manual=2, comment="Seen.")
    grade(teach, "1042", "check-division", manual=1)
    mark.cohort(teach, MODULE, force=True)
    assert needs(teach)["reflection_a-c1"] == (2, 0), "the same work: nothing to look at again"
    assert needs(teach)["check-division"] == (1, 1), "a check a tutor overruled asks again, as in nbgrader"
    put(teach, "1042", honest.hand_in(8), when="2026-11-21 10:00:00.000000 UTC")
    assert "marked" in [row.state for row in mark.cohort(teach, MODULE).rows]
    assert needs(teach)["reflection_a-c1"] == (2, 1)
    assert tables(teach)[1][0][3] == "Seen."


def test_what_has_not_changed_is_left_alone(teach: Path) -> None:
    place = put(teach, "1042", whole())
    first = mark.cohort(teach, MODULE)
    before = (teach / "autograded" / "1042" / MODULE / "work.ipynb").stat()
    assert [row.state for row in first.rows + mark.cohort(teach, MODULE).rows] == ["marked", "unchanged"]
    (place / mark.STAMP).unlink()                          # collected by hand, without a time: then the records tell
    assert [row.state for row in mark.cohort(teach, MODULE).rows] == ["unchanged"]
    assert (teach / "autograded" / "1042" / MODULE / "work.ipynb").stat() == before
    (place / "boundary.jsonl").unlink()
    assert "marked" in [row.state for row in mark.cohort(teach, MODULE).rows]


def test_stopped_between_the_gradebook_and_the_files_it_is_done_again(teach: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The plug is pulled after the commit: nothing half marked counts as marked."""
    put(teach, "1042", whole())
    with monkeypatch.context() as patch:
        patch.setattr(mark.os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            mark.cohort(teach, MODULE)
    assert process(teach)["1042"] == (2, 2, 2, 2)
    assert not (teach / "autograded" / "1042").exists() or not list((teach / "autograded" / "1042").iterdir())
    assert [row.state for row in mark.cohort(teach, MODULE).rows] == ["marked"]
    assert not [p for p in (teach / "autograded").iterdir() if p.name.startswith(".")], "nothing is left lying about"


def hard_places(place: Path, outside: Path) -> None:
    """Links and a pipe where files are expected, as they might lie in a folder filled by hand."""
    (place / "parcels.jsonl").unlink()
    (place / "parcels.jsonl").symlink_to(outside)
    (place / "boundary.jsonl").unlink()
    os.mkfifo(place / "boundary.jsonl")
    (place / "work.ipynb").unlink()
    (place / "work.ipynb").symlink_to(outside)


def test_links_and_pipes_are_neither_followed_nor_waited_for(teach: Path, tmp_path: Path) -> None:
    secret = tmp_path / "private.txt"
    secret.write_text("the tutor's own")
    hard_places(put(teach, "1042", whole()), secret)
    put(teach, "1043", whole())
    report = mark.cohort(teach, MODULE)
    aside = {row.what for row in report.rows if row.state == "set aside"}
    assert aside == {"parcels.jsonl", "boundary.jsonl"}
    assert process(teach) == {"1042": (0, 2, 0, 2), "1043": (2, 2, 2, 2)}
    assert b"the tutor's own" not in b"".join(results(teach).values())


def test_nbgraders_own_command_uses_no_links_and_no_pipes(teach: Path, tmp_path: Path) -> None:
    """Stock nbgrader copies what a link points to into the marked work, and fails at a pipe."""
    secret = tmp_path / "private.txt"
    secret.write_text("the tutor's own")
    hard_places(put(teach, "1042", whole()), secret)
    put(teach, "1043", whole())
    done = nbgrader(teach, "autograde", MODULE)
    assert "1042/m1_defining_the_system/parcels.jsonl is no ordinary file and was not used: it was a link to" in done.stderr
    assert process(teach) == {"1042": (0, 2, 0, 2), "1043": (2, 2, 2, 2)}
    assert b"the tutor's own" not in b"".join(results(teach).values())


def test_a_gradebook_in_use_is_said_in_one_sentence(teach: Path) -> None:
    put(teach, "1042", whole())
    with book(teach) as db:
        db.execute("begin exclusive")
        with pytest.raises(CourseError, match=r"The gradebook could not be used .*locked"):
            mark.cohort(teach, MODULE)


@pytest.mark.parametrize(("change", "says"), [
    (lambda f: (f / "nbgrader_config.py").write_text("import no_such_module\n"), "no_such_module"),
    (lambda f: (f / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.course_id = 'systems_leadership'\n"), "taken and run unchecked"),
    (lambda f: (f / "nbgrader_config.py").unlink(), "no tutor's folder"),
    (lambda f: (f / "gradebook.db").unlink(), "nbgrader has not prepared this page"),
])
def test_a_folder_that_cannot_be_used_is_refused_whole(teach: Path, change: Callable[[Path], Any], says: str) -> None:
    put(teach, "1042", whole())
    change(teach)
    with pytest.raises(Exception, match=says):
        mark.cohort(teach, MODULE)
    assert not (teach / "autograded").exists() or results(teach) == {}


def test_a_report_says_who_needs_a_person_and_a_spreadsheet_takes_it_for_text(tmp_path: Path) -> None:
    report = Report("Marked m1")
    report.add("1001", "marked")
    report.add("1002", "needs a person", "every part is empty.", "Reflection A")
    report.add("1002", "marked")
    report.add("=cmd|' /C calc'!A0", "set aside", "its name\nhas two\u202elines.")
    assert report.text() == ("Marked m1: 1 marked, 1 needs a person, 1 set aside.\n  1002: Reflection A: every part is empty.\n"
                             "  =cmd|' /C calc'!A0: its name<U+000A>has two<U+202E>lines.")
    assert "'=cmd|" in report.write(tmp_path, "mark").read_text(encoding="utf-8-sig")
