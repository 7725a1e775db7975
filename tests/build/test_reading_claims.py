"""What the readings say of Marlshire in words, not numbers: true of the case as it stands, or the reading must change."""
from __future__ import annotations

import itertools
import tomllib

import msgspec
import pytest

from systems_leadership import registry
from systems_leadership.build import make
from systems_leadership.build.notebooks import facts, kinds_by_lot
from systems_leadership.case import SOURCES_OF_POWER, load
from systems_leadership.games.agenda import game as agenda
from systems_leadership.games.agenda import votes
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


# --- module 2, “Apologies for absence”

def test_whom_the_commissioner_pays() -> None:
    paid = {t.b for t in CASE.ties if t.type == "funds" and t.a == "mh_commissioner"}
    assert facts(CASE)["pays"]("mh_commissioner") == len(paid)
    assert not paid & {"landlord", "employer", "friend"}, "the reading says that none of them is among those she pays"


def test_the_only_shortest_way_from_the_commissioner_to_the_landlord() -> None:
    """Three steps, through the service-user network and somebody who has stepped away; and she pays neither."""
    def next_to(i: str) -> set[str]:
        return CASE.within(i, 1)
    assert "landlord" not in CASE.within("mh_commissioner", 2)
    ways = {(a, b) for a in next_to("mh_commissioner") for b in next_to(a) if "landlord" in next_to(b)}
    assert ways == {("user_network", "walked_away")}
    assert not {"user_network", "walked_away"} & {t.b for t in CASE.ties_of["mh_commissioner"] if t.type == "funds"}


def test_where_the_edge_of_the_commissioners_role_runs() -> None:
    """The network has her hearing to lose; whoever has stepped away, and the landlord, have no tie with her; the librarian is three steps off."""
    assert "user_network" in {t.a for t in CASE.ties_of["mh_commissioner"] if t.type == "speaks to"}
    assert not {"walked_away", "landlord"} & CASE.within("mh_commissioner", 1)
    assert steps("mh_commissioner", "library") == steps("mh_commissioner", "landlord") == 3


def test_the_votes_the_reading_tells_in_words() -> None:
    assert agenda.WISHES == {"cabinet_member": ("cafe", "car", "beds"), "police_commissioner": ("car", "beds", "cafe"), "mh_commissioner": ("beds", "cafe", "car")}
    first, last = votes.meeting(agenda.WISHES, ("cafe", "car", "beds"))
    assert [(r.winner, r.loser, len(r.won), len(r.lost)) for r in (first, last)] == [("cafe", "car", 2, 1), ("beds", "cafe", 2, 1)]
    assert all(votes.outcome(agenda.WISHES, paper) == paper[2] for paper in votes.orders(list(agenda.OPTIONS))), "what is kept for the last vote wins"


def test_the_three_whose_reach_is_drawn_are_those_the_reading_names() -> None:
    assert registry.find("three_reaches")[1].standpoints == ["mh_commissioner", "response_police", "repeat_crisis"]
    assert len(near("repeat_crisis")) > len(near("response_police")), "the reading sets the one without a post before the officer"


def test_the_control_room_codes_every_call_in_one_of_five_ways() -> None:
    assert CASE.players["control_room"].sees == "every call, coded in one of five ways"


def test_the_ten_sources_of_the_list_are_those_of_the_library_in_its_order() -> None:
    text = (make.root() / "course" / "m2_sources_of_power" / "reading.md").read_text(encoding="utf-8")
    in_list = [line[3:].split("*")[0].lower() for line in text.splitlines() if line.startswith("- *")]
    in_table = [line[2:].split(" |")[0].lower() for line in text.splitlines() if line.startswith("| ") and not line.startswith("| Source")]
    assert in_list == in_table
    assert [{"lived experience": "lived", "withdrawal": "exit"}.get(name, name) for name in in_list] == list(SOURCES_OF_POWER)


# module 4

def steps(a: str, b: str) -> int:
    """How many steps it takes from one player to another."""
    return next(n for n in range(1, 9) if b in CASE.within(a, n))


def test_no_parent_is_near_the_director_of_public_health_and_one_is_tied_to_the_receptionist() -> None:
    assert "Partner or parent" not in near("public_health")
    assert steps("public_health", "family") == 4
    assert "Partner or parent" in near("gp_reception")


