"""The chooser: met, not met, not known or nothing asked, by one rule; never a sum; two turned down in writing, one of them the one liked best."""
from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import choose_method, do, refused

from systems_leadership import registry
from systems_leadership.build import make
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.chooser import checks, facts, rules
from systems_leadership.games.chooser.game import Chooser
from systems_leadership.games.chooser.rules import ASKS_NOTHING, MET, NOT_KNOWN, NOT_MET, State, verdict
from systems_leadership.games.chooser.text import Condition, Method, Need, Said, Situation, Text, faults
from systems_leadership.sheet.rules import Promise

OURS = Said("So.", "course")


def method(id: str, needs: dict[str, Need]) -> Method:
    return Method(id, id.title(), "Some", "For it.", OURS, OURS, OURS, OURS, OURS, [OURS], "It stops.", "A list.", "Most.", "argument", "Here.", needs)


SMALL = Text("chooser", "What?", "Ask.", [Promise("own", "No names.")], [Situation("hall", "The hall", "It leaks."), Situation("bus", "The bus", "It is late.")],
             [Condition("time", "Time there is", "Time", "How long?", [("short", "An hour"), ("long", "A week")]),
              Condition("safe", "Safety", "Safety", "Who dares?", [("yes", "All"), ("no", "None")])],
             [method("talk", {"time": Need(["short", "long"], "course", "Any time.")}), method("jury", {"time": Need(["long"], "founder", "A week."), "safe": Need(["yes"], "course", "All speak.")}),
              method("wait", {})])
REAL = registry.exercise("chooser").text                                  # type: ignore[attr-defined]


def test_the_heads_of_the_table_are_short_and_no_two_questions_look_the_same() -> None:
    """A head stands in 54 px, upright, at 13 px: eight letters a word. A name is a noun, so that “not met” and “met” can both stand before it."""
    heads = [c.short for c in REAL.condition]
    assert len(set(heads)) == 14
    assert all(len(word) <= 8 for head in heads for word in head.split())
    assert not any(f" {word} " in c.name for c in REAL.condition for word in ("is", "are", "fits", "needs"))
    asked = {c.id: {w for w in c.question.casefold().strip("?").split() if len(w) > 3} for c in REAL.condition}
    assert not asked["decided"] & asked["answers"]


def test_situations_that_are_like_the_readings_say_that_they_are_another_place() -> None:
    assert "not the village of the reading" in REAL.situations["flood"].words
    assert "not Marlshire" in REAL.situations["county"].words


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Chooser("chooser", text=SMALL), Desk(tmp_path))


def test_verdicts_worked_by_hand() -> None:
    assert [verdict(SMALL, m, "time", "short") for m in ("talk", "jury", "wait")] == [MET, NOT_MET, ASKS_NOTHING]
    assert [verdict(SMALL, m, "time", "long") for m in ("talk", "jury", "wait")] == [MET, MET, ASKS_NOTHING]
    assert [verdict(SMALL, m, "time", "unknown") for m in ("talk", "jury", "wait")] == [NOT_KNOWN, NOT_KNOWN, ASKS_NOTHING]
    assert [verdict(SMALL, m, "safe", "no") for m in ("talk", "jury", "wait")] == [ASKS_NOTHING, NOT_MET, ASKS_NOTHING]
    state = State(situation="hall", answers={"hall": {"time": "short", "safe": "unknown"}})
    assert facts.verdicts(SMALL, state, SMALL.methods["jury"]) == {"time": NOT_MET, "safe": NOT_KNOWN}
    assert facts.unknown(SMALL, state) == ["Who dares?"]


@given(st.data())
def test_one_answer_moves_only_its_own_condition_and_knowing_less_decides_nothing(data: st.DataObject) -> None:
    """A property of all the methods: each verdict hangs on one answer; an answer taken back to “not known” is never met and never unmet; what asks nothing always does."""
    options = {c.id: [*c.words, "unknown"] for c in REAL.condition}
    given_ = {c: data.draw(st.sampled_from(o)) for c, o in options.items()}
    changed = data.draw(st.sampled_from(list(options)))
    before, after = State(situation="waits", answers={"waits": given_}), State(situation="waits", answers={"waits": {**given_, changed: "unknown"}})
    for m in REAL.method:
        was, now = facts.verdicts(REAL, before, m), facts.verdicts(REAL, after, m)
        assert {c: v for c, v in was.items() if c != changed} == {c: v for c, v in now.items() if c != changed}
        assert now[changed] == (NOT_KNOWN if changed in m.needs else ASKS_NOTHING)
        assert (was[changed] == ASKS_NOTHING) == (changed not in m.needs)


