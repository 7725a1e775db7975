"""The tight grip: scenes that branch, acts that are kept, consequences that come home later, the check, the pages."""
from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import msgspec
import pytest
from plays import MODULE_2, do, play_week, refused

from systems_leadership import registry
from systems_leadership.case import load
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.tight_grip import checks, picture, rules, scenes
from systems_leadership.games.tight_grip.state import State

WEEK = scenes.load("tight_grip")


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / MODULE_2).mkdir()
    return Session(registry.exercise("tight_grip"), Desk(tmp_path / MODULE_2))


def every_play() -> list[State]:
    """Every way through the week."""
    plays = [State()]
    for scene in WEEK.scene:
        plays = [msgspec.structs.replace(p, chosen={**p.chosen, scene.id: c.id}, left=[*p.left, scene.id]) for p in plays for c in rules.open_choices(p, scene)]
    return plays


def test_six_scenes_from_two_chairs_in_turn() -> None:
    assert [scene.of for scene in WEEK.scene] == ["cabinet_member", "public_health"] * 3
    assert list(scenes.problems(WEEK, set(load().players))) == []


def test_every_way_through_the_week_ends_and_every_choice_lies_on_one() -> None:
    plays = every_play()
    assert len(plays) == 3 * 3 * 3 * 3 * 3 * 3 + 3 * 2 * 3 * 1 * 3 * 3          # handing over the chair is open after two of three drafts
    assert {(s, c) for p in plays for s, c in p.chosen.items()} == {(s.id, c.id) for s in WEEK.scene for c in s.choice}
    for p in plays:
        assert rules.stage(WEEK, p) == "end"
        told = [s.id for where in (*(s.id for s in WEEK.scene), "end") for s, _ in rules.landed(WEEK, p, where)]
        assert sorted(told) == sorted(p.chosen), "each choice comes home exactly once"


def test_a_choice_opened_by_an_earlier_one(session: Session) -> None:
    def to_the_room(draft: str) -> list[str]:
        state = session.exercise.new()
        for scene, choice in (("diary", "goes"), ("draft", draft), ("money", "half")):
            rules.apply(WEEK, state, {"do": "choose", "scene": scene, "choice": choice})
            rules.apply(WEEK, state, {"do": "go_on", "scene": scene})
        return [c.id for c in rules.open_choices(state, WEEK.scene[3])]
    assert "hands_over" not in to_the_room("mine")
    assert "hands_over" in to_the_room("four")
    assert "hands_over" in to_the_room("questions")


def test_acts_are_kept_in_order_and_some_do_both(tmp_path: Path) -> None:
    session = play_week(tmp_path, {"diary": "goes", "draft": "questions", "money": "holds"})
    acts = rules.acts(WEEK, session.state)
    assert [(a.scene.id, a.draws_in) for a in acts[:4]] == [("diary", False), ("draft", True), ("draft", False), ("money", True)]
    quoted = session.exercise.quotes(session.state)
    assert quoted["grip_out"].startswith("went to a meeting you did not call")
    assert "kept the money back" in quoted["grip_in"]


def test_there_is_something_to_quote_before_any_play(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {"grip_in": "nothing", "grip_out": "nothing"}


def test_a_consequence_waits_for_its_scene_and_nothing_ahead_travels(session: Session) -> None:
    text = str(session.screen)
    assert all(c.yours not in text and c.under not in text for s in WEEK.scene for c in s.choice)
    assert WEEK.scene[1].text.split("\n\n")[0] not in text
    do(session, do="choose", scene="diary", choice="apologies")
    made = next(c for c in WEEK.scene[0].choice if c.id == "apologies")
    assert made.theirs in str(session.screen)
    after = made.after
    for scene, choice in (("diary", ""), ("draft", "mine"), ("money", "holds")):
        shown = {k: v for k, v in session.screen["scenes"][session.screen["now"]].items() if k == "came"}
        assert after not in str(shown)
        if choice:
            do(session, do="choose", scene=scene, choice=choice)
        do(session, do="go_on", scene=scene)
    assert session.screen["now"] == "room"
    assert after in str(session.screen["scenes"]["room"]["came"])


def test_what_is_refused_and_in_what_words(session: Session) -> None:
    assert "Choose what you do first" in refused(session, do="go_on", scene="diary")
    assert "has not begun" in refused(session, do="choose", scene="money", choice="holds")
    assert "cannot be chosen" in refused(session, do="choose", scene="diary", choice="mine")
    do(session, do="choose", scene="diary", choice="goes")
    assert "Undo takes it back" in refused(session, do="choose", scene="diary", choice="opens")
    assert "to its end first" in refused(session, do="finish", debrief={"noticed": "x", "cost": "y"})
    do(session, do="undo")
    do(session, do="choose", scene="diary", choice="opens")
    assert session.state.chosen == {"diary": "opens"}


def test_undo_goes_back_through_the_week_and_not_past_the_end(tmp_path: Path, session: Session) -> None:
    for scene, choice in (("diary", "goes"), ("draft", "four")):
        do(session, do="choose", scene=scene, choice=choice)
        do(session, do="go_on", scene=scene)
    for _ in range(3):
        do(session, do="undo")
    assert (session.state.chosen, session.state.left) == ({"diary": "goes"}, [])
    done = play_week(tmp_path / "whole")
    assert not done.screen["undo"]


@pytest.mark.parametrize(("upto", "score", "says"), [(0, 0, "not begun"), (3, 0, "3 of 6 scenes"), (6, 1, "not answered yet"), (7, 2, "all 6 scenes played")])
def test_the_check_says_what_is_missing(session: Session, upto: int, score: int, says: str) -> None:
    for scene in itertools.islice(WEEK.scene, upto):
        do(session, do="choose", scene=scene.id, choice=scene.choice[0].id)
        do(session, do="go_on", scene=scene.id)
    if upto > 6:
        do(session, do="finish", debrief={"noticed": "Holding it.", "cost": "Sleep."})
    found = checks.played(WEEK, session.state)
    assert found.score == score
    assert any(says in f.why for f in found.findings)


def test_a_whole_week_is_pictured_and_comes_back(tmp_path: Path) -> None:
    session = play_week(tmp_path)
    again = replay(session.exercise, session.record.ops)
    assert (again.skipped, again.state) == (0, session.state)
    html = picture.picture(load(), WEEK, session.state)
    assert html.count("That it would come apart") == 8
    assert "6 of 6 scenes" in html
    assert "score" not in html.lower()


def test_what_a_learner_types_is_escaped(tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    html = picture.picture(load(), WEEK, play_week(tmp_path, text=bad).state)
    assert bad not in html
    assert html.count("&lt;img") == 8


def changed(scene: int, choice: int, **fields: Any) -> scenes.Week:
    week = msgspec.to_builtins(WEEK)
    week["scene"][scene]["choice"][choice] |= fields
    return msgspec.convert(week, type=scenes.Week)


@pytest.mark.parametrize(("week", "message"), [
    (changed(3, 0, lands="money"), "it lands in “money”, which is no later scene"), (changed(0, 0, whose="king"), "'king' is no player"), (changed(0, 0, draws_in=""), "it neither draws anything in"),
    (changed(3, 2, needs=["story.date"]), "it needs “story.date”, which nobody can have chosen by then"), (changed(0, 0, id="goes"), "each with an id of its own")])
def test_a_wrong_week_is_named_with_its_remedy(week: scenes.Week, message: str) -> None:
    assert any(message in fault for fault in scenes.problems(week, set(load().players)))
