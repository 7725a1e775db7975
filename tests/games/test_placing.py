"""Placing: distances, pairs and lines used as one worked by hand; two dealt again; nothing looks at where a card stands."""
from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plays import do, refused
from plays_m4 import opened, place
from test_javascript import node

from systems_leadership import registry, view
from systems_leadership.exercise import Session, replay
from systems_leadership.games.placing import checks, facts, rules
from systems_leadership.games.placing.state import State

TEXT = registry.exercise("placing").text
DIMS, CARDS = [d.id for d in TEXT.dimension], [p.id for p in TEXT.problem]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return opened(tmp_path, "placing")


def stand(rows: list[str]) -> State:
    """A state from a word a card: one digit a line."""
    cards = CARDS[: len(rows)]
    return State(order=list(cards), places={c: {d: int(n) for d, n in zip(DIMS, row, strict=True)} for c, row in zip(cards, rows, strict=True)})


def put(session: Session, card: str, row: str) -> None:
    for dim, n in zip(DIMS, row, strict=True):
        do(session, do="place", problem=card, dimension=dim, at=int(n))


def test_the_pair_furthest_apart_worked_by_hand() -> None:
    state = stand(["1111111", "2222222", "7111111", "1177111"])
    steps = {(a, b): rules.steps(state, CARDS[a], CARDS[b]) for a, b in itertools.combinations(range(4), 2)}
    assert steps == {(0, 1): 7, (0, 2): 6, (0, 3): 12, (1, 2): 11, (1, 3): 15, (2, 3): 18}
    assert rules.furthest(TEXT, state) == [CARDS[2], CARDS[3]]
    assert rules.furthest(TEXT, stand(["1111111", "2111111", "1211111"])) == [CARDS[1], CARDS[2]]
    assert rules.furthest(TEXT, stand(["1111111", "2111111", "2111111"])) == [CARDS[0], CARDS[1]], "of equal pairs the one placed first"
    assert rules.furthest(TEXT, stand(["1111111"])) == []


def test_two_cards_in_a_sentence() -> None:
    state = stand(["1111411", "2221411"])
    lift, invoices = (f"“{TEXT.problem[n].title}”" for n in (0, 1))
    assert facts.between(TEXT, state, *CARDS[:2]) == (
        f"{lift} beside {invoices}: to the left of it on three lines; "
        "together on “Who must change?”, “How pressing is time?”, “Can a wrong step be undone?” and “How many own it?”.")
    assert facts.between(TEXT, state, CARDS[1], CARDS[0]).startswith(f"{invoices} beside {lift}: to the right of it on three lines")
    assert facts.between(TEXT, stand(["1111111", "1111112"]), *CARDS[:2]).endswith(
        "to the left of it on one line; together on “How clear is the problem?”, “Do people want the same thing?”, "
        "“Is a remedy known?”, “Who must change?”, “How pressing is time?” and “Can a wrong step be undone?”.")
    assert facts.between(TEXT, stand(["1111111"]), *CARDS[:2]) == ""


def test_lines_used_as_one_and_lines_that_asked_nothing() -> None:
    """On the first two lines six cards climb together; on the third two change places; the last two are flat."""
    state = stand(["1121144", "2231244", "3311444", "4442244", "5553545", "6664144"])
    assert ("clear", "aims") in facts.as_one(TEXT, state)
    assert not any("remedy" in pair and "clear" in pair for pair in facts.as_one(TEXT, state))
    assert facts.flat(TEXT, state) == ["undo", "owners"]
    assert not any({"undo", "owners"} & set(pair) for pair in facts.as_one(TEXT, state)), "a line where nobody moves is not one with another"
    few = stand(["1121144", "2231244", "3311444", "4442244", "5553545"])
    assert facts.as_one(TEXT, few) == [], "not said of five cards"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.text("1234567", min_size=7, max_size=7), min_size=2, max_size=10), st.randoms(use_true_random=False))
def test_the_order_of_placing_changes_no_distance(rows: list[str], lot: object) -> None:
    """The furthest pair may be another of the same width when cards come in another order; how wide it is stays."""
    state = stand(rows)
    mixed = State(order=list(reversed(state.order)), places=state.places)
    assert rules.steps(state, *rules.furthest(TEXT, state)) == rules.steps(mixed, *rules.furthest(TEXT, mixed)) == max(rules.steps(state, a, b) for a, b in itertools.combinations(state.order, 2))
    assert sorted(map(sorted, facts.as_one(TEXT, state))) == sorted(map(sorted, facts.as_one(TEXT, mixed)))


def test_a_letter_is_for_good(session: Session) -> None:
    do(session, do="place", problem="flood", dimension="time", at=7)
    do(session, do="place", problem="lift", dimension="time", at=5)
    do(session, do="put_back", problem="flood")
    assert (session.screen["cards"]["lift"]["letter"], session.screen["order"]) == ("B", ["lift"])
    assert "not on any line" in refused(session, do="put_back", problem="flood")
    do(session, do="place", problem="flood", dimension="time", at=6)
    assert session.screen["cards"]["flood"]["letter"] == "A"
    for at in (0, 8, -1):
        assert "one of 7 places" in refused(session, do="place", problem="flood", dimension="time", at=at)
    assert "no such card" in refused(session, do="place", problem="cat", dimension="time", at=1)


