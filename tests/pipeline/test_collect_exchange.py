"""Collecting from nbgrader's exchange: what stock does with each attack, then what ours does. See issue 4, S4 to S7, B3 and B4."""
from __future__ import annotations

import datetime
import logging
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from hand_ins import BROKEN, Broken, broken_files_of, submit, whole
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.exchange.default import ExchangeCollect
from nbgrader.utils import parse_utc
from plays import MODULE
from tutor import COURSE, enrol, run, submitted, teaching

from systems_leadership.marking import collect
from systems_leadership.marking.collect import inbound as ours
from systems_leadership.marking.collect import reading
from systems_leadership.marking.collect.checks import Unsound
from systems_leadership.marking.course import Course
from systems_leadership.marking.report import Report

pytestmark = pytest.mark.pipeline
pwd = pytest.importorskip("pwd", reason="nbgrader has no exchange on Windows")
ME = pwd.getpwuid(os.getuid()).pw_name         # an honest hand-in belongs to whoever it names, and a test can only be one person
ROOT = os.getuid() == 0
DAY = datetime.timedelta(days=1)
INBOUND = [row for row in BROKEN.values() if row.way == "inbound" and (ROOT or not row.root)]
FILES = [row for row in BROKEN.values() if row.way == "files"]


@pytest.fixture
def teach(tmp_path: Path) -> Path:
    root = tmp_path / "exchange"
    (root / COURSE / "inbound").mkdir(parents=True)
    return teaching(tmp_path, f"c.Exchange.root = {str(root)!r}")


def inbound(teach: Path) -> Path:
    return teach.parent / "exchange" / COURSE / "inbound"


def stock(teach: Path, **flags: bool) -> ExchangeCollect:
    """nbgrader's own collect, on the same folder."""
    course = Course(teach)
    course.directory.assignment_id = MODULE
    app = ExchangeCollect(coursedir=course.directory, config=course.config)
    for flag, on in flags.items():
        setattr(app, flag, on)
    app.start()
    return app


def states(report: Report, learner: str = ME) -> list[str]:
    return [row.state for row in report.rows if row.learner == learner]


def stamp(teach: Path, learner: str = ME) -> datetime.datetime:
    return parse_utc((submitted(teach, learner) / "timestamp.txt").read_text()).replace(tzinfo=datetime.UTC)


def reset(teach: Path) -> None:
    shutil.rmtree(teach / "submitted", ignore_errors=True)


def test_an_honest_hand_in_is_collected_whole(teach: Path) -> None:
    made = submit(inbound(teach), whole(), ME)
    report = collect.exchange(teach, MODULE)
    assert report.text() == f"Collected {MODULE}: 1 collected."
    assert {path.name: path.read_bytes() for path in submitted(teach, ME).iterdir()} == {path.name: path.read_bytes() for path in made.iterdir()}
    assert states(collect.exchange(teach, MODULE)) == ["unchanged"]


@pytest.mark.parametrize("row", [*INBOUND, *FILES], ids=lambda row: row.name)
def test_every_way_to_break_a_hand_in(teach: Path, row: Broken) -> None:
    """It is named with its reason, and never replaces an earlier good one."""
    submit(inbound(teach), whole() | {"work.ipynb": b"{}"}, ME)
    assert states(collect.exchange(teach, MODULE)) == ["collected"]
    submit(inbound(teach), whole() | {"work.ipynb": b"[]"}, ME)
    outside = set(teach.parent.iterdir())
    made = submit(inbound(teach), broken_files_of(row) if row.way == "files" else whole(), ME)
    if row.way == "inbound":
        row.how(made)
    started = time.monotonic()
    report = collect.exchange(teach, MODULE)
    assert time.monotonic() - started < 20
    assert row.at == "mark" or row.says in report.text()
    page = (submitted(teach, ME) / "work.ipynb").read_bytes()
    assert (page == b"[]") is not row.collected, "the newest good one counts"
    assert all(path.is_file() and not path.is_symlink() for path in submitted(teach, ME).iterdir())
    kept = [path for path in (teach / "set-aside").rglob("*") if not path.is_dir()] if (teach / "set-aside").exists() else []
    assert all(path.is_file() and not path.is_symlink() for path in kept)
    assert not any(b"TUTOR SECRET" in path.read_bytes() for path in [*kept, *submitted(teach, ME).iterdir()])
    assert set(teach.parent.iterdir()) - outside <= {teach.parent / "exchange"}
    assert {path.name for path in (teach / "submitted").iterdir()} == {ME}


