"""Retrieval cards: the answer comes first, the explanation after; nothing about the right answer travels before."""
from __future__ import annotations

import json
from pathlib import Path

import pytest
from plays import do, refused

from systems_leadership import registry
from systems_leadership.build import make
from systems_leadership.exercise import Desk, Session
from systems_leadership.games.cards.game import Card, Cards, Option, Pack

PACK = Pack("cards_x", "Cards", "Answer first.", [
    Card("one", "Which?", [Option("This", "Because so.", True), Option("That <b>", "It is the other thing.")]),
    Card("two", "And which?", [Option("A", "No."), Option("B", "Yes.", True), Option("C", "Not quite.")])])


@pytest.fixture
def session(tmp_path: Path) -> Session:
    return Session(Cards("cards_x", pack=PACK), Desk(tmp_path))


def test_no_explanation_travels_before_an_answer(session: Session) -> None:
    sent = json.dumps(session.screen)
    assert "Because so" not in sent
    assert '"right"' not in sent


def test_a_wrong_answer_explains_itself_only_and_can_be_followed_by_another(session: Session) -> None:
    assert do(session, do="answer", card="two", option=0).startswith("Not that one")
    options = session.screen["cards"]["two"]["options"]
    assert options["0"]["why"] == "No."
    assert "why" not in options["1"]
    assert not any("right" in o for o in options.values())
    assert do(session, do="answer", card="two", option=1).startswith("That is the one")
    assert {k: o["right"] for k, o in session.screen["cards"]["two"]["options"].items()} == {"0": False, "1": True, "2": False}
    assert session.state.tries == {"two": [0, 1]}


def test_what_is_refused(session: Session) -> None:
    assert "no such card" in refused(session, do="answer", card="nine", option=0)
    assert "no such card" in refused(session, do="answer", card="one", option=2)
    do(session, do="answer", card="one", option=0)
    assert "already" in refused(session, do="answer", card="one", option=1)


def test_the_page_and_the_summary_say_what_was_answered(session: Session) -> None:
    do(session, do="answer", card="one", option=1)
    html = session.exercise.picture(session.state, session.desk)
    assert "That &lt;b&gt;" in html
    assert "not answered" in html
    assert session.exercise.summary(session.state) == "Cards: 1 of 2 cards answered."
    assert session.exercise.milestones(session.state) == {"answered": False}


@pytest.mark.parametrize(("rights", "found"), [("right = true", "2 right answers"), ("", "0 right answers")])
def test_a_card_without_exactly_one_right_answer_stops_the_build(tmp_path: Path, rights: str, found: str) -> None:
    folder = tmp_path / "course" / "m9_x"
    folder.mkdir(parents=True)
    options = "".join(f'[[card.option]]\ntext = "{t}"\nwhy = "w"\n{rights}\n' for t in "ab")
    (folder / "cards.toml").write_text(f'id = "cards_m9"\ntitle = "t"\nintro = "i"\n[[card]]\nid = "c"\nquestion = "q"\n{options}', encoding="utf-8")
    with pytest.raises(make.BuildError, match=f"“c” has {found} of 2"):
        make.cards(tmp_path)


def test_an_asterisk_in_a_card_stops_the_build(tmp_path: Path) -> None:
    """Cards are plain text: marks of emphasis would be shown as they are."""
    folder = tmp_path / "course" / "m1"
    folder.mkdir(parents=True)
    text = 'id = "p"\ntitle = "T"\nintro = "I"\n[[card]]\nid = "c"\nquestion = "Why *so*?"\n' + "".join(
        f'[[card.option]]\ntext = "{t}"\nwhy = "W"\nright = {r}\n' for t, r in (("a", "true"), ("b", "false")))
    (folder / "cards.toml").write_text(text, encoding="utf-8")
    with pytest.raises(make.BuildError, match="the card “c” has a"):
        make.cards(tmp_path)


@pytest.mark.parametrize("pack", ["cards_m2", "cards_m4", "cards_m7"])
def test_the_longest_answer_is_not_the_one(pack: str) -> None:
    """Or a deck could be played without reading: in most cards another answer is as long or longer."""
    longest = [max(card.option, key=lambda option: (len(option.text), not option.right)) for card in registry.exercise(pack).pack.card]
    assert sum(option.right for option in longest) <= 2
