"""The power map: rank association and brokerage worked by hand and under the fragility test, reach by its stated rule, the rules, the checks, the pages."""
from __future__ import annotations

import itertools
import math
import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import MODULE_2, TWELVE, do, map_power, rate, refused

from systems_leadership import registry
from systems_leadership.build import case_tasks, make
from systems_leadership.case import SOURCES_OF_POWER, Case, CaseError, Tie, load
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.power_map import brokers, checks, facts, picture, rank, reach, rules, screen
from systems_leadership.games.power_map.state import State

# scipy.stats.spearmanr (1.14.1) of 24 pairs of columns of twelve ratings, drawn as below; scipy itself is no dependency, not even of the tests.
BY_SCIPY = [
    -0.482116922353, 0.304549958967, 0.636127238173, -0.051483505268, 0.02299458254, -0.192242070252, 0.132597846628, 0.101366255722,
    0.011430251099, -0.438582918189, 0.073323557511, 0.240948438573, -0.060479544821, 0.362289543883, 0.259891153456, -0.346521537941,
    -0.09304842104, -0.372230994294, -0.067415730337, 0.118345267083, -0.396774140886, 0.244803380084, 0.023955961509, -0.022990024494,
]


def test_ranks_share_ties_worked_by_hand() -> None:
    assert rank.ranks([3, 0, 0, 2]) == [8, 3, 3, 6]                  # twice 4, 1.5, 1.5, 3


@pytest.mark.parametrize(("x", "y", "rho"), [([1, 2, 3], [1, 2, 3], 1), ([1, 2, 3], [3, 2, 1], -1), ([0, 1, 2, 3], [1, 0, 3, 2], 0.6), ([0, 0, 1], [0, 1, 1], 0.5), ([0, 1, 0, 1], [0, 0, 1, 1], 0)])
def test_rank_correlation_worked_by_hand(x: list[int], y: list[int], rho: float) -> None:
    assert rank.spearman(x, y) == pytest.approx(rho)


def test_rank_correlation_agrees_with_scipy() -> None:
    lot = random.Random(2)
    ours = [rank.spearman([lot.randint(0, 3) for _ in range(12)], [lot.randint(0, 3) for _ in range(12)]) for _ in BY_SCIPY]
    assert ours == pytest.approx(BY_SCIPY, abs=1e-12)


columns = st.integers(2, 14).flatmap(lambda n: st.tuples(*[st.lists(st.integers(0, 3), min_size=n, max_size=n)] * 2))


@given(columns)
def test_rank_correlation_is_symmetric_turns_with_a_column_and_cares_only_for_order(pair: tuple[list[int], list[int]]) -> None:
    x, y = pair
    rho = rank.spearman(x, y)
    assert rho == rank.spearman(y, x)
    assert (rho is None) == (len(set(x)) < 2 or len(set(y)) < 2)
    if rho is not None:
        assert -1.0000001 <= rho <= 1.0000001
        assert rank.spearman([-v for v in x], y) == pytest.approx(-rho)
        assert rank.spearman([v ** 3 for v in x], y) == pytest.approx(rho)
        assert rank.sign(x, y) == (0 if math.isclose(rho, 0, abs_tol=1e-12) else math.copysign(1, rho))


@given(columns)
def test_what_is_said_would_be_said_without_any_one_player(pair: tuple[list[int], list[int]]) -> None:
    x, y = pair
    said = rank.associate(x, y)
    without = [rank.sign(x[:n] + x[n + 1:], y[:n] + y[n + 1:]) for n in range(len(x))]
    if said.says in (rank.WITH, rank.AGAINST):
        assert set(without) == {1 if said.says == rank.WITH else -1}
    if said.says == rank.FRAGILE:
        assert {n for n, way in enumerate(without) if way != rank.sign(x, y)} == set(said.turns)


@pytest.mark.parametrize(("x", "y", "says"), [
    ([0, 0, 0, 0], [0, 1, 2, 3], rank.CONSTANT), ([0, 1, 2, 3], [0, 1, 2, 3], rank.WITH), ([0, 1, 2, 3], [3, 2, 1, 0], rank.AGAINST), ([0, 1, 0, 1], [0, 0, 1, 1], rank.NEITHER),
    ([0, 0, 0, 3], [1, 1, 1, 2], rank.FRAGILE),                      # one player holds all of it: without her the column is constant
    ([0, 1, 1, 0, 3], [1, 0, 0, 1, 3], rank.FRAGILE)])               # and here without the last it runs the other way
