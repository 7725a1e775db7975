"""The question workshop: the learner writes and tests; others' questions come after; the check looks only at what is there."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest
from plays import do, refused
from plays_m4 import ask, opened

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.questions import checks, rules
from systems_leadership.games.questions.text import Text


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return opened(tmp_path, "questions")


def turn(session: Session, sid: str, question: str = "What happened next?") -> None:
    for part in ("question", "whom", "work"):
        do(session, do="write", field=f"{sid}.{part}", text=question)
    for test in ("open", "surprise", "answerable", "remedy"):
        do(session, do="judge", statement=sid, test=test, says="no")


def test_a_question_is_written_before_it_is_tested(session: Session) -> None:
    assert "Write the question first" in refused(session, do="judge", statement="access", test="open", says="yes")
    do(session, do="write", field="access.question", text="Who rang whom?")
    assert do(session, do="judge", statement="access", test="open", says="yes") == "Is it open? You say yes. 3 more to say yes, no or not sure to."
    assert "no such test" in refused(session, do="judge", statement="access", test="work", says="yes")
    assert "no such test" in refused(session, do="judge", statement="access", test="open", says="perhaps")
    assert "no such statement" in refused(session, do="judge", statement="own1", test="open", says="yes")


def test_a_test_stays_with_the_wording_it_was_applied_to(session: Session) -> None:
    turn(session, "access", "Who rang whom?")
    assert session.screen["statements"]["access"]["stale"] == {}
    do(session, do="write", field="access.question", text="Who rang whom, then?")
    assert session.screen["statements"]["access"]["stale"]["open"] == "Who rang whom?"
    do(session, do="write", field="access.question", text="Who rang “whom”.")
    assert session.screen["statements"]["access"]["stale"] == {}, "other marks are no other question"
    assert "of an earlier wording" not in session.exercise.picture(session.state, session.desk)
    do(session, do="write", field="access.question", text="Which door opened?")
    assert "of an earlier wording" in session.exercise.picture(session.state, session.desk)


def test_what_others_might_ask_comes_after_ones_own(session: Session) -> None:
    assert "first" in refused(session, do="open", statement="access")
    assert session.screen["statements"]["access"]["examples"] == []
    turn(session, "access")
    do(session, do="open", statement="access")
    assert len(session.screen["statements"]["access"]["examples"]) == 2
    do(session, do="add")
    turn(session, "own1")
    assert "Nobody else" in refused(session, do="open", statement="own1")


def test_own_statements_come_and_go_with_their_words(session: Session) -> None:
    for _ in rules.OWN:
        do(session, do="add")
    assert "room for 5" in refused(session, do="add")
    do(session, do="write", field="own2.statement", text="We are too busy.")
    do(session, do="drop", statement="own2")
    assert "own2" not in session.screen["statements"]
    do(session, do="add")
    assert session.state.own[-1] == "own2"
    assert session.exercise.quotes(session.state)["question_own"] == "no statement of your own has been turned into a question yet"
    do(session, do="write", field="own2.question", text="Busy with what?")
    assert session.exercise.quotes(session.state)["question_own"] == "“We are too busy.” became “Busy with what?”"
    assert "given stay" in refused(session, do="drop", statement="access")
    do(session, do="drop", statement="own2")
    do(session, do="undo")
    assert "own2" in session.state.own


def test_the_check_wants_questions_tests_and_one_of_ones_own(session: Session) -> None:
    def score() -> float:
        return checks.made(session.exercise.text, session.state).score

    assert score() == 0
    for statement in session.exercise.text.statement:
        do(session, do="write", field=f"{statement.id}.question", text="?")
    assert score() == 1
    for statement in session.exercise.text.statement:
        turn(session, statement.id, "?")
    assert score() == 1, "one of the learner's own is wanted"
    do(session, do="add")
    do(session, do="write", field="own1.statement", text="x")
    do(session, do="write", field="own1.question", text="y")
    assert score() == 2
    assert session.exercise.milestones(session.state) == {"tested": True, "finished": True}
    assert replay(session.exercise, session.record.ops).state == session.state


def test_a_whole_workshop_is_quoted_and_drawn(tmp_path: Path) -> None:
    session = ask(tmp_path, "Who <b>rang</b> whom?")
    quotes = session.exercise.quotes(session.state)
    assert quotes["question_pairs"].splitlines()[0] == "“We need a single point of access.” became “Who <b>rang</b> whom?”"
    page = session.exercise.picture(session.state, session.desk)
    assert page.count("Who &lt;b&gt;rang&lt;/b&gt; whom?") == 18
    assert session.screen["done"]


def test_quotes_have_a_fallback(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {
        "question_pairs": "no statement has been turned into a question yet", "question_own": "no statement of your own has been turned into a question yet"}


@pytest.mark.parametrize(("key", "value", "said"), [("kind", "maths", "write verdict or words"), ("id", "surprise", "stands twice")])
def test_a_file_that_contradicts_itself_is_named(session: Session, key: str, value: str, said: str) -> None:
    plain: dict[str, Any] = msgspec.to_builtins(session.exercise.text)
    plain["test"][0][key] = value
    with pytest.raises(msgspec.ValidationError, match=said):
        msgspec.convert(plain, type=Text)


def test_after_four_answers_the_last_test_is_for_words_and_is_not_counted_as_one_to_press(tmp_path: Path) -> None:
    session = Session(registry.exercise("questions"), Desk(tmp_path))
    do(session, do="write", field="access.question", text="Where did you stop?")
    said = [do(session, do="judge", statement="access", test=t.id, says="no") for t in session.exercise.text.test if t.kind == "verdict"]
    assert said[-1].endswith("The last one is for your own words.")
    assert said[-2].endswith("1 more to say yes, no or not sure to.")


def test_what_is_still_needed_is_named_and_counted(session: Session) -> None:
    one = session.screen["statements"]["access"]
    assert one["missing"] == [t.asks for t in session.exercise.text.test]
    turn(session, "access")
    assert (session.screen["statements"]["access"]["missing"], session.screen["tested"], session.screen["given"], session.screen["own"]) == ([], 1, 5, False)
    do(session, do="add")
    do(session, do="write", field="own1.statement", text="We are too busy.")
    do(session, do="write", field="own1.question", text="Busy with what?")
    assert session.screen["own"]
