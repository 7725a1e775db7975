"""The cascade: two of four parts go on at each level; counted by hand on a small one, and held for every way down."""
from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from plays import cascade_down, compare_cascade, do, refused

from systems_leadership import registry
from systems_leadership.case import load
from systems_leadership.exercise import Desk, Session, replay
from systems_leadership.games.cascade import checks, facts, rules
from systems_leadership.games.cascade.game import Cascade
from systems_leadership.games.cascade.rules import Passage, Step
from systems_leadership.games.cascade.text import Clause, Level, Text, Worry, faults

CLAUSES = [Clause(i, i.upper(), [f"{i} whole.", f"{i} short.", f"{i} shred."]) for i in "abcd"]
LEVELS = [Level(player, "There.", [Worry("w", "Why?", [f"{player} first."], [f"{player} last.", f"{player} later."])]) for player in ("ward", "ed", "family")]
SMALL = Text("cascade", "Pass it down", "Down.", "mh_commissioner", "repeat_crisis", CLAUSES, LEVELS)


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Cascade("cascade", "marlshire", SMALL), Desk(tmp_path))


def say(passage: Passage, level: int) -> str:
    return facts.said(SMALL, passage, level)


def test_what_each_level_hears_worked_by_hand() -> None:
    passage = Passage([], [Step(["a", "d"], "w"), Step(["a", "ward.w.adds"], "w"), Step(["a", "ed.w.leads"], "w")])
    assert say(passage, 0) == "a whole. b whole. c whole. d whole."
    assert say(passage, 1) == "ward first. a short. d short. ward last."
    assert say(passage, 2) == "ed first. a shred. ward later. ed last."
    assert say(passage, 3) == "family first. ed first. a shred. family last."
    gone = ["whole", "gone", "gone", "gone"]
    assert facts.fates(SMALL, passage) == {"a": ["whole", "shorter", "a shred", "a shred"], "b": gone, "c": gone, "d": ["whole", "shorter", "gone", "gone"]}
    assert facts.dropped(SMALL, passage) == {"b": 0, "c": 0, "d": 1}
    assert facts.arrived(SMALL, passage) == ["A"]


def test_ringing_the_writer_brings_all_four_back_as_written() -> None:
    passage = Passage([], [Step(["a", "b"], "w"), Step(["c", "d"], "w"), Step(["c", "d"], "w")], rang=2)
    assert say(passage, 1) == "a whole. b whole. c whole. d whole."
    assert say(passage, 3) == "family first. c shred. d shred. family last."


def test_the_chance_that_nothing_arrives_worked_by_hand() -> None:
    """After one level two of the four are always there; of these, two levels lose both in one draw of six; and so on."""
    assert rules.nothing_arrives(1) == 0
    assert rules.nothing_arrives(2) == Fraction(1, 6)
    assert rules.nothing_arrives(3) == Fraction(19, 36)
    assert rules.nothing_arrives(5) == Fraction(1135, 1296)


def test_the_chance_agrees_with_cascades_drawn_by_lot() -> None:
    lot, none = random.Random(3), 0
    for _ in range(4_000):
        passage = Passage([])
        for n, level in enumerate(SMALL.level):
            passage.steps.append(Step(lot.sample([p.id for p in rules.heard(SMALL, passage, n)], 2), level.worry[0].id))
        none += not facts.arrived(SMALL, passage)
    assert abs(none / 4_000 - 19 / 36) < 0.03


@given(st.data())
def test_whatever_is_chosen_four_parts_are_heard_and_none_grows(data: st.DataObject) -> None:
    """A property of every way down: a part never gets more words, and one that is gone stays gone unless somebody rang."""
    text = registry.exercise("cascade").text                              # type: ignore[attr-defined]
    passage = Passage([], rang=data.draw(st.sampled_from([0, 0, 2, 4])))
    before: dict[str, int] = {}
    for n in range(len(text.level) + 1):
        parts = rules.heard(text, passage, n)
        assert len(parts) == 4 == len({p.id for p in parts})
        lengths = {p.id: len(rules.words(text, p).split()) for p in parts}
        own = {i for i in lengths if i in text.names}
        if passage.rang != n + 1:
            assert n == 0 or own <= set(before)
            assert all(length <= before.get(i, length) for i, length in lengths.items())
        before = lengths
        if n < len(text.level):
            kept = data.draw(st.lists(st.sampled_from(list(lengths)), min_size=2, max_size=2, unique=True))
            passage.steps.append(Step(kept, data.draw(st.sampled_from([w.id for w in text.level[n].worry]))))


