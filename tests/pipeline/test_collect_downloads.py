"""Collecting from files: whatever a tutor was sent or downloaded. One learner's bad hand-in never stops the rest."""
from __future__ import annotations

import datetime
import io
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hand_ins import BROKEN, LEARNER, WHEN, Broken, archive, blackboard, broken_files_of, canvas, moodle, name, sent, whole, zipped
from nbgrader.api import Gradebook
from nbgrader.plugins import ExtractorPlugin
from nbgrader.utils import parse_utc
from plays import MODULE
from tutor import COURSE, enrol, run, submitted, teaching
from tutor import archive as place

from systems_leadership.marking import collect, mark
from systems_leadership.marking.collect import shelf
from systems_leadership.marking.report import Report

pytestmark = pytest.mark.pipeline
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
SENT = [row for row in BROKEN.values() if row.way != "inbound"]


@pytest.fixture
def teach(tmp_path: Path) -> Path:
    return teaching(tmp_path)


def put(folder: Path, file: str, data: bytes) -> None:
    place(folder).joinpath(file).write_bytes(data)


def states(report: Report, learner: str = LEARNER) -> list[str]:
    return [row.state for row in report.rows if row.learner == learner]


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "set-aside").rglob("*") if path.is_file()) if (folder / "set-aside").exists() else []


def stamp(folder: Path, learner: str = LEARNER) -> datetime.datetime:
    return parse_utc((submitted(folder, learner) / "timestamp.txt").read_text()).replace(tzinfo=datetime.UTC)


def test_an_honest_hand_in_is_collected_whole(teach: Path) -> None:
    put(teach, "whatever the LMS called it.zip", zipped(whole()))
    report = collect.downloads(teach, MODULE)
    assert report.text() == f"Collected {MODULE}: 1 collected."
    found = {path.name: path.read_bytes() for path in submitted(teach, LEARNER).iterdir()}
    assert {n: d for n, d in found.items() if not n.endswith(".txt")} == whole()
    assert len(found["submission_secret.txt"]) == 128, "or release_feedback stops for the whole class"
    assert stamp(teach) == WHEN
    assert not kept(teach)


@pytest.mark.parametrize("row", SENT, ids=lambda row: row.name)
def test_every_way_to_break_a_hand_in(teach: Path, row: Broken) -> None:
    """It is named with its reason; an earlier good one counts; another learner's is collected; nothing is written elsewhere."""
    before = {path for path in teach.parent.rglob("*") if not path.is_relative_to(teach / "submitted")}
    put(teach, "earlier.zip", zipped(whole() | {"work.ipynb": b"{}"}, when=WHEN - DAY))
    put(teach, "zz other.zip", zipped(whole(), "1077"))
    file, data = sent(row)
    put(teach, file, data)
    started = time.monotonic()
    report = collect.downloads(teach, MODULE)
    assert time.monotonic() - started < 20
    assert states(report, "1077") == ["collected"]
    own = (submitted(teach, LEARNER) / "work.ipynb").read_bytes()
    assert (own == b"{}") is not row.collected, report.text()
    assert row.at == "mark" or row.says in report.text()
    assert not set(report.text()) & set("\u202e\x00\x1b"), "nothing that moves the cursor or turns writing round"
    new = {path for path in teach.parent.rglob("*") if not path.is_relative_to(teach / "submitted")} - before
    assert all(path.is_relative_to(teach / "set-aside") or path.is_relative_to(teach / "downloaded") for path in new)
    assert all(path.is_file() and not path.is_symlink() for path in kept(teach))
    if not row.collected:
        assert any(path.name == "why.txt" for path in kept(teach))
        assert place(teach).joinpath(file).read_bytes() == data


def test_what_only_marking_can_tell_is_said_by_marking(teach: Path) -> None:
    """Each is collected, and each has its sentence in the report of one run that marks them all."""
    rows = {f"L{n}": row for n, row in enumerate(row for row in SENT if row.at == "mark")}
    for learner, row in rows.items():
        put(teach, name(learner), zipped(broken_files_of(row), learner))
    assert collect.downloads(teach, MODULE).counts() == {"collected": len(rows)}
    report = mark.cohort(teach, MODULE)
    said = {learner: " ".join(f"{r.what} {r.why}" for r in report.rows if r.learner == learner) for learner in rows}
    assert [(row.name, said[learner]) for learner, row in rows.items() if row.says not in said[learner]] == []
    assert all("marked" in states(report, learner) for learner in rows)


