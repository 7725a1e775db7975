"""Handing in: the whole work in one file, receipts, and a plain sentence when it cannot be done."""
from __future__ import annotations

import hashlib
import json
import logging
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from plays import MODULE, do, open_game, play_run, refused, write_sheet

from systems_leadership import folder, registry
from systems_leadership.exercise import Desk, Session
from systems_leadership.games.hand_in import frame
from systems_leadership.marking.collect.zip_collect import ManifestCollector


@pytest.fixture
def root(tmp_path: Path) -> Path:
    play_run(open_game(tmp_path), "ed", questions=2, finish=False)
    return tmp_path


def session(root: Path) -> Session:
    return Session(registry.exercise("hand_in"), Desk(root / MODULE))


def hand_in(root: Path) -> Path:
    hand = session(root)
    do(hand, do="number", learner="1042")
    do(hand, do="hand_in")
    return max((root / "handed in").iterdir())


def test_the_file_holds_the_page_and_the_records_and_says_what_they_are(root: Path) -> None:
    write_sheet(root, {"not_seen": "The landlord."})
    with zipfile.ZipFile(hand_in(root)) as archive:
        says = json.loads(archive.read("manifest.json"))
        assert says["assignment"] == MODULE
        assert says["learner"] == "1042"
        assert sorted(i["name"] for i in says["files"]) == ["hand_in.jsonl", "reflection_a.jsonl", "unfolding.jsonl", "work.ipynb"]
        for item in says["files"]:
            data = archive.read(item["name"])
            assert (item["bytes"], item["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
            assert data == (root / MODULE / item["name"]).read_bytes() or item["name"] == "hand_in.jsonl"


def test_a_number_is_asked_for_first(root: Path) -> None:
    assert refused(session(root), do="hand_in").startswith("Write your learner number first")
    assert not (root / "handed in").exists()


@pytest.mark.parametrize("number", ["", "two words", "../../etc", "a" * 41, "<b>", "-x", "é"])
def test_what_is_no_learner_number(root: Path, number: str) -> None:
    assert refused(session(root), do="number", learner=number).startswith("A learner number has letters, digits, dots or dashes")


def test_nothing_begun_is_nothing_to_hand_in(tmp_path: Path) -> None:
    open_game(tmp_path)
    hand = session(tmp_path)
    (tmp_path / MODULE / "hand_in.jsonl").unlink(missing_ok=True)
    hand.state.learner = "1042"
    assert refused(hand, do="hand_in").startswith("There is nothing to hand in yet")


def test_a_missing_page_says_how_to_get_it_back(root: Path) -> None:
    hand = session(root)
    do(hand, do="number", learner="1042")
    (root / MODULE / "work.ipynb").unlink()
    assert refused(hand, do="hand_in").startswith("Your work page (work.ipynb) is not in this folder.")


def test_a_renamed_page_is_found(root: Path) -> None:
    (root / MODULE / "work.ipynb").rename(root / MODULE / "my answers.ipynb")
    with zipfile.ZipFile(hand_in(root)) as archive:
        assert "work.ipynb" in archive.namelist()


def test_a_link_is_not_followed(root: Path) -> None:
    secret = root / "secret.txt"
    secret.write_text("secret")
    (root / MODULE / "reflection_a.jsonl").symlink_to(secret)
    do(session(root), do="number", learner="1042")
    said = refused(session(root), do="hand_in")
    assert said == "reflection_a.jsonl is a link to a file elsewhere, and a link is not read here. Put the file itself in its place. Nothing was handed in."
    assert not (root / "handed in").exists()


def test_receipts_are_kept_and_later_work_is_noticed(root: Path) -> None:
    hand_in(root)
    again = session(root)
    assert len(again.screen["receipts"]) == 1
    assert again.screen["changed"] is False
    write_sheet(root, {"not_seen": "One more thought."})
    again.refresh()
    assert again.screen["changed"] is True
    do(again, do="hand_in")
    assert again.screen["changed"] is False


def test_a_folder_that_cannot_be_written_to_says_so_and_leaves_no_receipt(root: Path) -> None:
    hand = session(root)
    do(hand, do="number", learner="1042")
    (root / "handed in").write_text("a file in the way")
    assert refused(hand, do="hand_in").startswith("Not handed in: the file could not be written")
    assert hand.state.receipts == []


def test_the_screen_shows_the_marks_as_the_record_stands(root: Path) -> None:
    found = session(root).screen["checks"]["first_play"]
    assert found == {"exercise": "unfolding", "title": "The unfolding game (first play)", "score": 0, "points": 2.0, "why": found["why"]}
    assert "2 of 24 questions asked" in found["why"][0]["why"]


# --- the tutor's end
def unpacked(root: Path, tmp: str = "out") -> Path:
    to = root / tmp
    with zipfile.ZipFile(hand_in(root)) as archive:
        archive.extractall(to)
    return to


def test_collecting_reads_whose_and_when_from_the_manifest(root: Path) -> None:
    out = unpacked(root)
    info = ManifestCollector().collect(str(out / "unfolding.jsonl"))
    assert info is not None
    assert (info["student_id"], info["file_id"]) == ("1042", "unfolding.jsonl")
    assert info["timestamp"] == json.loads((out / "manifest.json").read_text())["handed_in"]
    assert ManifestCollector().collect(str(out / "manifest.json")) is None


def manifest_with(out: Path, old: str, new: str) -> None:
    text = (out / "manifest.json").read_text()
    assert old in text
    (out / "manifest.json").write_text(text.replace(old, new))


@pytest.mark.parametrize(("spoil", "why"), [
    (lambda out: (out / "manifest.json").unlink(), "it has no manifest beside it that can be believed"),
    (lambda out: (out / "manifest.json").write_text("{"), "its manifest cannot be read"),
    (lambda out: manifest_with(out, '"1042"', '"../x"'), "its learner number is not one."),
    (lambda out: manifest_with(out, "T", " "), "it has no proper time in its manifest."),
    (lambda out: manifest_with(out, '"version": 1', '"version": 9'), "made by other or newer software."),
    (lambda out: (out / "unfolding.jsonl").write_bytes((out / "unfolding.jsonl").read_bytes()[:-2] + b"x\n"), "it was changed after it was handed in."),
    (lambda out: (out / "unfolding.jsonl").write_bytes((out / "unfolding.jsonl").read_bytes() + b"x"), "it was changed after it was handed in."),
    (lambda out: manifest_with(out, "unfolding.jsonl", "page.html"), "it is not one of the files a hand-in holds.")])
def test_what_cannot_be_trusted_is_left_out_and_named(root: Path, caplog: pytest.LogCaptureFixture, spoil: Callable[[Path], object], why: str) -> None:
    out = unpacked(root)
    spoil(out)
    collector = ManifestCollector(log=logging.getLogger("collector"))        # else that of whatever application ran before
    assert collector.collect(str(out / "unfolding.jsonl")) is None
    assert why in caplog.text


def test_a_page_that_lost_cells_says_so_and_a_whole_one_does_not(tmp_path: Path) -> None:
    folder.fill(tmp_path)
    work = tmp_path / MODULE
    assert frame.missing(work, MODULE) == []
    notebook = json.loads((work / "work.ipynb").read_text(encoding="utf-8"))
    whole = notebook["cells"]
    notebook["cells"] = [c for c in whole if 'check("unfolding", "second_play")' not in "".join(c["source"])]
    (work / "work.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert "has lost a check" in frame.missing(work, MODULE)[0]
    notebook["cells"] = []
    (work / "work.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    assert "hand_in" in frame.missing(work, MODULE)[0]
    (work / "work.ipynb").write_text("not a notebook", encoding="utf-8")
    assert "Your work is safe" in frame.missing(work, MODULE)[0]


def test_what_is_written_beside_a_reading_stays_with_the_learner() -> None:
    """A tutor gets what is marked and what that quotes: no first guess, no cards."""
    sent = set(registry.exercise("hand_in").records)
    assert {"unfolding", "parcels", "reflection_a"} <= sent
    assert sent & {"market_row", "cards_m1", "lens", "ways_to_cut", "three_standpoints", "first_guess", "own_system"} == set()
    sent = set(registry.exercise("hand_in_m4").records)
    assert {"reflection_a_m4", "reflection_b_m4"} <= sent
    assert sent & {"mould", "outbreak", "who_can_ask", "cards_m4"} == set()
    sent = set(registry.exercise("hand_in_m2").records)
    assert {"reflection_a_m2", "reflection_b_m2"} <= sent
    assert sent & {"night_place", "cards_m2", "three_reaches", "whose_paper"} == set()


def test_a_page_that_lost_a_game_names_it_even_while_its_checks_are_there(tmp_path: Path) -> None:
    folder.fill(tmp_path)
    path = tmp_path / MODULE / "work.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"] = [c for c in notebook["cells"] if 'show("unfolding")' not in "".join(c["source"])]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert frame.missing(path.parent, MODULE)[0].startswith("This page has lost the part of it for unfolding.")
