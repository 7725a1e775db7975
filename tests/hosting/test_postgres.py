"""The gradebook in PostgreSQL: a tutor's day, two tutors at once, the marks that SQLite has, a dump and back, and what is said when the database is not there."""
from __future__ import annotations

import csv
import functools
import http.client
import io
import json
import os
import shutil
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import databases
import honest
import lab
import pytest
import sqlalchemy
import tutor
from hand_ins import name, whole, zipped
from nbgrader.api import Gradebook
from plays import MODULE

from systems_leadership import cli
from systems_leadership.environ import with_scripts
from systems_leadership.marking import database, export, frame, mark
from systems_leadership.marking.book import Book, Marked
from systems_leadership.marking.course import NOTEBOOK, Course, CourseError

pytestmark = pytest.mark.pipeline
CLI, WHEN = "systems_leadership.cli", "2026-11-20 10:00:00.000000 UTC"
COHORT = 16
played = functools.cache(honest.hand_in)


@pytest.fixture(scope="module")
def server() -> Iterator[databases.Server]:
    with databases.server() as running:
        yield running


@pytest.fixture(scope="module")
def prepared(server: databases.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tutor's folder whose gradebook has been in PostgreSQL from the start; SQLite's is made meanwhile."""
    folder = tmp_path_factory.mktemp("prepared") / "teach"
    folder.mkdir()
    settle(folder, server.make("prepared"))
    with ThreadPoolExecutor() as meanwhile:
        other = meanwhile.submit(tutor._prepared)
        tutor.run(folder.parent, CLI, "teach", "teach", "--prepare-only", "--help-line", "Staff support: 01632 960 123")
        other.result()
    assert not (folder / "gradebook.db").exists()
    return folder


def settle(folder: Path, url: str) -> None:
    (folder / "nbgrader_local.py").write_text(f"c.CourseDirectory.db_url = {url!r}\n")


@pytest.fixture
def teach(server: databases.Server, prepared: Path, tmp_path: Path) -> Path:
    """A folder and a database of one's own."""
    own = f"own_{time.monotonic_ns()}"
    server._say(f'CREATE DATABASE "{own}" TEMPLATE prepared')
    shutil.copytree(prepared, tmp_path / "teach")
    settle(tmp_path / "teach", server.url(own))
    return tmp_path / "teach"


def url_of(folder: Path) -> str:
    return str(Course(folder).directory.db_url)


def collected(folder: Path, seeds: range) -> None:
    """Hand-ins as collecting leaves them, a learner a seed."""
    for seed in seeds:
        place = tutor.submitted(folder, f"{1000 + seed}")
        place.mkdir(parents=True, exist_ok=True)
        for file, data in played(seed).items():
            (place / file).write_bytes(data)
        (place / mark.STAMP).write_text(WHEN)


def by_hand(folder: Path, learner: str, given: float, comment: str = "Seen.") -> None:
    with Gradebook(url_of(folder), tutor.COURSE) as book:
        page = book.find_submission_notebook(NOTEBOOK, MODULE, learner)
        for grade in page.grades:
            if grade.auto_score is None:
                grade.manual_score, grade.needs_manual_grade = given, False
        for words in page.comments:
            words.manual_comment = comment
        book.db.commit()


def exported(folder: Path) -> dict[str, str]:
    with Course(folder).gradebook() as gradebook:
        rows = export.lines(gradebook, [MODULE])
        return {format: export.text(rows, format, True) for format in export.FORMATS}


def test_a_tutors_day(teach: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Learners put in, collected, marked, marked by hand, returned, exported; nbgrader's own commands after ours."""
    (teach / "learners.csv").write_text("number,first name,last name\n1042,Robin,Ash\n1043,Zoë,zed\n1044,,\n")

    def ours(verb: str, *words: str) -> str:
        assert cli.main([verb, str(teach), *words]) in (0, 3), capsys.readouterr().err
        return capsys.readouterr().out
    assert "Learners from learners.csv: 3 put in." in ours("teach", "--prepare-only", "--learners", str(teach / "learners.csv"))
    for learner in ("1042", "1043"):
        (tutor.archive(teach) / name(learner)).write_bytes(zipped(whole(), learner))
    assert "2 collected" in ours("collect")
    assert "2 marked" in ours("mark")
    by_hand(teach, "1042", 2)
    assert "6 criteria are not marked yet" in ours("feedback")
    assert (teach / "feedback" / "1042" / MODULE / "work.html").is_file()
    assert "  1042                 20 of 26, feedback written\n" in ours("status", MODULE)
    for words in (("autograde", MODULE, "--student=1042", "--force"), ("generate_feedback", MODULE, "--student=1042", "--force"), ("db", "upgrade"), ("export", "--to=theirs.csv")):
        tutor.run(teach, "nbgrader", *words)
    ours("export", "--for", "nbgrader", "--to", str(teach / "ours.csv"), "--all")
    mine, theirs = (sorted(csv.reader(io.StringIO((teach / file).read_text()))) for file in ("ours.csv", "theirs.csv"))
    assert mine == theirs
    assert ["20.0", "0.0", "20.0"] in [row[7:10] for row in mine]
    assert not list(teach.glob("*.db")), "nothing went to SQLite"


def test_a_cohort_has_the_marks_sqlite_has(teach: Path, tmp_path: Path) -> None:
    """Every format, names without order of their own, learners without a name; files too."""
    (tmp_path / "sqlite").mkdir()
    other = tutor.teaching(tmp_path / "sqlite")
    (tmp_path / "list.csv").write_text("number,first name,last name\n" + "".join(f"{1000 + n},{'éEeZz_'[n % 6]}{n},{'Öo O-A'[n % 6]}x\n" for n in range(COHORT - 4)) + "1900,,\n")
    for folder in (teach, other):
        tutor.run(folder, CLI, "teach", ".", "--prepare-only", "--learners", str(tmp_path / "list.csv"))
        collected(folder, range(COHORT))
        mark.cohort(folder, MODULE)
        for n in range(0, COHORT, 3):
            by_hand(folder, f"{1000 + n}", n % 4, f"“{n}” – gut")
    assert exported(teach) == exported(other)
    for path in (other / "autograded").rglob("*.ipynb"):
        assert (teach / path.relative_to(other)).read_bytes() == path.read_bytes()


def both(*folders: Path) -> list[subprocess.CompletedProcess[str]]:
    """`mark` in several processes at once."""
    running = [subprocess.Popen([sys.executable, "-m", CLI, "mark", str(folder), MODULE, "--force"], env=with_scripts(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
               for folder in folders]
    return [subprocess.CompletedProcess(p.args, p.wait(200), *[s.read() for s in (p.stdout, p.stderr) if s]) for p in running]


def test_two_tutors_mark_at_once(teach: Path, tmp_path: Path) -> None:
    """In one folder, and from two machines' folders into one database: the same hand-ins, and some each has alone. Nothing is lost and nobody sees an error."""
    collected(teach, range(COHORT))
    second = tmp_path / "second"
    shutil.copytree(teach, second)
    collected(teach, range(100, 104))
    collected(second, range(200, 204))
    done = both(teach, teach, second)
    assert [(one.returncode in (0, 3), one.stderr) for one in done] == [(True, "")] * 3, done         # 3: something of what they handed in is missing, and said
    alone = tutor.teaching(tmp_path / "sqlite")
    collected(alone, [*range(COHORT), *range(100, 104), *range(200, 204)])                     # type: ignore[arg-type]
    mark.cohort(alone, MODULE)
    assert exported(teach) == exported(alone)
    assert not list((teach / "autograded").glob(".being-marked*"))
    assert len(list((teach / "autograded").glob("*/*/work.ipynb"))) == COHORT + 4


@pytest.mark.parametrize("kind", ["postgresql", "sqlite"])
def test_a_batch_is_read_again_when_it_is_written(kind: str, teach: Path, tmp_path: Path) -> None:
    """What each of two read at first is out of date for whoever writes second. A mark given by hand in between stays."""
    folder = teach if kind == "postgresql" else tutor.teaching(tmp_path / "other")
    course = Course(folder)
    with course.gradebook() as one, course.gradebook() as two:
        form = frame.load(one, MODULE, NOTEBOOK, course.path("release", ".", MODULE))
        first, second = Book(one, form, course.config), Book(two, form, course.config)
        scores = dict.fromkeys(form.checks, 1.0)
        first.save([Marked("1001", None, scores), Marked("1002", None, scores)])
        by_hand(folder, "1001", 3)
        second.save([Marked("1002", None, dict.fromkeys(form.checks, 0.0)), Marked("1001", None, scores, False)])
        page = one.find_submission_notebook(NOTEBOOK, MODULE, "1001")
        assert len(page.grades) == len(form.points)
        assert {g.manual_score for g in page.grades if g.cell.name in form.tasks} == {3.0}
        assert {g.auto_score for g in one.find_submission_notebook(NOTEBOOK, MODULE, "1002").grades if g.cell.name in form.checks} == {0.0}


def test_a_hand_in_collected_while_another_is_marked_is_not_passed_over(teach: Path) -> None:
    collected(teach, range(1))
    course, report = Course(teach), mark.Report("Marked")
    marked = Marked("1000", mark._timestamp(tutor.submitted(teach, "1000"))[0], {})
    assert mark._still(course, MODULE, marked, report)
    (tutor.submitted(teach, "1000") / mark.STAMP).write_text("2026-11-21 10:00:00.000000 UTC")
    assert not mark._still(course, MODULE, marked, report)
    assert "newer hand-in was collected" in report.to_look_at[0].why


def test_a_new_database_opened_by_several_at_once(server: databases.Server, prepared: Path, tmp_path: Path) -> None:
    """Only one of them makes the tables and indexes; the others find them."""
    url = server.make("fresh")
    shutil.copytree(prepared, tmp_path / "teach")
    settle(tmp_path / "teach", url)
    running = [subprocess.Popen([sys.executable, "-c", "import sys, pathlib; from systems_leadership.marking.course import Course\nwith Course(pathlib.Path(sys.argv[1])).gradebook() as g: g.students",
                                 str(tmp_path / "teach")], env=with_scripts(), stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(p.wait(60), p.stderr and p.stderr.read()) for p in running] == [(0, "")] * 3


class Tutor:
    """A tutor's browser, without its screen."""

    def __init__(self, running: lab.Lab) -> None:
        self.host, self.cookies = urllib.parse.urlsplit(running.url).netloc, dict[str, str]()

    def ask(self, path: str, method: str = "GET", body: Any = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "X-XSRFToken": self.cookies.get("_xsrf", ""), "Authorization": f"token {lab.TOKEN}"}
        connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            key, _, value = cookie.split(";")[0].partition("=")
            self.cookies[key] = value
        connection.close()
        return answer.status, text


def test_formgrader_with_two_tutors_and_a_database_that_goes_away(teach: Path, server: databases.Server) -> None:
    """Every page comes; a mark of another tutor's is seen at once; after a restart of the database the next page is right, and until then one sentence says what is wrong."""
    collected(teach, range(2))
    mark.cohort(teach, MODULE)
    own = urllib.parse.urlsplit(url_of(teach)).path[1:]
    command = [sys.executable, "-m", CLI, "teach", str(teach), "--no-browser", "--port={port}"]
    with lab.running(command, teach.parent, teach) as running:
        one = Tutor(running)
        with Gradebook(url_of(teach), tutor.COURSE) as book:
            submission = book.find_submission_notebook(NOTEBOOK, MODULE, "1000").id
            grade = book.find_grade("reflection_a-c1", NOTEBOOK, MODULE, "1000").id
        for page in ("manage_assignments", f"manage_submissions/{MODULE}", "gradebook", f"gradebook/{MODULE}", f"gradebook/{MODULE}/work", "manage_students", "manage_students/1000",
                     f"manage_students/1000/{MODULE}", f"submissions/{submission}/", "api/assignments", f"api/submissions/{MODULE}", "api/students", f"api/submitted_notebooks/{MODULE}/work",
                     f"api/grades?submission_id={submission}", f"api/comments?submission_id={submission}"):
            status, text = one.ask(f"/formgrader/{page}")
            assert status == 200, (page, text[-500:])
        assert one.ask(f"/formgrader/api/grade/{grade}", "PUT", {"manual_score": 3, "extra_credit": 0})[0] == 200
        by_hand(teach, "1000", 1)
        assert json.loads(one.ask(f"/formgrader/api/grade/{grade}")[1])["manual_score"] == 1, "another tutor's mark"
        assert server.connections(own) == 0, "none is kept between pages"
        server._say(f'ALTER DATABASE "{own}" ALLOW_CONNECTIONS false')
        status, text = one.ask(f"/formgrader/api/grade/{grade}")
        assert status == 503
        assert own in text and "See that the server runs" in text and server.password not in text
        assert one.ask(f"/formgrader/submissions/{submission}/")[0] == 503
        server._say(f'ALTER DATABASE "{own}" ALLOW_CONNECTIONS true')
        assert json.loads(one.ask(f"/formgrader/api/grade/{grade}")[1])["manual_score"] == 1
        assert server.password not in running.log.read_text()


def test_dumped_dropped_and_restored(teach: Path, server: databases.Server, tmp_path: Path) -> None:
    """With PostgreSQL's own commands, as the README has them: the marks are the same, and marking goes on."""
    collected(teach, range(6))
    mark.cohort(teach, MODULE)
    by_hand(teach, "1003", 2)
    before, own = exported(teach), urllib.parse.urlsplit(url_of(teach)).path[1:]
    plain, env = url_of(teach).replace("+psycopg", "").replace(f":{server.password}@", "@"), {**os.environ, "PGPASSWORD": server.password}
    subprocess.run([databases.program("pg_dump"), "--format=custom", "--file", str(tmp_path / "dump"), plain], env=env, check=True)
    server.drop(own)
    with pytest.raises(CourseError, match="does not exist"):
        exported(teach)
    server.make(own)
    subprocess.run([databases.program("pg_restore"), "--no-owner", "--exit-on-error", "--dbname", plain, str(tmp_path / "dump")], env=env, check=True)
    assert exported(teach) == before
    assert [row.state for row in mark.cohort(teach, MODULE).rows] == ["unchanged"] * 6


@pytest.mark.parametrize(("address", "says"), [
    ("{password:wrong}", "password authentication failed"), ("{nodb}", "does not exist"), ("{closed}", "Connection refused"),
    ("postgresql+psycopg://a:hushhush@:x/y", "is no address of a database"), ("somewhere", "is no address of a database"),
    ("postgresql+pg8000://a:hushhush@h/y", "has no driver"), ("mysql+zz://a:hushhush@h/y", "has no driver"),
    ("postgresql+psycopg://a@127.0.0.1:1/y?password=hushhush", "Connection refused")])
def test_a_wrong_address_is_one_sentence_without_its_password(address: str, says: str, server: databases.Server, prepared: Path, tmp_path: Path) -> None:
    found = {"{password:wrong}": server.url("prepared", password="hushhush"), "{nodb}": server.url("gone"), "{closed}": server.url("prepared", port=1)}.get(address, address)
    shutil.copytree(prepared, tmp_path / "teach")
    settle(tmp_path / "teach", found)
    with pytest.raises(CourseError) as told, Course(tmp_path / "teach").gradebook():
        pass
    text = str(told.value)
    assert says in text
    assert database.named(found).split("…")[0] in text
    assert "run this again" in text
    assert "hushhush" not in text and server.password not in text
    assert "\n" not in text


def test_a_command_says_so_without_a_traceback(prepared: Path, server: databases.Server, tmp_path: Path) -> None:
    shutil.copytree(prepared, tmp_path / "teach")
    settle(tmp_path / "teach", server.url("gone"))
    told = tutor.run(tmp_path, CLI, "mark", "teach", MODULE, ok=False)
    assert told.returncode == 1
    assert "/gone could not be used" in told.stderr
    assert "Traceback" not in told.stderr and server.password not in told.stderr


def test_a_user_who_may_make_no_tables_is_told_what_to_ask_for(server: databases.Server, prepared: Path, tmp_path: Path) -> None:
    server.make("theirs")
    server._say("CREATE USER guest PASSWORD 'guest'")
    shutil.copytree(prepared, tmp_path / "teach")
    settle(tmp_path / "teach", server.url("theirs").replace(f"admin:{server.password}", "guest:guest"))
    with pytest.raises(CourseError, match="owner of the database"), Course(tmp_path / "teach").gradebook():
        pass


def test_names_no_column_holds_are_left_out_by_line(teach: Path) -> None:
    """SQLite would take them; PostgreSQL refuses, and the whole list with them."""
    (teach / "l.csv").write_text(f"number,first name,last name\n1,{'x' * 129},A\n2,B,C\n")
    report = tutor.run(teach, CLI, "teach", ".", "--prepare-only", "--learners", "l.csv", ok=False)
    assert "line 2" in report.stdout and "longer than 128" in report.stdout
    with Course(teach).gradebook() as gradebook:
        assert [s.id for s in gradebook.students] == ["2"]


def test_the_socket_will_do(teach: Path, server: databases.Server) -> None:
    settle(teach, server.socket_url(urllib.parse.urlsplit(url_of(teach)).path[1:]))
    with Course(teach).gradebook() as gradebook:
        assert gradebook.db.execute(sqlalchemy.text("SELECT inet_server_addr()")).scalar() is None
        assert database.named(url_of(teach)).startswith("postgresql+psycopg://admin@/own_") or str(server.sockets) in database.named(url_of(teach))
