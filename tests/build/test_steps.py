"""The steps in course.toml: nine modules, and no step that nobody could take or tick."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from plays import open_game, play_run

from systems_leadership import registry
from systems_leadership.build import make, steps
from systems_leadership.course import Course, Entry, Module, Rule, Step
from systems_leadership.exercise import Desk, Session

MODULES = ["m0_starting_points", "m1_defining_the_system", "m2_sources_of_power", "m3_whose_account", "m4_wicked_problems", "m5_politics_and_the_space",
           "m6_giving_the_work_back", "m7_choosing_an_intervention", "m8_power_ego_reflection"]
GAME = Entry("unfolding", "unfolding", "marlshire")


def faults(tmp_path: Path, step: Step) -> list[str]:
    (tmp_path / "course" / "m1").mkdir(parents=True)
    (tmp_path / "course" / "m1" / "work.md").write_text("# Work\n", encoding="utf-8")
    module = Module("m1", 1, "One", step.minutes, "Play.", 0, exercises=[GAME, Entry("lens", "lens")], steps=[step])
    return list(steps.problems(tmp_path, Course("C", "", [module])))


def test_nine_modules_in_order() -> None:
    assert [m.id for m in registry.course().module] == MODULES
    assert [m.number for m in registry.course().module] == list(range(9))


def test_every_written_module_has_steps_and_no_other() -> None:
    assert [bool(m.steps) for m in registry.course().module] == [m.written for m in registry.course().module]


def test_every_step_names_a_milestone_its_exercise_has() -> None:
    for module in registry.course().module:
        for step in module.steps:
            for rule in step.rules:
                found: Any = registry.exercise(rule.exercise)
                assert rule.milestone in found.milestones(found.new()), f"{module.id}: {step.text}"


def test_a_step_that_stands() -> None:
    assert list(steps.problems(make.root(), make.course(make.root()))) == []


@pytest.mark.parametrize(("page", "done", "said"), [
    ("work.ipynb", "cards_m1.answered", "m1 has no exercise “cards_m1”. Add it"),
    ("reading.ipynb", "unfolding.first_play", "there is no page reading.ipynb in course/m1. Write reading.md there"),
    ("work.ipynb", ["unfolding.first_play", "later.done"], "m1 has no exercise “later”"),
    ("work.ipynb", "unfolding", "“unfolding” is no rule"),
    ("work.ipynb", "lens.seen", "“lens” is a figure and keeps no record"),
])
def test_a_step_nobody_could_take_or_tick_is_named(tmp_path: Path, page: str, done: str | list[str], said: str) -> None:
    found = faults(tmp_path, Step("Play", 5, page, done))
    assert len(found) == 1
    assert found[0].startswith("course.toml, m1, step “Play”: ")
    assert said in found[0]


def test_minutes_are_the_sum_of_the_steps(tmp_path: Path) -> None:
    (tmp_path / "course" / "m1").mkdir(parents=True)
    (tmp_path / "course" / "m1" / "work.md").write_text("# Work\n", encoding="utf-8")
    module = Module("m1", 1, "One", 60, "Play.", 0, exercises=[GAME], steps=[Step("Play", 5, "work.ipynb", "unfolding.first_play")])
    assert list(steps.problems(tmp_path, Course("C", "", [module]))) == ["course.toml, m1: 60 minutes in all, and its steps come to 5. Correct one of them."]


def test_such_a_step_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "course" / "m1").mkdir(parents=True)
    (tmp_path / "course" / "course.toml").write_text(
        'title = "C"\nsubtitle = ""\n[[module]]\nid = "m1"\nnumber = 1\ntitle = "One"\nminutes = 1\nasks = "."\nmarks = 0\n'
        'steps = [{ text = "Turn the cards", minutes = 5, page = "work.ipynb", done = "cards.answered" }]\n', encoding="utf-8")
    with pytest.raises(make.BuildError, match="no exercise “cards”"):
        make.course(tmp_path)


def test_a_step_may_wait_for_several_things_or_for_none() -> None:
    assert Step("Read", 5, "reading.ipynb", ["a.kept", "b.answered"]).rules == [Rule("a", "kept"), Rule("b", "answered")]
    assert Step("Read", 5, "reading.ipynb").rules == []


def test_a_play_counts_once_it_is_closed_and_debriefed(tmp_path: Path) -> None:
    session = open_game(tmp_path)
    game: Any = session.exercise
    play_run(session, "ed", finish=False)
    assert game.milestones(session.state) == {"first_play": False, "second_play": False}
    again = Session(registry.exercise("unfolding"), Desk(tmp_path / "other"))
    (tmp_path / "other").mkdir()
    play_run(again, "ed")
    assert game.milestones(again.state) == {"first_play": True, "second_play": False}
    play_run(again, "family")
    assert game.milestones(again.state) == {"first_play": True, "second_play": True}


@pytest.mark.parametrize(("checks", "said"), [([("parcels", "division")], None), ([("parcels", "guess")], "“parcels” has no check “guess”; CHECKS in games/parcels/game.py has division."),
                                              ([("nowhere", "guess")], "has no exercise “nowhere”")])
def test_a_check_nobody_offers_is_named(checks: list[tuple[str, str]], said: str | None) -> None:
    module = Module("m", 1, "M", 0, "", 2, exercises=[Entry("parcels", "parcels")], checks=checks)
    found = list(steps.problems(Path("."), Course("", "", [module])))
    assert said in found[0] if said else found == []
