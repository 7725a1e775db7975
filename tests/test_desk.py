"""What a cell calls: live where somebody can click, static where nobody can; troubles become pages, not tracebacks."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from plays import MODULE, open_game, play_run, write_sheet

from systems_leadership import desk, page, registry
from systems_leadership.exercise import Desk


def in_folder(folder: Path, code: str, **env: str) -> str:
    import os
    run = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env={**os.environ, **env})
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


@pytest.mark.parametrize("name", ["NBGRADER_EXECUTION", "COURSE_STATIC"])
def test_static_where_nobody_can_click_and_no_widget_loaded(tmp_path: Path, name: str) -> None:
    play_run(open_game(tmp_path), "ed", questions=2, finish=False)
    code = ("from systems_leadership import show, check\nimport sys\np = show('unfolding')\n"
            "print(type(p).__name__, p.text, check('unfolding', 'first_play').score, 'anywidget' in sys.modules)")
    out = in_folder(tmp_path / MODULE, code, **{name: "autograde"})
    assert out.startswith("Page First play: 2 of 24 questions as the emergency department, ")
    assert out.endswith(" players met, asking. 0 False")


def test_links_are_followed_in_a_learners_own_folder_and_not_where_nbgrader_runs(tmp_path: Path) -> None:
    play_run(open_game(tmp_path), "ed", questions=2, finish=False)
    record = tmp_path / MODULE / "unfolding.jsonl"
    record.rename(tmp_path / "synced")
    record.symlink_to(tmp_path / "synced")
    code = "from systems_leadership import show\nprint(show('unfolding').text)"
    assert in_folder(tmp_path / MODULE, code, COURSE_STATIC="1").startswith("First play: 2 of 24 questions")
    assert "unfolding.jsonl is a link to a file elsewhere, and a link is not read here." in in_folder(tmp_path / MODULE, code, NBGRADER_EXECUTION="autograde")


def test_live_otherwise(tmp_path: Path) -> None:
    open_game(tmp_path)
    assert in_folder(tmp_path / MODULE, "from systems_leadership import show\nprint(type(show('unfolding')).__name__)") == "ExerciseView"


def test_an_unknown_exercise_is_a_page_that_says_which_there_are(tmp_path: Path) -> None:
    shown = desk.show("no_such")
    assert isinstance(shown, page.Page)
    assert "There is no exercise called “no_such”. The course has: first_guess" in shown.text


@pytest.mark.parametrize("exercise", ["unfolding", "market_row", "three_standpoints", "reflection_a", "parcels", "hand_in", "start"])
def test_every_exercise_of_the_course_has_a_screen_a_picture_and_a_summary(tmp_path: Path, exercise: str) -> None:
    open_game(tmp_path)
    rules = registry.exercise(exercise)
    here = Desk(tmp_path / MODULE)
    assert rules.screen(rules.new(), here)["stage"]
    assert isinstance(rules.picture(rules.new(), here), str)
    assert rules.summary(rules.new())


def test_a_broken_record_loses_only_its_own_marks(tmp_path: Path) -> None:
    play_run(open_game(tmp_path), "ed")
    assert desk.run_check("unfolding", "first_play", Desk(tmp_path / MODULE)).score == 2
    (tmp_path / MODULE / "unfolding.jsonl").write_bytes(b"no record")
    check = desk.run_check("unfolding", "first_play", Desk(tmp_path / MODULE))
    assert check.score == 0
    assert "unfolding.jsonl is not a record of this course." in check.findings[0].why
    assert "is not a record of this course" in desk.picture(registry.exercise("unfolding"), Desk(tmp_path / MODULE)).html
    write_sheet(tmp_path, {"not_seen": "Still here."})
    assert "Still here." in desk.picture(registry.exercise("reflection_a"), Desk(tmp_path / MODULE)).html


def test_a_check_is_read_by_nbgrader_as_its_marks(tmp_path: Path) -> None:
    play_run(open_game(tmp_path), "ed")
    shown = desk.run_check("unfolding", "first_play", Desk(tmp_path / MODULE))._repr_mimebundle_()
    assert shown["text/plain"] == "2"
    assert "24 questions asked and the map closed" in shown["text/html"]


def test_a_view_answers_whatever_it_is_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No message leaves a browser waiting, and none raises in the kernel."""
    open_game(tmp_path)
    from systems_leadership.view import ExerciseView
    view, sent = ExerciseView("unfolding", Desk(tmp_path / MODULE)), []
    monkeypatch.setattr(view, "send", sent.append)
    for message in ({"op": {"do": "fly"}, "id": "1"}, {"op": None, "id": "2"}, {"id": "3"}, {"ask": True}, "nonsense", {"fetch": "../../etc/passwd", "id": "4"}, {"op": {"do": "undo"}, "id": "5"}):
        view._receive(view, message, [])
    assert [m.get("id") for m in sent] == ["1", "2", "3", None, None, "4", "5"]
    assert all(m.get("said") or m.get("screen") for m in sent)


def test_a_view_of_an_unusable_record_offers_to_set_it_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_game(tmp_path)
    (tmp_path / MODULE / "unfolding.jsonl").write_bytes(b"no record")
    from systems_leadership.view import ExerciseView
    view, sent = ExerciseView("unfolding", Desk(tmp_path / MODULE)), []
    monkeypatch.setattr(view, "send", sent.append)
    assert view.whole()["stage"] == "trouble"
    view._receive(view, {"aside": True, "id": "1"}, [])
    assert sent[0]["said"] == "Set aside as unfolding.set-aside.jsonl. A new record begins here."
    assert sent[0]["screen"]["stage"] == "standpoint"


def test_the_whole_state_is_sent_on_opening_and_only_then(tmp_path: Path) -> None:
    """The synced trait is worked out when a browser asks for it, and a move never re-sends it."""
    open_game(tmp_path)
    from systems_leadership.view import ExerciseView
    view = ExerciseView("unfolding", Desk(tmp_path / MODULE))
    assert view.get_state("screen")["screen"]["stage"] == "standpoint"
    view._receive(view, {"op": {"do": "start", "standpoint": "ed", "how": "picked", "seed": 1}, "id": "1"}, [])
    assert view.get_state("screen")["screen"]["stage"] == "before"