def test_s4_a_link_publishes_nothing_of_the_tutors(teach: Path) -> None:
    """Stock copies what the link leads to, as the tutor; feedback of that name is then published to whoever made the link."""
    made = submit(inbound(teach), whole(), ME)
    (teach.parent / "private.txt").write_text("TUTOR SECRET")
    (made / "peek.html").symlink_to(teach.parent / "private.txt")
    stock(teach)
    assert (submitted(teach, ME) / "peek.html").read_text() == "TUTOR SECRET"
    reset(teach)
    assert "peek.html: is a link" in collect.exchange(teach, MODULE).text()
    assert not (submitted(teach, ME) / "peek.html").exists()


def test_s5_a_hand_in_under_another_name_is_held(teach: Path) -> None:
    """`nbgrader submit --student=ann`, run by somebody else: stock says so in the log and takes it all the same."""
    submit(inbound(teach), whole(), "ann")
    stock(teach)
    assert submitted(teach, "ann").is_dir()
    reset(teach)
    report = collect.exchange(teach, MODULE)
    assert f"was handed in for another learner's name: it says ann and belongs to {ME}. It is not marked. Ask both." in report.text()
    assert states(report, "ann") == ["set aside"]
    assert not (teach / "submitted").exists() or not submitted(teach, "ann").exists()
    assert list((teach / "set-aside" / MODULE / "ann").glob("*/unfolding.jsonl"))
    with (teach / "nbgrader_config.py").open("a") as file:
        file.write("c.ExchangeCollect.check_owner = False\n")
    assert states(collect.exchange(teach, MODULE), "ann") == ["collected"], "where everybody is one user of the machine, nbgrader's switch is kept"


def test_s5_a_stranger_is_not_put_on_the_list(teach: Path) -> None:
    enrol(teach, "1042")
    submit(inbound(teach), whole(), ME)
    assert f"{ME}, who is not among your learners" in collect.exchange(teach, MODULE).text()
    assert not submitted(teach, ME).exists()
    with Gradebook(f"sqlite:///{teach / 'gradebook.db'}", COURSE) as book:
        assert [student.id for student in book.students] == ["1042"]


@pytest.mark.parametrize("how", ["inbound_timestamp_edited", "inbound_name_of_another_time"])
def test_s6_lateness_cannot_be_forged(teach: Path, how: str) -> None:
    """Stock believes timestamp.txt, which its owner can write. An inode's last change its owner can only make later."""
    BROKEN[how].how(submit(inbound(teach), whole(), ME))
    stock(teach)
    assert stamp(teach).year == 2020
    reset(teach)
    report = collect.exchange(teach, MODULE)
    assert abs(stamp(teach) - datetime.datetime.now(datetime.UTC)) < datetime.timedelta(minutes=2)
    assert states(report) == ["needs a person", "collected"]
    assert "2020-01-01" in report.text()


