"""What the readings say of Marlshire in words, not numbers: true of the case as it stands, or the reading must change."""
from __future__ import annotations

import itertools

import msgspec
import pytest

from systems_leadership import registry
from systems_leadership.build import make
from systems_leadership.build.notebooks import facts, kinds_by_lot
from systems_leadership.case import SOURCES_OF_POWER, load
from systems_leadership.games.room import rules
from systems_leadership.games.unfolding.screen import words
from systems_leadership.registry import exercise

CASE = load()


def near(standpoint: str) -> set[str]:
    return {CASE.players[i].name for i in CASE.within(standpoint, 1)}


def test_only_the_kitchen_reaches_an_employer_or_a_child_at_home() -> None:
    for name in ("Local employer", "Child or young carer at home"):
        assert name in near("family")
        assert name not in near("response_police") | near("ward")


def test_the_kitchen_reaches_the_receptionist_and_not_the_doctor() -> None:
    assert "GP receptionist" in near("family")
    assert "General practice" not in near("family")


def test_none_of_those_active_only_in_crisis_is_active_in_march() -> None:
    assert all("prevention" not in p.phase for p in CASE.players.values() if p.phase == ["crisis"])


def test_the_best_division_has_fewer_parcels_and_cuts_less_than_the_division_by_sector() -> None:
    found = facts(CASE)
    assert found["best_parcels"] < found["parcels_by_sector"]
    assert found["best_cut"] < found["cut_by_sector"]
    assert found["cut_by_sector_of_people"] == found["ties_of_people"] > 0, "the reading says that those they deal with are of other kinds"


def test_the_landlord_is_a_player_with_ties_to_home_life_and_not_to_the_trust() -> None:
    landlord = next(i for i, p in CASE.players.items() if p.name == "Private landlord")
    assert "Acute mental health ward" not in near(landlord)


def test_the_officer_has_a_part_only_in_crisis_and_the_landlord_in_march() -> None:
    assert CASE.players["response_police"].phase == ["crisis"]
    assert "prevention" in CASE.players["landlord"].phase


def test_teams_of_the_health_service_are_one_kind() -> None:
    assert len({CASE.players[i].kind for i in ("ward", "home_treatment", "gp", "ed", "ambulance")}) == 1


def test_who_goes_and_who_comes_when_the_lens_is_turned_from_crisis_to_prevention() -> None:
    for i in ("response_police", "ward", "ed"):
        assert "crisis" in CASE.players[i].phase
        assert "prevention" not in CASE.players[i].phase
    for i in ("landlord", "employer", "debt_advice"):
        assert "crisis" not in CASE.players[i].phase
        assert "prevention" in CASE.players[i].phase


def test_kinds_said_in_words() -> None:
    assert {i: CASE.players[i].kind for i in ("landlord", "friend", "passer_by")} == {"landlord": "housing", "friend": "carers", "passer_by": "public"}


def test_the_game_sends_players_to_the_reading_by_its_title() -> None:
    title = next(line for line in (make.root() / "course" / "m1_defining_the_system" / "reading.md").read_text(encoding="utf-8").splitlines() if line.startswith("# "))
    assert f"“{title[2:]}”" in words()["finished_first"]
    assert f"“{title[2:]}”" in words()["read_first"]


import itertools

import msgspec
import pytest

from systems_leadership import registry
from systems_leadership.build import make
from systems_leadership.build.notebooks import facts, kinds_by_lot
from systems_leadership.case import SOURCES_OF_POWER, load
from systems_leadership.games.room import rules