def test_the_tenancy_officer_and_environmental_health_work_side_by_side() -> None:
    assert {t.type for t in CASE.ties if {t.a, t.b} == {"housing_assoc", "env_health"}} == {"works with"}


def test_the_tenancy_officer_has_400_doors() -> None:
    assert "four hundred doors" in CASE.players["housing_assoc"].says["hands"]


def test_no_step_of_module_4_calls_the_reading_by_another_name() -> None:
    title = next(line for line in (make.root() / "course" / "m4_wicked_problems" / "reading.md").read_text(encoding="utf-8").splitlines() if line.startswith("# "))
    module = next(m for m in make.course(make.root()).module if m.id == "m4_wicked_problems")
    assert any(f"“{title[2:]}”" in step.text for step in module.steps)
    assert f"“{title[2:]}”" in (make.root() / "course" / "m4_wicked_problems" / "work.md").read_text(encoding="utf-8")


# --- module 7, "Twenty-four chairs"

def test_who_speaks_by_half_past_eleven_and_who_does_not() -> None:
    room = exercise("one_room")
    invited = room.lists["her"]
    assert len(invited) == 24
    spoken = rules.spoken(CASE, invited, "rank", rules.HALF_HOURS)
    assert len(spoken) == 18
    assert "family" not in spoken
    heard = rules.spoken(CASE, invited, "reverse", rules.HALF_HOURS)
    assert "family" in heard[:rules.SPEAKERS], "all have heard it from her in the first half hour"
    unsaid = {i for i in invited if i not in heard}
    assert {"mh_commissioner", "public_health", "care_commissioner"} <= unsaid, "those who would have to act have not said a word"


def test_at_the_tables_everybody_and_many_at_second_hand() -> None:
    last = rules.counts(exercise("one_room").rooms()["her"]["tables"][-1])
    assert last["know"] == 24
    assert last["second"] + last["third"] > last["first"]


def test_the_carers_organisation_speaks_for_her_and_she_never_told_it() -> None:
    ties = {(t.type, t.b if t.a == "family" else t.a) for t in CASE.ties_of["family"]}
    assert ("speaks for", "carers_org") in ties
    assert ("tells", "carers_org") not in ties
    assert "carers_org" not in exercise("one_room").lists["her"]


def test_highest_position_is_of_fewer_kinds_than_as_many_drawn_by_lot() -> None:
    found = facts(CASE)
    top = [p for p in CASE.players.values() if p.power.get("position", 0) == 3]
    assert (found["at_the_top"], found["kinds_at_the_top"]) == (len(top), len({p.kind for p in top}))
    assert found["kinds_at_the_top"] < float(found["kinds_by_lot_at_the_top"])


def test_kinds_by_lot_counted_one_by_one_on_a_small_world() -> None:
    """Three of one kind and one each of two others, two drawn: all ten pairs looked at."""
    kinds = ["police", "police", "police", "carers", "public"]
    small = msgspec.structs.replace(CASE, players={str(n): msgspec.structs.replace(CASE.players["family"], kind=k) for n, k in enumerate(kinds)})
    pairs = list(itertools.combinations(kinds, 2))
    assert kinds_by_lot(small, 2) == pytest.approx(sum(len(set(pair)) for pair in pairs) / len(pairs))
    assert kinds_by_lot(small, 5) == pytest.approx(3)


def test_whom_three_senders_can_ask_themselves() -> None:
    people = {i: {n for n in CASE.within(i, 1) if CASE.players[n].kind == CASE.centre} for i in ("mh_commissioner", "user_network", "food_bank")}
    assert people["mh_commissioner"] == set()
    assert len(people["user_network"]) == 3
    assert people["food_bank"] == {"walked_away"}
    assert CASE.players["walked_away"].name == "Person who has stepped away from services"


def test_a_reading_names_the_post_the_course_starts_from_where_it_first_cites_it() -> None:
    """As the list of sources names it; “the blog post” alone is known only to whoever has read module 0."""
    title = tomllib.loads((make.root() / "course" / "sources.toml").read_text(encoding="utf-8"))["atkinson-2014"]["title"].replace("'systems leadership'", "‘systems leadership’")
    for page in sorted((make.root() / "course").glob("m*/reading.md")):
        before, cited, _ = page.read_text(encoding="utf-8").partition("[@atkinson-2014")
        assert not cited or f"“{title}”" in before.rsplit("\n", 1)[-1], page
