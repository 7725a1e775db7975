"""Boundary questions: three always asked, three chosen, each in two modes; the check looks only at whether something is there."""
from __future__ import annotations

from pathlib import Path

import pytest
from plays import answer_boundary, do, open_game, refused

from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.boundary.game import Boundary, Group, Question, Text
from systems_leadership.sheet.rules import Promise

TEXT = Text("boundary_x", "Boundary questions", "About a place you know.",
            [Group("why", "Purpose", "Whose?"), Group("left", "Left out", "Affected, not involved.")],
            [Question(f"{group[0]}{n}", group, f"is {n}?", f"ought {n}?", "As in a street.") for group, many in (("why", 4), ("left", 3)) for n in range(many)],
            [Promise("names", "Nobody is named.")])


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Boundary("boundary_x", text=TEXT), Desk(tmp_path))


def fill(session: Session, modes: tuple[str, ...] = ("is", "ought")) -> None:
    for question in session.exercise.asked(session.state):
        for mode in modes:
            do(session, do="write", field=f"{question.id}.{mode}", text=f"Three plain words, {mode}.")


def test_the_last_group_is_always_asked_and_three_more_are_chosen(session: Session) -> None:
    assert [q.id for q in session.exercise.asked(session.state)] == ["l0", "l1", "l2"]
    for n in (2, 0, 1):
        do(session, do="choose", question=f"w{n}")
    assert "Leave one" in refused(session, do="choose", question="w3")
    assert "cannot be chosen or left" in refused(session, do="leave", question="l0")
    assert [q.id for q in session.exercise.asked(session.state)] == ["w0", "w1", "w2", "l0", "l1", "l2"]
    do(session, do="undo")
    assert len(session.state.chosen) == 2


def test_words_of_a_question_left_out_come_back_with_it(session: Session) -> None:
    do(session, do="choose", question="w0")
    do(session, do="write", field="w0.is", text="The county, mostly.")
    do(session, do="leave", question="w0")
    do(session, do="choose", question="w0")
    assert session.state.drafts["w0.is"] == "The county, mostly."


def test_the_check_wants_six_in_both_modes_and_the_promise(session: Session) -> None:
    check = session.exercise.check
    assert check(session.state).score == 0
    for n in range(3):
        do(session, do="choose", question=f"w{n}")
    fill(session, ("is",))
    assert check(session.state).score == 1
    fill(session, ("ought",))
    assert check(session.state).score == 1
    assert "names are not all ticked" in check(session.state).findings[1].why
    do(session, do="promise", promise="names", on=True)
    assert check(session.state).score == 2
    do(session, do="write", field="w0.is", text="Yes.")
    assert check(session.state).score == 1                   # one word in a box is no answer
    again = replay(session.exercise, session.record.ops)
    assert again.state == session.state


def test_a_reflection_quotes_those_affected_and_not_involved(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {}
    do(session, do="write", field="l0.is", text="The tenants upstairs.")
    assert session.exercise.quotes(session.state) == {"outside": "The tenants upstairs."}


def test_the_page_is_escaped_and_the_wrong_box_refused(session: Session) -> None:
    do(session, do="write", field="l0.is", text="<script>alert(1)</script>")
    html = session.exercise.picture(session.state, session.desk)
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "no such box" in refused(session, do="write", field="l0.maybe", text="x")
    assert "no such line" in refused(session, do="promise", promise="other", on=True)


def test_which_system_is_said_and_shown_escaped(tmp_path: Path) -> None:
    open_game(tmp_path)
    session = answer_boundary(tmp_path)
    assert session.screen["done"]
    do(session, do="write", field="system", text="<b>The hall</b> on a Tuesday")
    assert "&lt;b&gt;The hall&lt;/b&gt; on a Tuesday" in session.exercise.picture(session.state, session.desk)
    refused(session, do="write", field="another", text="x")