def test_what_is_said_worked_by_hand(x: list[int], y: list[int], says: str) -> None:
    assert rank.associate(x, y).says == says


def graph(*pairs: str) -> brokers.Graph:
    out: brokers.Graph = {}
    for a, b in pairs:
        out.setdefault(a, set()).add(b)
        out.setdefault(b, set()).add(a)
    return dict(sorted(out.items()))


def test_brokers_worked_by_hand() -> None:
    """a-b-c and c-d: b joins a to c and d (2 pairs), c joins d to a and b (2). Without a or c, b joins nobody; without b or d, c joins nobody."""
    found = {b.player: b for b in brokers.find(graph("ab", "bc", "cd"))}
    assert {i: b.pairs for i, b in found.items()} == {"b": 2, "c": 2}
    assert (found["b"].holds_on, found["c"].holds_on) == (("a", "c"), ("b", "d"))
    star = brokers.find(graph("xa", "xb", "xc"))
    assert star == [brokers.Broker("x", 3)]                          # any one arm may go, and two are left to join
    assert brokers.find(graph("ab", "bc", "ca")) == []


@given(st.sets(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")).filter(lambda p: p[0] < p[1]).map("".join), min_size=1))
def test_pairs_are_those_who_lose_their_way(edges: set[str]) -> None:
    """Against walking it out, pair by pair."""
    found = graph(*edges)

    def meet(a: str, b: str, without: str = "") -> bool:
        seen, edge = {a}, {a}
        while edge:
            edge = {j for i in edge for j in found[i]} - seen - {without}
            seen |= edge
        return b in seen
    slowly = {i: sum(meet(a, b) and not meet(a, b, i) for a in found for b in found if a < b and i not in (a, b)) for i in found}
    assert {b.player: b.pairs for b in brokers.find(found)} == {i: n for i, n in slowly.items() if n}


def small(*ties: tuple[str, str, str]) -> Case:
    case = load()
    ids = dict.fromkeys(i for a, _, b in ties for i in (a, b))
    return msgspec.structs.replace(case, players={i: case.players[i] for i in ids}, ties=[Tie(*t) for t in ties])


def test_reach_worked_by_hand() -> None:
    """The commissioner funds the ward, the inspectorate checks it; the ward hands over to the team, whose gp works beside it."""
    case = small(("mh_commissioner", "funds", "ward"), ("inspectorate", "inspects", "ward"), ("ward", "hands over", "community_mh"), ("community_mh", "works with", "gp"), ("school", "tells", "camhs"))
    assert reach.places(case, "mh_commissioner") == {"ward": 1, "inspectorate": 3, "community_mh": 3, "gp": 4, "school": 4, "camhs": 4}
    rule = reach.load("marlshire")
    of = {s.id: s for s in rule.source}
    position = reach.reached(case, rule, of["position"], "mh_commissioner")
    assert position == {"ward"}
    assert reach.shares(reach.places(case, "mh_commissioner"), position) == [(0, 0), (1, 1), (1, 1), (1, 3), (1, 6)]
    assert reach.reached(case, rule, of["expertise"], "ward") == {"community_mh", "gp"}
    assert reach.reached(case, rule, of["position"], "ward") == set()                     # it is paid and checked, and pays and checks nobody


def test_position_reaches_less_of_what_is_inside_once_the_boundary_passes_its_chart() -> None:
    case, rule = load(), reach.load("marlshire")
    position, stated = rule.source[0], {r.player for r in rule.role if r.source == "position"}
    for player in set(case.players) - stated:
        shares = [a / b if b else 1 for a, b in reach.shares(reach.places(case, player), reach.reached(case, rule, position, player))]
        assert shares[1:] == sorted(shares[1:], reverse=True), player


def test_a_duty_in_law_reaches_people_with_no_tie_worked_by_hand() -> None:
    """Nobody pays the team and it pays nobody; the law has it assess whoever may need care, and whoever cares for them. Without a tie both are four boundaries away."""
    case = small(("duty_team", "hands over", "adult_social_work"), ("walked_away", "close to", "family"), ("school", "tells", "camhs"))
    position = reach.load("marlshire").source[0]
    reached = reach.reached(case, reach.load("marlshire"), position, "adult_social_work")
    assert reached == {"walked_away", "family"}
    assert reach.shares(reach.places(case, "adult_social_work"), reached) == [(0, 0), (0, 0), (0, 1), (0, 1), (2, 5)]
    assert reach.reached(case, reach.load("marlshire"), position, "school") == set()


def test_no_source_that_marlshire_itself_says_decides_reaches_nobody() -> None:
    case, rule = load(), reach.load("marlshire")
    assert [(i, s.id) for i, p in case.players.items() for s in rule.source if p.power.get(s.id) == 3 and not reach.reached(case, rule, s, i)] == []


def test_the_screen_has_the_rule_by_which_a_source_reaches_nobody(tmp_path: Path) -> None:
    session = map_power(tmp_path)
    assert session.screen["reach"]["crisis_cafe"]["sources"]["position"]["reached"] == []
    assert "funds or checks" in session.screen["furniture"]["rule"]["position"]
    assert "detained" in session.screen["reach"]["amhp"]["sources"]["position"]["stated"]


@given(st.sampled_from(sorted(load().players)), st.sampled_from(range(10)))
def test_a_wider_boundary_holds_all_that_a_narrower_one_did(player: str, n: int) -> None:
    case, rule = load(), reach.load("marlshire")
    shares = reach.shares(reach.places(case, player), reach.reached(case, rule, rule.source[n], player))
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(shares))
    assert all(0 <= a <= b for a, b in shares)
    assert shares[-1][1] == len(case.players) - 1


def test_a_stated_role_reaches_past_its_ties_and_withdrawal_past_them_through_tasks() -> None:
    case, rule = load(), reach.load("marlshire")
    of = {s.id: s for s in rule.source}
    assert reach.reached(case, rule, of["agenda"], "local_press") == set(case.players) - {"local_press"}
    assert "walked_away" in reach.reached(case, rule, of["sanction"], "amhp")
    assert "jobcentre" in reach.reached(case, rule, of["exit"], "in_recovery")            # no tie between them; both are in “A way back to work”
    assert not any({"in_recovery", "jobcentre"} == {t.a, t.b} for t in case.ties)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    (tmp_path / MODULE_2).mkdir()
    return Session(registry.exercise("power_map"), Desk(tmp_path / MODULE_2))


def chosen(session: Session) -> None:
    do(session, do="begin", issue="calm_place", sit="mh_commissioner")
    for player in TWELVE:
        do(session, do="pick", player=player, on=True)
    do(session, do="ready")


def test_twelve_of_six_kinds_are_chosen_and_nobody_is_suggested(session: Session) -> None:
    assert "Say first" in refused(session, do="pick", player="ward", on=True)
    assert "what has to be done" in refused(session, do="begin", issue="moon", sit="ward")
    do(session, do="begin", issue="calm_place", sit="mh_commissioner")
    assert session.screen["players"] == {}
    providers = [i for i, p in session.exercise.case.players.items() if p.kind == "provider"][:12]
    for player in providers:
        do(session, do="pick", player=player, on=True)
    assert "You have twelve" in refused(session, do="pick", player="family", on=True)
    assert "of one kind. Choose at least six" in refused(session, do="ready")
    do(session, do="pick", player=providers[0], on=False)
    assert "you have eleven" in refused(session, do="ready")
    do(session, do="undo")
    assert len(session.state.players) == 12


def test_the_twelve_can_be_changed_until_a_map_is_kept_and_no_rating_is_lost(session: Session) -> None:
    chosen(session)
    rate(session, 0, {"ward": {"expertise": 3}, "ed": {"status": 2}})
    assert "“Change the twelve” opens them again" in refused(session, do="pick", player="ed", on=False)
    do(session, do="choose_again")
    assert session.screen["stage"] == "picking"
    assert "choosing your twelve already" in refused(session, do="choose_again")
    do(session, do="pick", player="ward", on=False)
    do(session, do="pick", player="gp", on=True)
    assert "with the ratings you gave" in do(session, do="ready")
    assert session.screen["unexplained"]["0"] == {}
    assert facts.nothing(session.state) == [i for i in session.state.players if i != "ed"]
    do(session, do="choose_again")
    do(session, do="pick", player="gp", on=False)
    do(session, do="pick", player="ward", on=True)
    do(session, do="ready")
    assert session.state.levels[0] == {"ward": {"expertise": 3}, "ed": {"status": 2}}
    assert session.state.drafts["why.0.ward.expertise"]
    do(session, do="close")
    assert "of the same twelve" in refused(session, do="choose_again")
    assert replay(session.exercise, session.record.ops).state == session.state


def test_every_three_asks_for_a_reason_before_the_map_is_kept(session: Session) -> None:
    chosen(session)
    assert "Nothing is rated yet" in refused(session, do="close")
    do(session, do="rate", sit=0, player="ward", levels={"expertise": 3, "position": 1})
    assert "One rating of “decides” has no reason yet: acute mental health ward (expertise)" in refused(session, do="close")
    do(session, do="write", field="why.0.ward.expertise", text="They know who will not sleep.")
    do(session, do="close")
    assert session.state.levels[0] == {"ward": {"position": 1, "expertise": 3}}
    do(session, do="rate", sit=0, player="ward", levels={"position": 0})
    assert session.state.levels[0] == {"ward": {"expertise": 3}}
    assert "none to three" in refused(session, do="rate", sit=0, player="ward", levels={"charm": 1})
    assert "none to three" in refused(session, do="rate", sit=0, player="ward", levels={"exit": 4})
    assert "Nobody sits there yet" in refused(session, do="rate", sit=1, player="ward", levels={"exit": 1})


def test_the_first_map_does_not_travel_while_the_second_is_made(session: Session) -> None:
    chosen(session)
    rate(session, 0, {"ward": {"expertise": 2}})
    do(session, do="close")
    assert "who is not yourself" in refused(session, do="sit", player="mh_commissioner")
    do(session, do="sit", player="family")
    assert set(session.screen["levels"]) == {"1"}
    assert "shows" not in session.screen
    rate(session, 1, {"ward": {"expertise": 1}})
    do(session, do="close")
    assert set(session.screen["levels"]) == {"0", "1"}


def test_what_a_map_shows_of_itself(session: Session) -> None:
    chosen(session)
    rate(session, 0, {"mh_commissioner": {"position": 3, "agenda": 3, "exit": 0}, "cabinet_member": {"position": 2, "agenda": 2, "mandate": 3}, "amhp": {"position": 2, "agenda": 1},
                      "family": {"lived": 3, "exit": 2}, "walked_away": {"lived": 3, "exit": 3}, "user_network": {"lived": 2, "exit": 3}})
    do(session, do="close")
    case, state = session.exercise.case, session.state
    assert facts.nothing(state) == [i for i in state.players if i in ("crisis_cafe", "housing_assoc", "local_press", "response_police", "ward", "ed")]
    assert facts.unused(state) == ["status", "resources", "sanction", "expertise", "information"]
    said = facts.ranked(case, state)
    assert said[0] == "In your map, position goes with agenda, and runs against lived experience and withdrawal. That sentence describes your ratings, not the world."
    assert any("Not said of mandate: it turns on one player. With the county cabinet member left out," in s for s in said)
    assert any(s.startswith("Not said of status, resources, sanction, expertise and information: you gave everybody the same") for s in said)
    assert not any("most powerful" in s or "total" in s for s in (*said, *facts.between(case, state.players)))


def test_differences_of_two_or_more_and_no_less(session: Session) -> None:
    chosen(session)
    rate(session, 0, {"ward": {"expertise": 3, "exit": 1}, "ed": {"status": 2}})
    do(session, do="close")
    do(session, do="sit", player="family")
    rate(session, 1, {"ward": {"expertise": 1, "exit": 2}, "ed": {"status": 0, "exit": 1}})
    do(session, do="close")
    assert sorted(facts.differences(session.state)) == [("ed", "status", 2, 0), ("ward", "expertise", 3, 1)]


def test_a_whole_map_is_checked_quoted_pictured_and_comes_back(tmp_path: Path) -> None:
    session = map_power(tmp_path)
    case, table, state = session.exercise.case, session.exercise.tasks, session.state
    assert session.exercise.milestones(state) == {"first_standpoint": True, "second_standpoint": True, "finished": True}
    again = replay(session.exercise, session.record.ops)
    assert (again.skipped, again.state) == (0, state)
    quoted = facts.quotes(case, table, state)
    assert quoted["power_holder"] == "the partner or parent"
    assert quoted["power_places"].count("(you: ") == 3
    assert quoted["power_places"].endswith(f"; and {len(facts.differences(state)) - 3} more, listed under your map")
    assert len({place.split(" of the ")[1].split(" (")[0] for place in quoted["power_places"].split("; ") if " of the " in place}) == 3, "three players, not one"
    assert quoted["power_unused"] == "none: you used all ten"
    html = picture.picture(case, table, state)
    assert html.count('aria-label="decides"') == sum(n == 3 for sit in state.levels for given in sit.values() for n in given.values())
    assert "A calm place that is not a cell or a corridor" in html
    shown = screen.screen(case, table, state)
    assert len(shown["differ"]) == len(facts.differences(state))
    assert shown["reach"] is screen.screen(case, table, state)["reach"], "worked out once"


def test_there_is_something_to_quote_before_any_rating(session: Session) -> None:
    quoted = session.exercise.quotes(session.state)
    assert set(quoted) == {"power_places", "power_holder", "power_unused", "power_nothing"}
    assert all(quoted.values())


@pytest.mark.parametrize(("upto", "first", "second", "says"), [
    ("nothing", 0, 0, "not begun"), ("chosen", 0, 0, "Rate them and keep the map"), ("kept", 2, 0, "Second standpoint: not begun"), ("both", 2, 1, "The two questions at the end"),
    ("a reason gone", 1, 1, "1 rating of “decides” without a reason")])
def test_the_checks_say_what_is_missing(session: Session, upto: str, first: int, second: int, says: str) -> None:
    case = session.exercise.case
    if upto != "nothing":
        chosen(session)
    if upto not in ("nothing", "chosen"):
        rate(session, 0, {"ward": {"expertise": 3}})
        do(session, do="close")
    if upto in ("both", "a reason gone"):
        do(session, do="sit", player="family")
        rate(session, 1, {"ward": {"expertise": 1}})
        do(session, do="close")
    if upto == "a reason gone":
        do(session, do="write", field="why.0.ward.expertise", text="")
    found = checks.first_standpoint(case, session.state), checks.second_standpoint(session.state)
    assert [c.score for c in found] == [first, second]
    assert any(says in f.why for c in found for f in c.findings)


def test_what_a_learner_types_is_escaped(tmp_path: Path) -> None:
    bad = "<img src=x onerror=alert(1)>"
    session = map_power(tmp_path, why=bad, text=bad)
    html = picture.picture(session.exercise.case, session.exercise.tasks, session.state)
    assert bad not in html
    assert html.count("&lt;img") >= 5


def test_reach_is_placed_on_the_map_and_is_no_source(session: Session) -> None:
    chosen(session)
    do(session, do="rate", sit=0, player="ward", levels={"inside": 3, "across": 1})
    assert rules.unexplained(session.state, 0) == []
    assert facts.nothing(session.state) == session.state.players
    assert set(rules.RATED) - set(SOURCES_OF_POWER) == {"inside", "across"}


@pytest.mark.parametrize(("old", "new", "message"), [('"hands over"', '"hands off"', "'hands off' is no type of tie"), ('player = "amhp"', 'player = "amph"', "there is no such player or source"),
                                                      ('id = "status"', 'id = "charm"', "has to stand once for each of position"), ('"people in crisis"', '"wizards"', "'wizards' is no kind")])
def test_a_wrong_rule_is_named_with_its_remedy(tmp_path: Path, old: str, new: str, message: str) -> None:
    text = (make.root() / "course" / "cases" / "marlshire" / "reach.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "reach.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CaseError, match=message):
        case_tasks.rule(load(), tmp_path)


def test_a_state_before_anything_is_drawn(session: Session) -> None:
    assert "not begun" in picture.picture(session.exercise.case, session.exercise.tasks, State())
    assert session.exercise.summary(State()) == "The power map: not begun."
