"""Draw the parcels: counts worked by hand on a small world, the rules, the check, the search, the pages."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from plays import MODULE, divide, do, open_game, play_run, refused

from systems_leadership import registry
from systems_leadership.case import Case, Tie, load
from systems_leadership.exercise import Desk, Refused, Session, replay
from systems_leadership.games.parcels import checks, division, facts, picture, rules, search
from systems_leadership.games.parcels.state import State


def small(*ties: tuple[int, str, int]) -> tuple[Case, list[str]]:
    """Marlshire with six of its players and only the ties given, by number."""
    case = load()
    ids = [*sorted(case.players)[:4], "family", "first_crisis"]
    return msgspec.structs.replace(case, players={i: case.players[i] for i in ids}, ties=[Tie(ids[a], t, ids[b]) for a, t, b in ties]), ids


def place(ids: list[str], parcels: str) -> dict[str, str]:
    """Player -> parcel, from a word with a letter a player."""
    return dict(zip(ids, parcels, strict=True))


# Ties: 0-1 twice, 1-2, 2-3, 4-0, 4-2, 5-4, 5-3. With 0 1 | 2 3 | 4 5: inside a 2, b 1, c 1; cut 1-2 (ab), 4-0 (ac), 4-2 (bc), 5-3 (bc).
WORLD = ((0, "works with", 1), (0, "funds", 1), (1, "works with", 2), (2, "hands over", 3), (4, "speaks to", 0), (4, "speaks to", 2), (5, "close to", 4), (5, "speaks to", 3))


def test_a_division_worked_by_hand() -> None:
    case, ids = small(*WORLD)
    d = division.count(case, place(ids, "aabbcc"))
    assert (d.ties, d.cut, d.per_cent, d.liaison) == (8, 4, 50, 3)
    assert d.inside == {"a": 2, "b": 1, "c": 1}
    assert d.between == {("a", "b"): 1, ("a", "c"): 1, ("b", "c"): 2}
    assert d.torn == sorted(((i, 3) for i in (ids[2], "family")), key=lambda x: case.players[x[0]].name)      # 2 has ties to 1, 3 and 4; the family to 0, 2 and 5
    assert d.people == [("family", 3, 2)]                    # first_crisis: 1 of 2 is half, and more than half is asked


def test_torn_counts_a_players_own_parcel_when_it_holds_a_tie() -> None:
    case, ids = small((0, "works with", 1), (0, "works with", 2), (0, "works with", 3))
    assert division.count(case, place(ids, "aabcaa")).torn == [(ids[0], 3)]
    assert division.count(case, place(ids, "abbcaa")).torn == []


def test_ties_to_nobody_sorted_are_not_counted() -> None:
    case, ids = small(*WORLD)
    assert division.count(case, place(ids[:2], "ab")).ties == 2
    assert division.count(case, {}).per_cent == 0


def test_by_sector_is_one_parcel_a_kind() -> None:
    case = load()
    found = division.by_sector(case, case.players)
    assert len(set(found.values())) == len({p.kind for p in case.players.values()})
    assert division.count(case, found).cut == sum(case.players[t.a].kind != case.players[t.b].kind for t in case.ties)


def test_the_search_finds_two_clusters_joined_by_one_tie() -> None:
    """Two triangles and one tie between them: worked by hand, the best two parcels cut that one."""
    case, ids = small((0, "works with", 1), (1, "works with", 2), (2, "works with", 0), (3, "works with", 4), (4, "works with", 5), (5, "works with", 3), (2, "tells", 3))
    found = search.best(case, ids, 2)
    assert sorted(map(sorted, found)) == sorted([sorted(ids[:3]), sorted(ids[3:])])
    assert division.count(case, division.from_groups(found)).cut == 1
    assert search.best(case, ids, 2, largest=2) == []
    assert search.best(case, ids, 7) == []


def test_the_search_says_the_same_twice_and_keeps_its_limit() -> None:
    case = load()
    ids = sorted(case.players)
    one, two = search.best(case, ids, 5, largest=30), search.best(case, ids, 5, largest=30)
    assert one == two
    assert len(one) == 5
    assert max(map(len, one)) <= 30
    assert sorted(i for group in one for i in group) == ids


@pytest.fixture
def session(tmp_path: Path) -> Session:
    game = open_game(tmp_path)
    play_run(game, "mh_commissioner")
    return Session(registry.exercise("parcels"), Desk(tmp_path / MODULE))


def sort_all(session: Session) -> None:
    for n, i in enumerate(session.state.players):
        do(session, do="place", players=[i], parcel="abc"[n % 3])


def whole(session: Session) -> None:
    divide(session.desk.folder.parent)
    session.refresh()


def test_nobody_to_divide_before_a_play(tmp_path: Path) -> None:
    open_game(tmp_path)
    session = Session(registry.exercise("parcels"), Desk(tmp_path / MODULE))
    assert session.screen["enough"] is False
    assert "Play the unfolding game" in refused(session, do="begin", guess=40)


def test_players_come_from_every_play_and_later_ones_can_be_brought_in(session: Session) -> None:
    do(session, do="begin", guess=40)
    first = list(session.state.players)
    assert refused(session, do="bring") == "Everybody you have met is here already."
    play_run(Session(registry.exercise("unfolding"), session.desk), "family")
    session.refresh()
    assert session.screen["more"] > 0
    do(session, do="bring")
    assert set(first) < set(session.state.players)
    assert session.screen["more"] == 0


def test_what_is_refused_and_in_what_words(session: Session) -> None:
    assert refused(session, do="place", players=["ed"], parcel="a") == "Bring in your players first."
    assert "0 to 100" in refused(session, do="begin", guess=101)
    do(session, do="begin", guess=40)
    assert "not in a parcel yet" in refused(session, do="compare")
    assert "no such parcel" in refused(session, do="place", players=[session.state.players[0]], parcel="f")
    assert "Choose one or more" in refused(session, do="place", players=["nobody"], parcel="a")
    do(session, do="clear", parcel="c")
    assert "Two is the fewest" in refused(session, do="clear", parcel="b")
    do(session, do="place", players=session.state.players, parcel="a")
    assert "at least two" in refused(session, do="compare")
    assert "beside the others first" in refused(session, do="keep_cut", tie="x", why="y")
    for parcel, name in zip("cdef", ("Third", "Fourth", "Fifth", "Sixth"), strict=True):
        do(session, do="name", parcel=parcel, name=name)
    assert "already" in refused(session, do="name", parcel="a", name="Sixth")
    assert "Give the parcel a name" in refused(session, do="name", parcel="a", name="  ")


def test_a_whole_division_is_checked_quoted_pictured_and_comes_back(session: Session) -> None:
    whole(session)
    assert checks.made(load(), session.state).score == 2
    again = replay(session.exercise, session.record.ops)
    assert again.skipped == 0
    assert again.state == session.state
    d = division.count(load(), session.state.place)
    quoted = facts.quotes(load(), session.state)
    assert quoted["cut_count"] == str(d.cut)
    assert quoted["cut_percent"] == str(round(100 * d.cut / d.ties))
    assert quoted["kept_cuts"].count("A confidence is kept.") == 2
    html = picture.picture(load(), session.state)
    assert f"{d.cut} of {d.ties} ties cut" in html
    assert "Best a quick search found" in html


def test_three_ways_agree_with_the_counting(session: Session) -> None:
    whole(session)
    ways = session.screen["ways"]
    assert ways["yours"]["cut"] == division.count(load(), session.state.place).cut
    assert ways["sector"]["cut"] == division.count(load(), division.by_sector(load(), session.state.players)).cut
    assert ways["found"]["parcels"] == 3
    assert ways["found"]["cut"] == division.count(load(), division.from_groups(session.state.found["3"])).cut


def test_a_kept_cut_that_is_joined_again_is_no_longer_counted(session: Session) -> None:
    whole(session)
    case, key = load(), next(iter(session.state.kept))
    tie = next(t for t in case.ties if t.key == key)
    do(session, do="place", players=[tie.a], parcel=session.state.place[tie.b])
    assert key not in rules.kept_cuts(case, session.state)
    assert session.state.kept[key] == "A confidence is kept."        # nothing written is lost
    assert checks.made(case, session.state).score < 2


@pytest.mark.parametrize(("upto", "score", "says"), [("begin", 0, "not in a parcel yet"), ("sorted", 0, "Set your division"), ("compared", 1, "0 of 2 cuts"), ("kept", 1, "not finished")])
def test_the_check_says_what_is_missing(session: Session, upto: str, score: int, says: str) -> None:
    do(session, do="begin", guess=40)
    if upto != "begin":
        sort_all(session)
    if upto in ("compared", "kept"):
        do(session, do="compare")
    if upto == "kept":
        for key in list(session.screen["cuts"])[:2]:
            do(session, do="keep_cut", tie=key, why="Kept.")
    found = checks.made(load(), session.state)
    assert found.score == score
    assert any(says in f.why for f in found.findings)


def test_undo_takes_back_a_placing_and_not_the_guess(session: Session) -> None:
    do(session, do="begin", guess=40)
    who = session.state.players[0]
    do(session, do="place", players=[who], parcel="a")
    do(session, do="undo")
    assert who not in session.state.place
    assert not session.screen["undo"]
    do(session, do="redo")
    assert session.state.place[who] == "a"


def test_what_a_learner_types_is_escaped(session: Session) -> None:
    bad = "<img src=x onerror=alert(1)>"
    do(session, do="begin", guess=40)
    do(session, do="name", parcel="a", name=bad)
    sort_all(session)
    do(session, do="compare")
    for key in list(session.screen["cuts"])[:2]:
        do(session, do="keep_cut", tie=key, why=bad)
    do(session, do="finish", debrief=dict.fromkeys(rules.DEBRIEF, bad))
    html = picture.picture(load(), session.state)
    assert bad not in html
    assert html.count("&lt;img") >= 6


@pytest.mark.parametrize("op", [{"do": "compare", "found": {"2": [["ed"]]}}, {"do": "begin", "guess": 5, "players": ["nobody"] * 6}, {"do": "bring", "players": ["nobody"]}])
def test_a_record_made_up_by_hand_is_refused(op: dict[str, Any]) -> None:
    case = load()
    state = State()
    if op["do"] != "begin":
        rules.apply(case, state, {"do": "begin", "guess": 5, "players": sorted(case.players)[:6]})
        for n, i in enumerate(state.players):
            rules.apply(case, state, {"do": "place", "players": [i], "parcel": "ab"[n % 2]})
    with pytest.raises(Refused):
        rules.apply(case, state, op)
