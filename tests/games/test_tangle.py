"""The tangle splitter: marks, answers, dates and owners; a grid worked by hand; the check never looks at which is which."""
from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from plays import do, refused
from plays_m4 import opened, split

from systems_leadership.exercise import Session, replay
from systems_leadership.games.tangle import checks, facts, rules


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return opened(tmp_path, "tangle")


def test_an_issue_is_taken_up_first_and_another_keeps_what_was_said(session: Session) -> None:
    assert "Take up an issue first" in refused(session, do="mark", part="beds", mark="tame")
    do(session, do="take", issue="night")
    do(session, do="mark", part="beds", mark="tame")
    do(session, do="take", issue="own")
    assert session.screen["parts"] == {}
    assert "no such part" in refused(session, do="mark", part="beds", mark="wicked")
    do(session, do="take", issue="night")
    assert session.screen["parts"]["beds"]["mark"] == "tame"
    assert refused(session, do="take", issue="elsewhere").startswith("There is no such issue")


def test_any_answer_may_meet_any_mark_and_a_difference_is_only_said(session: Session) -> None:
    do(session, do="take", issue="night")
    text = session.exercise.text
    for mark, answer in itertools.product(text.mark, text.answer):
        do(session, do="mark", part="beds", mark=mark.id)
        said = do(session, do="meet", part="beds", answer=answer.id)
        assert ("Yours differs" in said) == (answer.pairs != mark.id)
    assert refused(session, do="meet", part="beds", answer="prayer").startswith("There is no such way")


@pytest.mark.parametrize("on", ["2027-02-30", "27-02-01", "1999-12-31", "2100-01-01", "2027-2-1", "soon", "2027-02-01T10:00", "２０２７-02-01"])
def test_a_date_is_a_date(session: Session, on: str) -> None:
    do(session, do="take", issue="night")
    assert "not a date" in refused(session, do="review", part="beds", on=on)


def test_a_date_can_be_taken_away_again(session: Session) -> None:
    do(session, do="take", issue="night")
    assert do(session, do="review", part="beds", on="2028-02-29") == "Looked at again on 29 February 2028."
    assert facts.coming(session.exercise.text, session.state) == ["beds"]
    do(session, do="review", part="beds", on="")
    assert facts.coming(session.exercise.text, session.state) == []


def test_the_grid_and_the_dates_worked_by_hand(session: Session) -> None:
    do(session, do="take", issue="night")
    for part, mark, answer, on in (
            ("beds", "tame", "process", "2027-05-01"), ("corridor", "critical", "command", "2027-03-01"), ("street", "wicked", "question", ""),
            ("room", "wicked", "command", "2027-04-01")):
        do(session, do="mark", part=part, mark=mark)
        do(session, do="meet", part=part, answer=answer)
        do(session, do="review", part=part, on=on)
    assert facts.grid(session.exercise.text, session.state) == {
        "critical.command": ["corridor"], "tame.process": ["beds"], "wicked.command": ["room"], "wicked.question": ["street"]}
    assert facts.coming(session.exercise.text, session.state) == ["corridor", "room", "beds"]
    do(session, do="write", field="room.owner", text="the estates\nmanager")
    quotes = session.exercise.quotes(session.state)
    assert quotes["tangle_parts"] == "critical for now: One in the morning\ntame for now: Which beds are free\nwicked for now: Whose quiet room, What the street wants"
    assert quotes["tangle_review"].splitlines()[1] == "Whose quiet room: looked at again on 1 April 2027; who owns it: “the estates manager”"


def test_an_added_part_counts_once_it_is_written(session: Session) -> None:
    do(session, do="take", issue="own")
    for _ in range(rules.ROOM):
        do(session, do="add")
    assert "room for 8 parts" in refused(session, do="add")
    do(session, do="mark", part="own_3", mark="wicked")
    do(session, do="meet", part="own_3", answer="question")
    assert facts.grid(session.exercise.text, session.state) == {}
    do(session, do="write", field="own_3.words", text="Nobody will say who is to ring the families of those who never came back.")
    assert facts.grid(session.exercise.text, session.state) == {"wicked.question": ["own_3"]}
    assert session.screen["parts"]["own_3"]["short"] == "Nobody will say who is to ring the families of …"
    do(session, do="drop", part="own_3")
    assert "own_3" not in session.screen["parts"]
    do(session, do="undo")
    assert session.screen["parts"]["own_3"]["mark"] == "wicked"


def test_the_check_looks_at_six_whole_parts_and_at_nothing_else(tmp_path: Path) -> None:
    session = split(tmp_path)
    text = session.exercise.text
    assert checks.made(text, session.state).score == 2
    for part, mark in itertools.product(list(session.screen["parts"])[:5], text.mark):
        do(session, do="mark", part=part, mark=mark.id)
        assert checks.made(text, session.state).score == 2
    do(session, do="review", part="beds", on="")
    assert checks.made(text, session.state).score == 1
    do(session, do="drop", part="night_1")
    assert checks.made(text, session.state).score == 0
    assert replay(session.exercise, session.record.ops).state == session.state


def test_ones_own_tangle_asks_for_the_promises(session: Session) -> None:
    do(session, do="take", issue="own")
    for n in range(1, 7):
        do(session, do="add")
        do(session, do="write", field=f"own_{n}.words", text=f"Part {n}")
        do(session, do="mark", part=f"own_{n}", mark="tame")
        do(session, do="meet", part=f"own_{n}", answer="process")
        do(session, do="review", part=f"own_{n}", on="2027-01-01")
        for what in rules.LINES:
            do(session, do="write", field=f"own_{n}.{what}", text="x")
    assert checks.made(session.exercise.text, session.state).score == 1
    for promise in session.exercise.text.promise:
        do(session, do="promise", promise=promise.id, on=True)
    assert session.exercise.milestones(session.state) == {"split": True, "finished": True}


def test_the_tutors_page_is_escaped(tmp_path: Path) -> None:
    session = split(tmp_path, "<script>x</script>")
    page = session.exercise.picture(session.state, session.desk)
    assert "<script" not in page
    assert page.count("&lt;script&gt;x&lt;/script&gt;") == 13
    assert "1 March 2027" in page


def test_quotes_have_a_fallback(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {"tangle_parts": "no part has been marked yet", "tangle_review": "no part has a date yet"}
