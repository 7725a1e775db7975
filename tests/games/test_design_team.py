"""The design team: counts worked by hand on six players, the lot drawn once for all, and no count before a team is chosen."""
from __future__ import annotations

import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import do, refused, team_of

from systems_leadership import registry
from systems_leadership.case import Case, Family, Player, Tie, load
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.design_team import checks, facts, mirror, rules
from systems_leadership.games.design_team.mirror import Mirror

REAL = load("marlshire")
PLAYERS = {i: Player(i, i.title(), i, kind, 1, phase, "", power) for i, kind, phase, power in (
    ("judge", "law", ["crisis"], {"position": 3, "status": 1}), ("clerk", "law", ["crisis", "recovery"], {"position": 3, "status": 2}), ("nurse", "care", ["crisis"], {"expertise": 2}),
    ("medic", "care", ["prevention"], {"expertise": 3, "position": 1}), ("mother", "kin", ["recovery"], {"lived": 3}), ("friend", "kin", ["recovery"], {"lived": 1, "exit": 2}))}
TIES = [Tie("judge", "funds", "clerk"), Tie("judge", "inspects", "clerk"), Tie("nurse", "close to", "mother"), Tie("clerk", "tells", "nurse")]
SMALL = Case("small", "Small", "Here.", "kin", [], [Family("law", "Law", {"law": "L"}), Family("care", "Care", {"care": "C"}), Family("people", "Kin", {"kin": ""})], {}, [], {}, [], [], PLAYERS, TIES)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(registry.exercise("design_team"), Desk(tmp_path))


def test_a_team_counted_by_hand() -> None:
    """Judge and clerk have two ties and are one pair; the nurse is tied to the clerk; the friend to nobody here."""
    assert mirror.count(SMALL, ["judge", "clerk", "nurse", "friend"]) == Mirror(kinds=3, alone=2, lived=0, prevention=0, crisis=3, recovery=2, sources=4, pairs=2, apart=1)
    assert mirror.count(SMALL, ["mother", "medic"]) == Mirror(kinds=2, alone=2, lived=1, prevention=1, crisis=0, recovery=1, sources=2, pairs=0, apart=2)
    assert mirror.count(SMALL, []) == Mirror(0, 0, 0, 0, 0, 0, 0, 0, 0)
    assert facts.alone(SMALL, ["judge", "clerk", "nurse", "friend"]) == ["friend", "nurse"]
    assert facts.apart(SMALL, ["judge", "clerk", "nurse", "friend"]) == ["friend"]
    assert facts.absent_kinds(SMALL, ["judge", "nurse"]) == ["kin"]


def test_the_most_senior_are_ranked_by_position_then_status() -> None:
    assert mirror.senior(SMALL, 3) == ["clerk", "judge", "medic"]


def test_the_middle_of_a_lot_and_what_is_beside_a_value() -> None:
    values = {0: 4, 1: 10, 2: 80, 3: 5, 9: 1}                             # a hundred teams: five are cut from either end
    assert mirror.middle(values) == (1, 3)
    assert mirror.beside(values, 2) == (14, 80, 6)
    assert mirror.beside(values, 5) == (99, 0, 1)


@given(st.lists(st.sampled_from(sorted(REAL.players)), max_size=14, unique=True), st.sampled_from(sorted(REAL.players)))
def test_counted_in_bits_as_counted_in_words_and_one_more_member_hides_nothing(team: list[str], more: str) -> None:
    """The counts agree with the plain definitions; adding a member never takes a kind, a source or a pair away."""
    mine = mirror.count(REAL, team)
    kinds = [REAL.players[i].kind for i in team]
    assert mine.kinds == len(set(kinds))
    assert mine.alone == len(facts.alone(REAL, team))
    assert mine.apart == len(facts.apart(REAL, team))
    assert mine.lived == len(facts.lived(REAL, team))
    assert mine.crisis == sum("crisis" in REAL.players[i].phase for i in team)
    assert mine.pairs == len({frozenset((t.a, t.b)) for t in REAL.ties if t.a in team and t.b in team})
    assert mine.sources == 10 - len(facts.absent_sources(REAL, team))
    wider = mirror.count(REAL, [*team, more])
    assert wider.kinds >= mine.kinds
    assert wider.sources >= mine.sources
    assert wider.pairs >= mine.pairs
    assert mirror.count(REAL, [*team, *team]) == mine