def test_s6_a_record_changed_after_handing_in_makes_it_later(teach: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = submit(inbound(teach), whole(), ME)
    monkeypatch.setattr(ours, "SLACK", datetime.timedelta(seconds=1))
    time.sleep(1.2)
    (made / "unfolding.jsonl").chmod(0o644)
    (made / "unfolding.jsonl").write_bytes(whole()["unfolding.jsonl"] + b"\n")
    os.utime(made / "unfolding.jsonl", (0, 0))
    report = collect.exchange(teach, MODULE)
    assert "was last changed after that" in report.text()
    assert stamp(teach) > parse_utc(made.name.split("+")[2]).replace(tzinfo=datetime.UTC) + datetime.timedelta(seconds=1)


@pytest.mark.skipif(not ROOT, reason="needs files of another user")
def test_s7_what_another_learner_put_there_is_left_out(teach: Path) -> None:
    """Directories in the exchange can be written to by whoever knows their name."""
    made = submit(inbound(teach), whole(), ME)
    (made / "market_row.jsonl").write_bytes(b"planted")
    os.chown(made / "market_row.jsonl", 4242, 4242)
    stock(teach)
    assert (submitted(teach, ME) / "market_row.jsonl").exists()
    reset(teach)
    report = collect.exchange(teach, MODULE)
    assert "market_row.jsonl belongs to somebody else (user 4242)" in report.text()
    assert not submitted(teach, ME).exists()


@pytest.mark.parametrize("how", ["inbound_no_timestamp", "inbound_no_secret"])
def test_b3_a_half_copied_hand_in_replaces_nothing(teach: Path, how: str) -> None:
    """Stock takes it with `--update`, deletes the good one, and release_feedback then stops for the whole class."""
    good = submit(inbound(teach), whole(), ME)
    stock(teach)
    BROKEN[how].how(submit(inbound(teach), {"work.ipynb": b"{}"}, ME))
    stock(teach, update=True)
    assert not (submitted(teach, ME) / "unfolding.jsonl").exists()
    reset(teach)
    report = collect.exchange(teach, MODULE)
    assert "half there" in report.text()
    assert states(report) == ["collected", "set aside"]
    assert (submitted(teach, ME) / "submission_secret.txt").read_bytes() == (good / "submission_secret.txt").read_bytes()


def test_b4_an_empty_hand_in_replaces_nothing(teach: Path) -> None:
    submit(inbound(teach), whole(), ME)
    stock(teach)
    submit(inbound(teach), {}, ME)
    stock(teach, update=True)
    assert {path.name for path in submitted(teach, ME).iterdir()} == {"timestamp.txt", "submission_secret.txt"}
    reset(teach)
    assert states(collect.exchange(teach, MODULE)) == ["collected", "set aside"]
    assert (submitted(teach, ME) / "unfolding.jsonl").is_file()


def test_a_name_stock_cannot_read_stops_its_whole_class(teach: Path) -> None:
    """Anybody can make a directory in the exchange."""
    submit(inbound(teach), whole(), ME)
    (inbound(teach) / f"zed+{MODULE}+yesterday+x").mkdir()
    (inbound(teach) / f"zed+{MODULE}").mkdir()
    with pytest.raises(ValueError):
        stock(teach)
    assert not submitted(teach, ME).exists()
    assert states(collect.exchange(teach, MODULE)) == ["collected"]


def test_nbgraders_flags(teach: Path) -> None:
    """Without --update what is here stays; with it the newest counts; --before-duedate takes the last one in time."""
    submit(inbound(teach), whole() | {"boundary.jsonl": b"first"}, ME)
    due = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=0.2)
    collect.exchange(teach, MODULE, update=False)
    time.sleep(0.4)
    submit(inbound(teach), whole() | {"boundary.jsonl": b"second"}, ME)
    second = submitted(teach, ME) / "boundary.jsonl"
    assert states(collect.exchange(teach, MODULE, update=False)) == ["unchanged"]
    assert second.read_bytes() == b"first"
    assert states(collect.exchange(teach, MODULE, update=True)) == ["collected"]
    assert second.read_bytes() == b"second"
    with Gradebook(f"sqlite:///{teach / 'gradebook.db'}", COURSE) as book:
        book.update_or_create_assignment(MODULE, duedate=due.replace(tzinfo=None))
    assert states(collect.exchange(teach, MODULE, before_duedate=True)) == ["collected"]
    assert second.read_bytes() == b"first"