def test_the_two_furthest_apart_are_dealt_again_and_what_was_stays(session: Session) -> None:
    rows = ["4444444"] * 6 + ["1111111", "7777777"]
    for n, row in enumerate(rows):
        assert "Place" in refused(session, do="deal")
        put(session, CARDS[n], row)
    assert all("later" not in card for card in session.screen["cards"].values()), "what comes to light later has travelled early"
    assert TEXT.problem[6].title in do(session, do="deal")
    assert session.state.dealt == CARDS[6:8]
    assert session.screen["cards"][CARDS[6]]["later"] == TEXT.problem[6].later
    assert "dealt again already" in refused(session, do="deal")
    assert "dealt again" in refused(session, do="put_back", problem=CARDS[6])
    do(session, do="place", problem=CARDS[6], dimension="aims", at=5)
    assert rules.moved(TEXT, session.state, CARDS[6]) == [("aims", 1, 5)]
    do(session, do="undo")
    do(session, do="undo")
    assert session.state.dealt, "Undo does not reach behind the deal"
    assert rules.moved(TEXT, session.state, CARDS[6]) == []
    do(session, do="place", problem=CARDS[6], dimension="aims", at=7)
    do(session, do="write", field=f"{CARDS[6]}.why", text="They want different things.")
    said = session.exercise.quotes(session.state)["placing_moved"].splitlines()
    assert said[0] == f"“{TEXT.problem[6].title}”: on “Do people want the same thing?” from 1 of 7 (aims clash) to 7 of 7 (aims agree). You wrote: “They want different things.”"
    assert said[1] == f"“{TEXT.problem[7].title}”: left where it was"
    assert replay(session.exercise, session.record.ops).state == session.state


def test_the_check_looks_at_what_is_there_and_never_at_where(tmp_path: Path) -> None:
    session = place(tmp_path)
    assert checks.made(TEXT, session.state).score == 2
    for card, dim in itertools.product(session.state.dealt, DIMS):
        for at in (1, 7):
            do(session, do="place", problem=card, dimension=dim, at=at)
            assert checks.made(TEXT, session.state).score == 2
    do(session, do="write", field=f"{session.state.dealt[0]}.why", text=" ")
    assert checks.made(TEXT, session.state).score == 1
    assert session.exercise.milestones(session.state) == {"placed": False, "finished": False}


def test_the_tutors_page_shows_every_card_and_is_escaped(tmp_path: Path) -> None:
    session = place(tmp_path, "<i>who</i>")
    page = session.exercise.picture(session.state, session.desk)
    assert "<i>" not in page
    assert page.count("&lt;i&gt;who&lt;/i&gt;") == 10
    assert page.count('fill="none" stroke="#a9a69f"') == 6
    assert session.exercise.quotes(session.state)["placing_pair"].startswith("“")


def test_quotes_have_a_fallback(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {"placing_moved": "no card has been dealt again yet", "placing_pair": "no two cards are placed on every line yet"}
    assert "No card placed yet" in session.exercise.picture(session.state, session.desk)


@pytest.mark.parametrize("rows", [["1111411", "2221411"], ["1234567", "7654321"], ["1111111", "1111111"], ["1111111", "7777777"]])
def test_the_browser_says_the_same_of_two_cards(rows: list[str]) -> None:
    state = stand(rows)
    dims = [[d.id, {"asks": d.asks}] for d in TEXT.dimension]
    cards = [{"title": p.title, "places": state.places[p.id]} for p in TEXT.problem[:2]]
    code = f"import {{ between }} from '{view.PACKAGE / 'games' / 'placing' / 'side.js'}'; console.log(between({json.dumps(dims)}, {json.dumps(cards[0])}, {json.dumps(cards[1])}))"
    run = subprocess.run([node(), "--input-type=module", "-e", code], capture_output=True, text=True)
    assert run.stdout.strip() == facts.between(TEXT, state, *CARDS[:2]), run.stderr


def test_what_is_said_of_a_dot_cannot_be_read_as_a_count_of_people_or_cards(session: Session) -> None:
    for dim in DIMS[:-1]:
        said = do(session, do="place", problem="lift", dimension=dim, at=5)
    assert said == "“Can a wrong step be undone?” Dot 5 of 7. 1 line left for this card."
    assert do(session, do="place", problem="lift", dimension="owners", at=5) == "“How many own it?” Dot 5 of 7. This card is on every line. Cards still to place: 7."
    for card in CARDS[1:8]:
        put(session, card, "1111111")
    assert do(session, do="place", problem=CARDS[7], dimension="owners", at=2).endswith("Eight cards are placed. Now two can come back with news: press “Deal two again”.")