def test_the_lot_is_the_same_for_everybody_and_quick() -> None:
    mirror.by_lot.cache_clear()
    began = time.perf_counter()
    first = mirror.by_lot(REAL, 10)
    assert time.perf_counter() - began < 1.5
    mirror.by_lot.cache_clear()
    assert mirror.by_lot(REAL, 10) == first
    assert all(sum(values.values()) == mirror.TEAMS for values in first.values())
    lot = random.Random(mirror.SEED)
    teams = [[list(REAL.players)[n] for n in lot.sample(range(len(REAL.players)), 10)] for _ in range(50)]
    assert teams[0] == mirror.one_by_lot(REAL, 10)
    assert {mirror.count(REAL, t).kinds for t in teams} <= set(first["kinds"])


def test_a_team_of_the_most_senior_covers_fewer_kinds_than_nearly_every_team_by_lot() -> None:
    """The claim the reading makes; it is computed, and would fail if the library changed so that it were no longer so."""
    senior = mirror.count(REAL, mirror.senior(REAL, 10)).kinds
    fewer, same, _ = mirror.beside(mirror.by_lot(REAL, 10)["kinds"], senior)
    assert (fewer + same) / mirror.TEAMS < 0.05


def test_no_count_travels_before_the_team_stands_beside_others(session: Session) -> None:
    team_of(session, 7)
    assert "mirror" not in session.screen
    assert "Choose 8 to 12" in refused(session, do="compare")
    assert "first; then say who" in refused(session, do="miss", player="ed", text="x")
    do(session, do="add", player="coroner")
    do(session, do="compare")
    assert session.screen["mirror"]["rows"]["kinds"]["yours"] == len({REAL.players[i].kind for i in session.state.members})
    do(session, do="drop", player="coroner")
    assert "mirror" not in session.screen
    assert len(session.state.first) == 8


def test_a_team_has_at_most_twelve_and_nobody_twice(session: Session) -> None:
    team_of(session, 12)
    out = next(i for i in REAL.players if i not in session.state.members)
    assert "12 is the most" in refused(session, do="add", player=out)
    assert "already" in refused(session, do="add", player=session.state.members[0])
    assert "no such player" in refused(session, do="add", player="nobody")
    assert "not in the team" in refused(session, do="drop", player=out)
    do(session, do="undo")
    assert len(session.state.members) == 11


def test_the_check_looks_at_a_team_and_two_who_are_missing(session: Session) -> None:
    assert checks.team(session.state).score == 0
    team_of(session, 9)
    assert checks.team(session.state).score == 0
    do(session, do="compare")
    assert checks.team(session.state).score == 1
    absent = [i for i in REAL.players if i not in session.state.members][:2]
    assert "A line is enough" in refused(session, do="miss", player=absent[0], text=" ")
    assert "in your team" in refused(session, do="miss", player=session.state.members[0], text="x")
    do(session, do="miss", player=absent[0], text="They are met for.")
    do(session, do="miss", player=rules.OTHER, text="Nobody has their number.")
    assert checks.team(session.state).score == 2
    do(session, do="add", player=absent[0])                                # whoever has come in is not missing any more
    assert checks.team(session.state).score == 1
    do(session, do="drop", player=absent[0])
    assert "2 of the two" in refused(session, do="finish", debrief={})
    do(session, do="finish", debrief={"alone": "Bring two.", "picture": "Mine."})
    assert session.exercise.milestones(session.state) == {"team": True, "finished": True}
    assert replay(session.exercise, session.record.ops).state == session.state


def test_a_reflection_quotes_the_team_the_missing_and_the_lone(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {}
    for player in ("ed", "ward", "gp", "liaison", "response_police", "custody", "family", "coroner"):
        do(session, do="add", player=player)
    do(session, do="compare")
    do(session, do="miss", player="walked_away", text="Met for, and never met.")
    found = session.exercise.quotes(session.state)
    assert found["team_lone"] == "coroner, partner or parent"
    assert found["team_missing"] == "Person who has stepped away from services. You wrote: Met for, and never met."
    assert found["team_members"].startswith("emergency department, acute mental health ward, ")


def test_the_page_escapes_what_is_typed_and_says_what_changed(session: Session) -> None:
    team_of(session, 9)
    do(session, do="compare")
    gone = session.state.members[0]
    do(session, do="drop", player=gone)
    do(session, do="miss", player=gone, text="<script>alert(1)</script>")
    html = session.exercise.picture(session.state, session.desk)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "Since the counts were first shown: in, nobody; out, " in html


@pytest.mark.parametrize(("counts", "of_100"), [((1, 1, 1), [34, 33, 33]), ((1760, 170, 70), [88, 9, 3]), ((2000, 0, 0), [100, 0, 0]), ((0, 1, 1999), [0, 0, 100])])
def test_so_many_of_a_hundred_add_up(counts: tuple[int, ...], of_100: list[int]) -> None:
    assert facts.hundredths(counts) == of_100
    assert sum(of_100) == 100