def test_a_thousand_hand_ins_a_hundred_of_them_broken(teach: Path) -> None:
    """Nine hundred are collected, each of the hundred is named with a reason, in bounded time."""
    files, ways = whole(), [row for row in SENT if not row.collected]
    for n in range(900):
        put(teach, f"{n}.zip", zipped(files, f"L{n}"))
    made = {row.name: sent(row, "B") for row in ways}
    for n in range(100):
        file, data = made[ways[n % len(ways)].name]
        put(teach, f"broken-{n:03}-{file}", data)
    started = time.monotonic()
    report = collect.downloads(teach, MODULE)
    took = time.monotonic() - started
    assert took < 60, took      # a quiet machine takes 1 to 3
    assert sum(row.state == "collected" for row in report.rows) == 900
    assert all((submitted(teach, f"L{n}") / "unfolding.jsonl").is_file() for n in range(900))
    for n in range(100):
        rows = [row for row in report.rows if row.what.startswith(f"broken-{n:03}-")]
        assert rows and all(row.why and row.state == "set aside" for row in rows), n
        assert any(ways[n % len(ways)].says in row.why for row in rows)


def test_collecting_again_changes_nothing(teach: Path) -> None:
    put(teach, "a.zip", zipped(whole()))
    put(teach, "b.zip", zipped(whole(), "1077", WHEN + 400 * DAY))     # a clock that is wrong
    put(teach, "c.txt", b"hello")
    collect.downloads(teach, MODULE)
    place_of = submitted(teach, "1077")
    before = {path: path.read_bytes() for path in teach.rglob("*") if path.is_file() and path.name != "gradebook.db"}
    again = collect.downloads(teach, MODULE)
    assert states(again) == ["unchanged"]
    assert states(again, "1077") == ["needs a person", "unchanged"]
    assert {path: path.read_bytes() for path in teach.rglob("*") if path.is_file() and path.name != "gradebook.db"} == before
    assert place_of.is_dir()


def test_a_time_a_tutor_corrected_stays(teach: Path) -> None:
    put(teach, "a.zip", zipped(whole()))
    collect.downloads(teach, MODULE)
    (submitted(teach, LEARNER) / "timestamp.txt").write_text("2026-01-01 10:00:00")
    collect.downloads(teach, MODULE)
    assert stamp(teach) == datetime.datetime(2026, 1, 1, 10, tzinfo=datetime.UTC)


def test_the_newest_counts_whatever_the_order(teach: Path) -> None:
    put(teach, "a.zip", zipped(whole(), when=WHEN))
    put(teach, "b.zip", zipped(whole() | {"boundary.jsonl": b"newer"}, when=WHEN + HOUR))
    put(teach, "c.zip", zipped(whole() | {"boundary.jsonl": b"older"}, when=WHEN - HOUR))
    assert states(collect.downloads(teach, MODULE)) == ["collected"]
    assert (submitted(teach, LEARNER) / "boundary.jsonl").read_bytes() == b"newer"
    place(teach).joinpath("b.zip").unlink()
    again = collect.downloads(teach, MODULE)
    assert states(again) == ["unchanged"]
    assert "A newer hand-in" in again.rows[0].why
    assert (submitted(teach, LEARNER) / "boundary.jsonl").read_bytes() == b"newer"