def test_the_library_is_whole_and_every_statement_has_its_owner() -> None:
    """22 methods, three defaults, two that are no meeting; fourteen questions; four situations."""
    kinds = [m.group for m in REAL.method]
    assert (len(kinds), kinds.count("What is done by default"), kinds.count("No meeting")) == (27, 3, 2)
    assert (len(REAL.condition), len(REAL.situation)) == (14, 4)
    assert faults(REAL) == []
    assert {c.id for c in REAL.condition} == {c for m in REAL.method for c in m.needs}
    for condition in REAL.condition:                                      # each can fail for some method
        met = [set(m.needs[condition.id].ok) for m in REAL.method if condition.id in m.needs]
        assert any(ok != set(condition.words) for ok in met), condition.id


# The methods whose founders were seen to say when not to use them. Anybody who finds another founder's own list adds the method here.
FOUNDERS_LIMITS = {"open_space", "world_cafe", "ai_summit", "delphi", "safe_trials"}


def test_a_founders_caution_stands_only_where_a_founder_was_seen_to_say_it() -> None:
    assert {m.id for m in REAL.method if any(s.by == "founder" for s in m.not_when)} == FOUNDERS_LIMITS
    assert not any(s.by == "founder" for m in REAL.method if m.group in ("What is done by default", "No meeting") for s in (m.origin, m.people, m.length, m.must, *m.not_when))
    named = {m.id for m in REAL.method if any(n.by == "founder" for n in m.needs.values())}
    assert named <= {m.id for m in REAL.method if m.origin.by == "founder" or m.must.by == "founder"}


def test_the_future_seat_names_its_two_debts_and_no_founder() -> None:
    seat = REAL.methods["future_seat"]
    assert "Haudenosaunee" in seat.origin.words
    assert "Future Design" in seat.origin.words
    assert seat.origin.by == "course"
    assert "ice-breaker" in seat.not_when[0].words


def test_a_wrong_library_is_named_with_its_remedy() -> None:
    wrong = Text("x", "x", "x", [], [Situation("own", "O", "o")], [Condition("time", "T", "T", "?", [("short", "S"), ("unknown", "U")])],
                 [method("a", {"time": Need(["never"], "course", "x"), "place": Need(["x"], "course", "x")}), method("a", {"time": Need(["short"], "unchecked", "x")})])
    said = " ".join(faults(wrong))
    for words in ("two methods have the id “a”", "“never” is no answer to it. Use one of: short", "place: there is no such condition. Use one of: time", "is the course's own",
                  "has an answer called “unknown”", "has the id “own”"):
        assert words in said


def test_the_build_refuses_a_method_that_leaves_something_out(tmp_path: Path) -> None:
    (tmp_path / "course" / "m7_x").mkdir(parents=True)
    text = (make.root() / "course" / "m7_choosing_an_intervention" / "methods.toml").read_text(encoding="utf-8")
    assert len(tomllib.loads(text)["method"]) == 27
    (tmp_path / "course" / "m7_x" / "methods.toml").write_text(text.replace('evidence = "practice wisdom"', 'evidence = "sure"', 1), encoding="utf-8")
    with pytest.raises(make.BuildError, match=r"m7_x/methods.toml: Invalid enum value 'sure'"):
        make.choosers(tmp_path)