def test_nbgraders_command_and_formgraders_button(teach: Path) -> None:
    """Both run ours, say in the log what was set aside, and leave a report."""
    submit(inbound(teach), whole(), ME)
    BROKEN["inbound_pipe_as_record"].how(submit(inbound(teach), whole(), ME))
    done = run(teach, "nbgrader", "collect", MODULE, "--update")
    assert "unfolding.jsonl is no ordinary file" in done.stderr
    assert (submitted(teach, ME) / "unfolding.jsonl").is_file()
    assert "unfolding.jsonl is no ordinary file" in (teach / "reports" / f"collect-{MODULE}.csv").read_text(encoding="utf-8-sig")
    reset(teach)
    course = Course(teach)
    answer: dict[str, Any] = NbGraderAPI(course.directory, config=course.config).collect(MODULE)
    assert answer["success"], answer
    assert "unfolding.jsonl is no ordinary file" in answer["log"]
    assert (submitted(teach, ME) / "unfolding.jsonl").is_file()


def test_no_exchange_is_one_sentence(teach: Path) -> None:
    shutil.rmtree(inbound(teach))
    with pytest.raises(Exception, match="The exchange cannot be used: Course not found"):
        collect.exchange(teach, MODULE)


def test_a_file_swapped_between_looking_and_reading(teach: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its owner makes a link of it just then. What is opened is looked at again, and no link is followed."""
    made = submit(inbound(teach), whole(), ME)
    (teach.parent / "private.txt").write_text("TUTOR SECRET")
    opened = os.open

    def swap(path: Any, flags: int, *rest: Any, **more: Any) -> int:
        if path == "unfolding.jsonl":
            (made / "unfolding.jsonl").unlink()
            (made / "unfolding.jsonl").symlink_to(teach.parent / "private.txt")
        return opened(path, flags, *rest, **more)
    monkeypatch.setattr(reading.os, "open", swap)
    assert "unfolding.jsonl is a link" in collect.exchange(teach, MODULE).text()
    assert not submitted(teach, ME).exists()


def test_a_directory_swapped_after_it_was_opened(tmp_path: Path) -> None:
    """Files are read from the directory that was looked at, whatever its name leads to by then."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "a.jsonl").write_bytes(b"mine")
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "a.jsonl").write_bytes(b"theirs")
    with reading.folder(tmp_path / "mine", owned=True) as found:
        (tmp_path / "mine").rename(tmp_path / "gone")
        (tmp_path / "mine").symlink_to(tmp_path / "theirs")
        assert found.read("a.jsonl") == b"mine"


def test_a_file_that_grows_while_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"x" * 100)
    looked, calls = os.fstat, []

    def grows(fd: int) -> os.stat_result:
        calls.append(fd)
        if len(calls) == 2:
            with (tmp_path / "a.jsonl").open("ab") as file:
                file.write(b"y")
        return looked(fd)
    fd = os.open(tmp_path / "a.jsonl", os.O_RDONLY)
    monkeypatch.setattr(reading.os, "fstat", grows)
    with pytest.raises(Unsound, match="was being written to"):
        reading.through(fd)


def test_a_thousand_hand_ins_in_seconds(teach: Path, caplog: pytest.LogCaptureFixture) -> None:
    with (teach / "nbgrader_config.py").open("a") as file:
        file.write("c.ExchangeCollect.check_owner = False\n")
    files = whole()
    for n in range(1000):
        submit(inbound(teach), files, f"L{n}")
    caplog.set_level(logging.ERROR)
    started = time.monotonic()
    report = collect.exchange(teach, MODULE)
    took = time.monotonic() - started
    assert report.counts() == {"collected": 1000}
    assert took < 60, took      # a quiet machine takes 1 to 3