@pytest.mark.parametrize("download", [
    moodle({"Ann Lee": ("hand-in.zip", zipped(whole(), "1042")), "Bo Day": (name("1077"), zipped(whole(), "1077"))}),
    moodle({"Ann Lee": ("hand-in.zip", zipped(whole(), "1042")), "Bo Day": (name("1077"), zipped(whole(), "1077"))}, after="file"),
    archive((f"{who}_{n}_assignsubmission_file_{who}.zip", zipped(whole(), n)) for who, n in (("Ann Lee", "1042"), ("Bo Day", "1077"))),
    archive((f"Participant_{n}_assignsubmission_file/a.zip", zipped(whole(), n)) for n in ("1042", "1077")),
    canvas({"leeann": (name("1042"), zipped(whole(), "1042")), "daybo": ("work-1.zip", zipped(whole(), "1077"))}, late=["daybo"]),
    archive((f"anon_x{n}_2077{n}_work.zip", zipped(whole(), n)) for n in ("1042", "1077")),
    blackboard({"alee": (name("1042"), zipped(whole(), "1042")), "bday": ("work.zip", zipped(whole(), "1077"))}),
], ids=["moodle-3", "moodle-4", "moodle-flat", "moodle-blind", "canvas", "canvas-anonymous", "blackboard"])
def test_downloads_of_each_lms(teach: Path, download: bytes) -> None:
    """As they come, and packed once more with another; receipts are passed over without a word."""
    enrol(teach, n1042=("Ann", "Lee"), n1077=("Bo", "Day"))
    put(teach, "submissions.zip", download)
    report = collect.downloads(teach, MODULE)
    assert {row.learner for row in report.rows if row.state == "collected"} == {"1042", "1077"}
    assert "set aside" not in report.counts()
    put(teach, "submissions.zip", archive([("Week 3/gradebook_M1_2026-11-22-10-00-00.zip", download), ("Week 3/__MACOSX/._x", b"x")]))
    assert {row.state for row in collect.downloads(teach, MODULE).rows} <= {"unchanged", "needs a person"}


def test_what_people_hand_in_instead_is_named_with_them(teach: Path) -> None:
    put(teach, "m.zip", moodle({"Ann Lee": ("work.ipynb", whole()["work.ipynb"]), "Bo Day": ("essay.docx", archive([("word/document.xml", b"x")])), "Cy Fox": ("a.zip", zipped(whole(), "1099"))}))
    text = collect.downloads(teach, MODULE).text()
    assert "Ann Lee_881000_assignsubmission_file_ › work.ipynb: is a page on its own" in text
    assert "Bo Day_881001_assignsubmission_file_ › essay.docx: holds no hand-in of this course" in text
    assert (submitted(teach, "1099") / "work.ipynb").is_file()


def test_an_lms_time_counts_over_what_the_learners_file_says(teach: Path) -> None:
    """A learner can set the clock of their computer back, and edit a manifest; not the time of Blackboard's attempt."""
    put(teach, "g.zip", blackboard({"alee": ("a.zip", zipped(whole(), when=WHEN - 30 * DAY))}, WHEN))
    report = collect.downloads(teach, MODULE)
    assert stamp(teach) == WHEN
    assert "that time is kept" in report.text()


def test_late_in_canvas_is_said(teach: Path) -> None:
    put(teach, "s.zip", canvas({"leeann": ("a.zip", zipped(whole()))}, late=["leeann"]))
    assert "the LMS says that it came late" in collect.downloads(teach, MODULE).text()


CONTRADICTIONS = {
    "the name of the file": lambda: (name("1077"), zipped(whole(), "1042")),
    "the user name in Blackboard": lambda: ("g.zip", blackboard({"1077": ("a.zip", zipped(whole(), "1042"))})),
    "the user name in Blackboard, with another in the learner's own file name": lambda: ("g.zip", blackboard({"1077": ("M_1042_attempt_2020-01-01-00-00-00_a.zip", zipped(whole(), "1042"))})),
    "the person in Moodle": lambda: ("m.zip", moodle({"Bo Day": (name("1042"), zipped(whole(), "1042"))})),
    "the person in Moodle, with another inside": lambda: ("m.zip", moodle({"Bo Day": ("a.zip", moodle({"Ann Lee": ("b.zip", zipped(whole(), "1042"))}))})),
    "the person in Canvas": lambda: ("c.zip", canvas({"daybo": (name("1042"), zipped(whole(), "1042"))})),
}


@pytest.mark.parametrize("way", CONTRADICTIONS)
def test_a_hand_in_for_another_learner_is_held(teach: Path, way: str) -> None:
    """S5, impersonation. Stock zip_collect believes one name and looks at no other; here neither person's mark is touched."""
    enrol(teach, n1042=("Ann", "Lee"), n1077=("Bo", "Day"))
    put(teach, "earlier.zip", zipped(whole(), when=WHEN - DAY))
    put(teach, *CONTRADICTIONS[way]())
    report = collect.downloads(teach, MODULE)
    assert "was handed in for another learner's name: the file says 1042, what it came in says 1077. It is not marked. Ask both." in report.text()
    assert stamp(teach) == WHEN - DAY, "what she handed in herself counts"
    assert not submitted(teach, "1077").exists()
    assert len([path for path in kept(teach) if path.suffix == ".zip"]) == 1