def test_nothing_is_shown_before_every_question_has_an_answer_and_nothing_is_added_up(session: Session) -> None:
    assert "first which method" in refused(session, do="situation", situation="hall")
    do(session, do="like", method="jury")
    assert "Choose a situation" in refused(session, do="answer", condition="time", option="short")
    do(session, do="situation", situation="hall")
    do(session, do="answer", condition="time", option="short")
    assert "verdicts" not in session.screen
    assert "about a situation first" in refused(session, do="reject", method="jury", why="x")
    do(session, do="answer", condition="safe", option="unknown")
    assert session.screen["verdicts"] == {"talk": {"time": MET, "safe": ASKS_NOTHING}, "jury": {"time": NOT_MET, "safe": NOT_KNOWN}, "wait": {"time": ASKS_NOTHING, "safe": ASKS_NOTHING}}
    shown = json.dumps({k: v for k, v in session.screen.items() if k != "furniture"})
    assert not any(word in shown for word in ("score", "total", "rank", "best_"))
    do(session, do="situation", situation="bus")
    assert "verdicts" not in session.screen
    do(session, do="situation", situation="hall")
    assert session.screen["verdicts"]["jury"]["time"] == NOT_MET          # answers about another situation are kept


def test_ones_own_situation_asks_for_the_line_about_names_first(session: Session) -> None:
    do(session, do="like", method="talk")
    do(session, do="situation", situation="own")
    assert "tick it" in refused(session, do="answer", condition="time", option="short")
    do(session, do="promise", promise="own", on=True)
    do(session, do="write", field="own", text="A rota nobody can read.")
    do(session, do="answer", condition="time", option="short")
    assert session.exercise.quotes(session.state)["chooser_situation"] == "A rota nobody can read."
    assert "no such question" in refused(session, do="answer", condition="time", option="never")
    assert "no such question" in refused(session, do="answer", condition="place", option="short")


def test_the_checks_look_at_what_is_there_and_never_at_which(session: Session) -> None:
    state = session.state
    assert (checks.conditions(SMALL, state).score, checks.rejections(state).score) == (0, 0)
    do(session, do="like", method="jury")
    assert checks.conditions(SMALL, session.state).score == 1
    do(session, do="situation", situation="hall")
    for condition in ("time", "safe"):
        do(session, do="answer", condition=condition, option="unknown")
    assert checks.conditions(SMALL, session.state).score == 2
    for other in ("talk", "wait"):
        do(session, do="reject", method=other, why="Not now.")
    assert checks.rejections(session.state).score == 1                    # two, and not the one liked best
    assert "A line is enough" in refused(session, do="reject", method="jury", why=" ")
    do(session, do="reject", method="jury", why="They would come for me.")
    assert checks.rejections(session.state).score == 2
    assert "Take that back first" in refused(session, do="like", method="talk")
    assert session.exercise.milestones(session.state) == {"conditions": True, "rejections": True, "finished": True}
    do(session, do="let_go", method="jury")
    assert session.exercise.milestones(session.state)["finished"] is False
    do(session, do="undo")
    assert checks.rejections(session.state).score == 2
    assert replay(session.exercise, session.record.ops).state == session.state


def test_a_reflection_quotes_what_is_there_and_says_what_is_not(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {}
    do(session, do="like", method="jury")
    assert session.exercise.quotes(session.state) == {"chooser_favourite": "Jury", "chooser_situation": "not chosen yet", "chooser_rejected": "none turned down yet",
                                                      "chooser_unknown": "not all answered yet"}
    do(session, do="situation", situation="hall")
    do(session, do="answer", condition="time", option="short")
    do(session, do="answer", condition="safe", option="unknown")
    do(session, do="reject", method="jury", why="There is an hour.")
    found = session.exercise.quotes(session.state)
    assert found["chooser_rejected"] == "Jury. You wrote: There is an hour."
    assert found["chooser_unknown"] == "Who dares?"
    do(session, do="answer", condition="safe", option="no")
    assert session.exercise.quotes(session.state)["chooser_unknown"] == "none of the fourteen"


def test_the_page_shows_the_signs_and_escapes_what_is_typed(tmp_path: Path) -> None:
    (tmp_path / "m7_choosing_an_intervention").mkdir()
    session = choose_method(tmp_path, "<script>alert(1)</script>", "own")
    do(session, do="write", field="own", text="<b>mine</b>")
    html = session.exercise.picture(session.state, session.desk)
    assert "<script" not in html
    assert "&lt;b&gt;mine&lt;/b&gt;" in html
    assert "(the one liked best)" in html
    assert html.count('aria-label="not known"') == sum(1 for n, c in enumerate(REAL.condition) if n % 5 == 4 for m in REAL.method if c.id in m.needs)
    assert rules.stage(REAL, session.state) == "table"
