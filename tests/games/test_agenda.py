"""The agenda figure: votes worked out by hand, the circle counted by another road, and the same said in words."""
from __future__ import annotations

import itertools

import pytest

from systems_leadership import registry
from systems_leadership.case import load
from systems_leadership.games.agenda import game, votes

CIRCLE = {"a": ("x", "y", "z"), "b": ("y", "z", "x"), "c": ("z", "x", "y")}
RANKINGS = list(itertools.permutations("xyz"))


def test_one_vote_by_hand() -> None:
    assert votes.vote(CIRCLE, "y", "x") == votes.Round("x", "y", ["a", "c"], ["b"])
    with pytest.raises(ValueError, match="odd"):
        votes.vote({"a": ("x", "y"), "b": ("y", "x")}, "x", "y")


def test_in_a_circle_whatever_waits_for_the_last_vote_wins() -> None:
    assert votes.orders("xyz") == [("x", "y", "z"), ("x", "z", "y"), ("y", "z", "x")]
    for paper in votes.orders("xyz"):
        assert votes.outcome(CIRCLE, paper) == paper[-1]


@pytest.mark.parametrize("wishes", list(itertools.product(RANKINGS, repeat=3)))
def test_the_order_decides_exactly_where_nothing_beats_both_others(wishes: tuple[tuple[str, ...], ...]) -> None:
    """Another road: count who prefers what, look for a thing that beats the other two."""
    def beats(a: str, b: str) -> bool:
        return sum(w.index(a) < w.index(b) for w in wishes) >= 2
    best = [a for a in "xyz" if all(beats(a, b) for b in "xyz" if b != a)]
    named = dict(zip("abc", wishes, strict=True))
    assert votes.order_decides(named, "xyz") == (not best)
    for paper in votes.orders("xyz"):
        assert votes.outcome(named, paper) == (best[0] if best else paper[-1])
        assert sorted(v for r in votes.meeting(named, paper)[:1] for v in (*r.won, *r.lost)) == ["a", "b", "c"]


def test_how_often() -> None:
    """Six orders of the first person's wishes, and for each two ways in which the others can close a circle with it: twelve."""
    assert votes.how_often(3, "xyz") == (12, 216) == game.count()


def test_the_figure_begins_in_a_circle_and_one_change_of_mind_breaks_it() -> None:
    assert votes.order_decides(game.swapped([]), list(game.OPTIONS))
    assert votes.order_decides(game.swapped(list(game.WISHES)), list(game.OPTIONS))
    for who in itertools.chain(itertools.combinations(game.WISHES, 1), itertools.combinations(game.WISHES, 2)):
        assert not votes.order_decides(game.swapped(who), list(game.OPTIONS))


def test_leaving_the_winner_off_always_changes_what_is_bought() -> None:
    for who in itertools.chain.from_iterable(itertools.combinations(game.WISHES, n) for n in range(4)):
        for paper in votes.orders(list(game.OPTIONS)):
            won = votes.outcome(game.swapped(who), paper)
            assert votes.outcome(game.swapped(who), game.papers()[f"no {won}"]) != won


def test_the_screen_holds_every_set_of_wishes_and_every_paper() -> None:
    figure = registry.exercise("whose_paper")
    screen = figure.screen(figure.new(), None)             # type: ignore[arg-type]
    assert len(screen["wishes"]) == 8
    for told in screen["wishes"].values():
        assert set(told["papers"]) == set(screen["papers"]) == set(game.papers())
    assert screen["wishes"][""]["papers"]["cafe car"]["said"] == (
        "The café or the car: the café, 2 to 1. Then the beds or the café: the beds, 2 to 1. The money buys two more beds on the ward.")
    assert {v["full"] for v in screen["voters"].values()} == {load().players[i].name for i in game.WISHES}


def test_the_figure_says_the_same_in_words_and_keeps_no_record() -> None:
    figure = registry.exercise("whose_paper")
    assert registry.find("whose_paper")[1].kind in registry.STILL
    words, page = figure.summary(figure.new()), figure.picture(figure.new(), None)        # type: ignore[arg-type]
    for text in (words, page):
        assert "The money buys three more nights at the crisis café." in text
        assert "in 12" in text
        assert "216" in text