def test_the_moves_refused_say_what_to_do(session: Session) -> None:
    assert "Start it first" in refused(session, do="pass", kept=["a", "b"], worry="w")
    assert "no parts of the message" in refused(session, do="begin", expected=["x"])
    do(session, do="begin", expected=["d", "a"])
    assert session.state.passages[0].expected == ["a", "d"]
    assert "still on its way" in refused(session, do="begin", expected=[])
    assert "Choose two" in refused(session, do="pass", kept=["a"], worry="w")
    assert "Choose two" in refused(session, do="pass", kept=["a", "a"], worry="w")
    assert "on this person’s mind" in refused(session, do="pass", kept=["a", "b"], worry="x")
    assert "The first time" in refused(session, do="ring")
    do(session, do="pass", kept=["a", "b"], worry="w")
    assert "Choose two" in refused(session, do="pass", kept=["a", "c"], worry="w")
    assert "twice first" in refused(session, do="finish", debrief={})
    do(session, do="undo")
    assert session.state.passages[0].steps == []


def test_the_check_looks_at_two_ends_and_a_comparison_and_never_at_what_survived(session: Session) -> None:
    assert checks.compared(SMALL, session.state).score == 0
    cascade_down(session)
    assert checks.compared(SMALL, session.state).score == 0
    cascade_down(session)
    assert checks.compared(SMALL, session.state).score == 1
    assert "2 of the three" in refused(session, do="finish", debrief={"where": "The ward."})
    compare_cascade(session)
    assert checks.compared(SMALL, session.state).score == 2
    assert session.exercise.milestones(session.state) == {"compared": True, "finished": True}
    assert replay(session.exercise, session.record.ops).state == session.state


def test_ringing_once_in_the_second_passage(session: Session) -> None:
    cascade_down(session)
    do(session, do="begin", expected=[])
    do(session, do="pass", kept=["a", "b"], worry="w")
    assert session.screen["at"]["may_ring"]
    do(session, do="ring")
    assert {p["words"] for p in session.screen["at"]["parts"].values()} == {c.forms[0] for c in CLAUSES}
    assert "already" in refused(session, do="ring")
    do(session, do="undo")
    assert "a" in session.screen["at"]["parts"]
    assert "c" not in session.screen["at"]["parts"]


def test_a_reflection_quotes_both_ends_and_what_was_dropped(session: Session) -> None:
    assert session.exercise.quotes(session.state) == {}
    cascade_down(session)
    found = session.exercise.quotes(session.state)
    assert found["cascade_ends"] == "As it was written: a whole. b whole. c whole. d whole.\nAs it arrived the first time: family first. ed first. ed later. family last."
    assert found["cascade_dropped"] == ("“A” was last heard by the emergency department; “B” was last heard by the emergency department; "
                                        "“C” was last heard by the acute mental health ward; “D” was last heard by the acute mental health ward")


def test_the_page_escapes_what_is_typed(session: Session) -> None:
    cascade_down(session)
    cascade_down(session)
    compare_cascade(session, "<script>alert(1)</script>")
    html = session.exercise.picture(session.state, session.desk)
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 3
    assert "Time 2" in html


def test_the_authored_cascade_is_sound_and_a_wrong_one_is_named() -> None:
    players = set(load("marlshire").players)
    text = registry.exercise("cascade").text                              # type: ignore[attr-defined]
    assert faults(text, players) == []
    assert 85 <= len(facts.written(text).split()) <= 100
    assert len(text.level) == 5
    twice = Text("cascade", "x", "x", "nobody", "repeat_crisis", [*CLAUSES[:3], CLAUSES[0]], [*LEVELS, LEVELS[0]])
    said = " ".join(faults(twice, players))
    assert "no player “nobody”" in said
    assert "two parts" in said
    assert "two levels" in said