def test_two_people_with_one_number_are_both_held_unless_the_lms_knows(teach: Path) -> None:
    both = {"Ann Lee": ("a.zip", zipped(whole())), "Bo Day": ("b.zip", zipped(whole() | {"boundary.jsonl": b"x"}, when=WHEN + HOUR))}
    put(teach, "m.zip", moodle(both))
    assert states(collect.downloads(teach, MODULE)) == ["set aside", "set aside"]
    assert not submitted(teach, LEARNER).exists()
    enrol(teach, n1042=("Ann", "Lee"))
    assert states(collect.downloads(teach, MODULE)) == ["collected", "set aside"]
    assert stamp(teach) == WHEN


def test_a_stranger_is_held_when_there_is_a_list_of_learners(teach: Path) -> None:
    put(teach, "a.zip", zipped(whole()))
    put(teach, "b.zip", zipped(whole(), "1099"))
    enrol(teach, "1042", "1077")
    report = collect.downloads(teach, MODULE)
    assert states(report, "1099") == ["set aside"]
    assert "1099, who is not among your learners" in report.text()
    assert not (teach / "submitted" / "1099").exists()
    with Gradebook(f"sqlite:///{teach / 'gradebook.db'}", COURSE) as book:
        assert {student.id for student in book.students} == {"1042", "1077"}, "nobody is put on the list by handing in"
    enrol(teach, "1099")
    assert states(collect.downloads(teach, MODULE), "1099") == ["collected"]


def test_those_who_were_marked_are_no_list_of_learners(teach: Path) -> None:
    """Marking adds whoever handed in; the next to hand in is no stranger for that."""
    put(teach, "a.zip", zipped(whole()))
    collect.downloads(teach, MODULE)
    mark.cohort(teach, MODULE)
    put(teach, "b.zip", zipped(whole(), "1077"))
    assert states(collect.downloads(teach, MODULE), "1077") == ["collected"]


