"""The start page: read from the records beside it, written by nobody; one thing to do next; help close by, escaped."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from plays import MODULE, MODULE_0, do, open_game, play_run, read_m1, seal, write_sheet

from systems_leadership import desk as desks
from systems_leadership import registry
from systems_leadership.exercise import Desk, Session
from systems_leadership.games.start.game import helps, hours
from systems_leadership.view import ExerciseView

HOSTILE = "<img src=x onerror=alert(1)>"


def screen(root: Path) -> dict[str, Any]:
    start: Any = registry.exercise("start")
    return start.screen(start.new(), Desk(root))


def module(root: Path, name: str) -> dict[str, Any]:
    return next(m for m in screen(root)["modules"] if m["id"] == name)


def ticked(root: Path, name: str = MODULE) -> list[str]:
    return [s["text"] for s in module(root, name)["steps"] if s["done"]]


def test_a_new_learner_begins_at_the_beginning(tmp_path: Path) -> None:
    open_game(tmp_path)
    found = screen(tmp_path)
    assert found["over"] == "A course in eight modules and a beginning"
    assert [m["status"] for m in found["modules"]] == ["now", *("open" if m.written else "to come" for m in registry.course().module[1:])]
    assert found["go"]["words"] == "Begin: write a first guess, 5 min"
    assert found["go"]["href"] == f"{MODULE_0}/reading.ipynb"
    assert found["map"] == {}
    assert found["troubles"] == []


def test_only_written_modules_have_a_link(tmp_path: Path) -> None:
    assert [bool(m["href"]) for m in screen(tmp_path)["modules"]] == [m.written for m in registry.course().module]


def test_steps_are_ticked_from_the_records_and_one_thing_comes_next(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    seal(tmp_path)
    found = module(tmp_path, MODULE_0)
    assert (found["status"], found["words"], found["steps"]) == ("done", "Your sealed sheet waits for module 8.", [])
    go = screen(tmp_path)["go"]
    assert (go["words"], go["exercise"], go["nudge"]) == ("Go on: play from your first standpoint, 45 min", "", "You choose where to sit, or draw a place."), "the work page has something to say first"
    play_run(game, "mh_commissioner")
    assert ticked(tmp_path) == ["Play from your first standpoint"]
    assert screen(tmp_path)["go"]["words"] == "Go on: read “Not one for us”, and answer its cards, 65 min"
    read_m1(tmp_path)
    go = screen(tmp_path)["go"]
    assert (go["words"], go["exercise"]) == ("Go on: play from another standpoint, 30 min", "unfolding")
    assert go["nudge"].startswith("You sat as the mental health commissioner. This time you might sit as the ")
    play_run(game, "family", questions=3, finish=False)
    assert screen(tmp_path)["go"]["nudge"] == "You are sitting as the partner or parent, after 3 of 24 questions."


def test_what_is_to_be_handed_in_next(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    words = screen(tmp_path)["hand_in"]
    assert words["words"].startswith("Nothing yet. Module 1 will ask for “Your two maps” and “A boundary you would defend”.")
    assert words["href"] == ""
    play_run(game, "ed")
    words = screen(tmp_path)["hand_in"]
    assert words["words"] == "Module 1: “Your two maps” and “A boundary you would defend”. Your tutor reads what you write; nothing marks your opinions."
    assert words["exercise"] == "hand_in"
    write_sheet(tmp_path, {"not_seen": "The landlord."})
    hand = Session(registry.exercise("hand_in"), game.desk)
    do(hand, do="number", learner="1042")
    do(hand, do="hand_in")
    assert ticked(tmp_path)[-1] == "Hand in"
    assert screen(tmp_path)["hand_in"]["words"] == "Nothing is waiting to be handed in."


def test_the_map_shows_those_met_and_nobody_else(tmp_path: Path) -> None:
    game = open_game(tmp_path)
    play_run(game, "mh_commissioner", questions=2, finish=False)
    found = screen(tmp_path)["map"]
    assert set(found["seats"]) == set(game.state.runs[-1].met)
    assert found["you"] == "mh_commissioner"
    assert found["caption"] == "Your map when you last left it. Nobody stands in the middle yet."


@pytest.mark.parametrize(("spoil", "said", "counted"), [
    (lambda b: b"no record", "unfolding.jsonl in module 1 cannot be read, so what it holds is not ticked here; the page it belongs to says what to do.", []),
    (lambda b: b + b"half a li", "is damaged from move", ["Play from your first standpoint"]),
])
def test_a_damaged_record_is_one_sentence_and_the_rest_stands(tmp_path: Path, spoil: Any, said: str, counted: list[str]) -> None:
    play_run(open_game(tmp_path), "ed")
    write_sheet(tmp_path, dict.fromkeys(("not_seen", "first_six", "your_place"), "Still here."))
    path = tmp_path / MODULE / "unfolding.jsonl"
    path.write_bytes(spoil(path.read_bytes()))
    found = screen(tmp_path)
    assert len(found["troubles"]) == 1
    assert said in found["troubles"][0]
    assert ticked(tmp_path) == [*counted, "Write Reflection A"]


def test_nothing_is_ever_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking, and any move a browser could send, leave every file as it was, a damaged one too."""
    play_run(open_game(tmp_path), "ed")
    path = tmp_path / MODULE / "unfolding.jsonl"
    path.write_bytes(path.read_bytes() + b"half a li")

    def files() -> dict[str, bytes]:
        return {str(p): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    before, sent = files(), []
    view = ExerciseView("start", Desk(tmp_path))
    monkeypatch.setattr(view, "send", sent.append)
    for op in ({"do": "undo"}, {"do": "write", "field": "x", "text": "y"}, {"do": "finish"}, None):
        view._receive(view, {"op": op, "id": "1"}, [])
    view._receive(view, {"ask": True}, [])
    desks.picture(registry.exercise("start"), Desk(tmp_path))
    assert files() == before
    assert not any(m.get("made") for m in sent)


def test_help_lines_of_a_cohort_and_of_somebody_alone(tmp_path: Path) -> None:
    alone = helps(tmp_path)
    assert [line["how"] for line in alone["lines"]] == ["116 123", "999"]
    assert "no organisation’s help lines" in alone["note"]
    (tmp_path / "cohort.toml").write_text('title = "Autumn"\ncare_contact = "Ask for Room 4."\n[[help_line]]\nname = "Staff support"\nnumber = "01632 960 123"\nwords = "weekdays"\n', encoding="utf-8")
    cohort = helps(tmp_path)
    assert cohort["lines"] == [{"name": "Staff support", "how": "01632 960 123, weekdays"}, {"name": "In an emergency", "how": "999"}]
    assert (cohort["title"], cohort["contact"], cohort["note"]) == ("Autumn", "Ask for Room 4.", "")
    (tmp_path / "cohort.toml").write_text("title = ", encoding="utf-8")
    assert [line["how"] for line in helps(tmp_path)["lines"]] == ["116 123", "999"]
    assert "cannot be used. Tell your tutor." in helps(tmp_path)["note"]


def test_whatever_a_cohort_writes_is_text(tmp_path: Path) -> None:
    bad = json.dumps(HOSTILE)
    (tmp_path / "cohort.toml").write_text(f"title = {bad}\ncare_contact = {bad}\n[[help_line]]\nname = {bad}\nwords = {bad}\n", encoding="utf-8")
    page = desks.picture(registry.exercise("start"), Desk(tmp_path)).html
    assert "<img" not in page
    assert "&lt;img src=x" in page


def test_the_static_page_has_modules_map_and_help(tmp_path: Path) -> None:
    play_run(open_game(tmp_path), "mh_commissioner", questions=2, finish=False)
    shown = desks.picture(registry.exercise("start"), Desk(tmp_path))
    for words in ("8. Power, ego, reflection", "still to come", "Go on: write a first guess, 5 min", "Nobody stands in the middle yet.", "116 123", "<svg"):
        assert words in shown.html
    assert shown.text.startswith("Systems leadership: 0 Starting points, 1 Defining the system")


@pytest.mark.parametrize(("minutes", "words"), [(5, "about 5 min"), (70, "about 70 min"), (180, "about 3 h"), (210, "about 3½ h"), (300, "about 5 h"), (330, "about 5½ h")])
def test_time_in_words(minutes: int, words: str) -> None:
    assert hours(minutes) == words
