"""The figures in Reflection B's model answers are those of one play and two divisions of it, worked out again here."""
from __future__ import annotations

import pytest
from plays import PLAY, TALK, do, open_game

from systems_leadership.build import make
from systems_leadership.games.parcels import division, facts, search
from systems_leadership.games.who_can_stop import tasks

FOUR = {
    "Treatment": ["ambulance", "community_mh", "drug_alcohol", "ed", "gp", "gp_reception", "home_treatment", "liaison", "private_hospital", "ward", "amhp", "mh_commissioner"],
    "Safety and law": ["control_room", "court_diversion", "custody", "response_police", "street_triage", "police_commissioner", "prison_resettle", "domestic_abuse",
                       "coastguard", "department", "inspectorate", "records_supplier", "staff_union"],
    "Home": ["housing_assoc", "housing_options", "landlord", "night_shelter", "supported_housing", "family", "friend", "neighbour", "young_carer", "bereaved", "care_home",
             "carers_org", "first_crisis", "repeat_crisis", "walked_away", "in_recovery", "env_health", "employer"],
    "Place": ["arts_project", "leisure_centre", "library", "parks", "debt_advice", "supported_employment", "faith_group", "food_bank", "mens_shed", "migrant_group",
              "night_workers", "passer_by", "pub_betting", "recovery_college", "advocate", "user_network"]}


@pytest.fixture(scope="module")
def game(tmp_path_factory: pytest.TempPathFactory):
    session = open_game(tmp_path_factory.mktemp("play"))
    ids = {p.name: i for i, p in session.exercise.case.players.items()}
    do(session, do="start", standpoint="mh_commissioner", how="picked", seed=0)
    do(session, do="before", text=TALK)
    for n, (player, question) in enumerate(PLAY, 1):
        do(session, do="ask", player=ids[player], question=question)
        if n % 6 == 0:
            do(session, do="keep", text=f"{TALK} {n}", why="The ward named five services.")
    return session


def answers(level: int) -> str:
    task = make.tasks(make.root())["reflection_b"]
    return " ".join(next(a for a in task["model_answer"] if a["level"] == level)["answers"].values())


def test_the_parcels_hold_everybody_met(game) -> None:
    assert sorted(i for ids in FOUR.values() for i in ids) == sorted(game.state.runs[0].met)


@pytest.mark.parametrize("level", [1, 2])
def test_three_parcels(game, level: int) -> None:
    place = {i: "Services" if name in ("Treatment", "Safety and law") else name for name, ids in FOUR.items() for i in ids}
    d, case = division.count(game.exercise.case, place), game.exercise.case
    assert f"cut {d.cut} of {d.ties} ties" in answers(level)
    assert f"{d.per_cent} in every hundred" in answers(level)
    assert d.liaison == 3
    cut = {frozenset((t.a, t.b)) for t in division.ties_among(case, place) if division.is_cut(place, t)}
    for pair in (("care_home", "gp"), ("prison_resettle", "housing_options"), ("gp", "debt_advice"), ("inspectorate", "care_home")):
        assert frozenset(pair) in cut
    assert ("repeat_crisis", 10, 7) in d.people


def test_four_parcels(game) -> None:
    place = {i: name for name, ids in FOUR.items() for i in ids}
    case, said = game.exercise.case, answers(3)
    d, found = division.count(case, place), facts.row(case, division.from_groups(search.all_sizes(case, sorted(place))["4"]))
    assert f"cut {d.cut} of {d.ties} ties, {d.per_cent} in every hundred, and every one of the six pairs" in said
    assert d.liaison == 6
    assert ("repeat_crisis", 10, 7) in d.people
    assert f"cut {found['per_cent']} in every hundred, {found['largest']} of my {len(place)} players" in said


def test_what_was_asked_when(game) -> None:
    run = game.state.runs[0]
    assert run.met["landlord"] == 14
    assert [(a.player, a.question) for a in run.asked][14] == ("landlord", "pays")
    assert {a.player for a in run.asked[18:22]} == {"response_police", "control_room", "custody"}
    assert run.asked[22].player == "employer"


def test_what_the_answers_of_module_2_say_of_the_twelve_tasks() -> None:
    """The table as it is built: one name under two conditions of a way back to work, one under the unions', none that stops a calm place alone."""
    table = tasks.load("marlshire")
    alone = tasks.alone(table)
    assert "back_to_work" in alone["in_recovery"]
    assert "back_to_work" in alone["employer"]
    assert sorted(len(need.any) for need in table["back_to_work"].need) == [1, 1, 2]
    assert "staff_change" in alone["staff_union"]
    assert not any("calm_place" in ids for ids in alone.values())
    assert sorted(len(need.any) for need in table["calm_place"].need) == [3, 3]
    assert not {"first_crisis", "repeat_crisis", "walked_away"} & {i for need in table["calm_place"].need for i in need.any}