def test_a_folder_that_a_browser_unpacked(teach: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped(whole()))) as packed:
        packed.extractall(place(teach) / "m1--1042")
    (place(teach) / "m1--1042" / ".DS_Store").write_bytes(b"x")
    assert states(collect.downloads(teach, MODULE)) == ["collected"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes")
def test_pipes_and_links_in_the_archive_are_not_opened(teach: Path, tmp_path: Path) -> None:
    (tmp_path / "private.zip").write_bytes(zipped(whole(), "1099"))
    os.mkfifo(place(teach) / "a.zip")
    (place(teach) / "b.zip").symlink_to(tmp_path / "private.zip")
    (place(teach) / "c").symlink_to(tmp_path, target_is_directory=True)
    put(teach, "d.zip", zipped(whole()))
    report = collect.downloads(teach, MODULE)
    assert states(report) == ["collected"]
    assert [row.what for row in report.rows if row.state == "needs a person"] == ["a.zip", "b.zip", "c"]
    assert not (teach / "submitted" / "1099").exists()


def test_zips_that_multiply_are_given_up_soon(teach: Path) -> None:
    """A zip of forty copies of a zip of forty copies, five deep: a hundred million files, if anybody looked."""
    data = zipped(whole())
    for _ in range(5):
        data = archive((f"{n}.zip", data) for n in range(40))
    put(teach, "m.zip", moodle({"Bo Day": ("a.zip", data), "Cy Fox": ("a.zip", zipped(whole(), "1077"))}))
    started = time.monotonic()
    report = collect.downloads(teach, MODULE)
    assert time.monotonic() - started < 30
    assert states(report, "1077") == ["collected"]


def test_a_full_disk_leaves_the_earlier_hand_in(teach: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(teach, "a.zip", zipped(whole()))
    collect.downloads(teach, MODULE)
    before = {path.name: path.read_bytes() for path in submitted(teach, LEARNER).iterdir()}
    put(teach, "b.zip", zipped(whole() | {"boundary.jsonl": b"newer"}, when=WHEN + HOUR))
    put(teach, "c.zip", zipped(whole(), "1077"))
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if data == b"newer":
            raise OSError(28, "No space left on device")
        return write(path, data)
    monkeypatch.setattr(Path, "write_bytes", full)
    report = collect.downloads(teach, MODULE)
    assert "No space left on device). What was here before is still here." in report.text()
    assert states(report, "1077") == ["collected"]
    assert {path.name: path.read_bytes() for path in submitted(teach, LEARNER).iterdir()} == before
    assert [path.name for path in submitted(teach, LEARNER).parent.iterdir()] == [MODULE]


def test_a_run_stopped_between_the_two_renames_is_mended(teach: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(teach, "a.zip", zipped(whole()))
    collect.downloads(teach, MODULE)
    own = submitted(teach, LEARNER)
    own.rename(shelf._beside(own))                         # as a power cut would leave it
    place(teach).joinpath("a.zip").unlink()
    put(teach, "b.zip", b"")
    put(teach, "c.zip", zipped(whole(), when=WHEN - HOUR))
    assert any("A newer hand-in" in row.why for row in collect.downloads(teach, MODULE).rows)
    assert (own / "unfolding.jsonl").is_file()


def test_stock_unpacks_whatever_comes_and_ours_nothing(teach: Path, tmp_path: Path) -> None:
    """nbgrader's extractor writes a bomb to the disk before anything is asked; and one impossible time stops its whole class."""
    put(teach, "bomb.zip", archive([("a.txt", b"\0" * 60_000_000)]))
    put(teach, "day.zip", sent(BROKEN["day_that_is_none"])[1])
    put(teach, "good.zip", zipped(whole(), "1077"))
    ExtractorPlugin().extract(str(place(teach)), str(tmp_path / "stock"))
    assert max(path.stat().st_size for path in (tmp_path / "stock").rglob("*.txt")) == 60_000_000
    with pytest.raises(ValueError, match="month"):
        parse_utc("2026-99-99T99:99:99Z")                  # what zip_collect does with a time, and then it ends
    done = run(teach, "nbgrader", "zip_collect", MODULE)
    assert {path.name for path in (place(teach).parent / "extracted").iterdir()} == {"1077"}
    assert {path.name for path in submitted(teach, "1077").iterdir()} == {*whole(), "timestamp.txt", "submission_secret.txt"}
    assert stamp(teach, "1077") == WHEN
    assert "day.zip" in done.stderr and "no proper time" in done.stderr
    assert "bomb.zip" in (teach / "reports" / f"collect-{MODULE}.csv").read_text(encoding="utf-8-sig")
    assert states(collect.downloads(teach, MODULE), "1077") == ["unchanged"]


def spoilt(data: bytes, rng: random.Random) -> bytes:
    """A file with a few bytes changed, lost or put in, most of them where a zip keeps its table of contents."""
    out = bytearray(data)
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(max(0, len(out) - 900), len(out)) if rng.random() < 0.7 else rng.randrange(len(out))
        match rng.choice(["change", "change", "change", "lose", "put"]):
            case "change":
                out[at] = rng.randrange(256)
            case "lose":
                del out[at + 1:at + rng.randint(2, 50)]
            case "put":
                out[at:at] = rng.randbytes(rng.randint(1, 30))
    return bytes(out)


def test_files_spoilt_at_random(teach: Path) -> None:
    """Five hundred: each is collected or named, for a reason somebody thought of, and nothing is written but where it belongs."""
    rng, files = random.Random(4), whole()
    for n in range(500):
        own = zipped(files, f"L{n}")
        put(teach, f"{n:03}.zip", spoilt(rng.choice([own, moodle({"Ann Lee": ("a.zip", own)}), archive([("a/manifest.json", b"{}"), ("b.ipynb", own)])]), rng))
    if sys.platform == "linux":
        Path(os.fsdecode(os.fsencode(place(teach)) + b"/\xff\xfe.zip")).write_bytes(b"x")
    before = set(teach.parent.rglob("*"))
    report = collect.downloads(teach, MODULE)
    assert {f"{n:03}" for n in range(500)} - {row.what[:3] for row in report.rows} == set()
    assert not [row for row in report.rows if "could not be looked at" in row.why or "could not be collected" in row.why]
    assert all(path.relative_to(teach).parts[0] in ("set-aside", "submitted") for path in set(teach.parent.rglob("*")) - before)


def test_looking_at_files_needs_nothing_heavy() -> None:
    """Finding and deciding import no nbgrader, so that a thousand hand-ins cost what reading them costs."""
    code = ("import sys, systems_leadership.marking.collect, systems_leadership.marking.collect.archive\n"
            "print([m for m in ('nbgrader', 'nbformat', 'nbconvert', 'sqlalchemy') if m in sys.modules])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
