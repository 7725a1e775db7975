"""One remark in a room: worked by hand on eight people, held to its rules on rooms drawn at random, and on Marlshire's by another road."""
from __future__ import annotations

import itertools
import random
import re

import msgspec
import pytest

from systems_leadership import registry
from systems_leadership.case import Case, load
from systems_leadership.exercise import Desk
from systems_leadership.games.room import game, rules

CASE = load()


def world(position: dict[str, int]) -> Case:
    """Players with a position each and nothing else that the room looks at."""
    one = CASE.players["family"]
    return msgspec.structs.replace(CASE, players={i: msgspec.structs.replace(one, id=i, power={"position": n} if n else {}) for i, n in position.items()}, ties=[])


EIGHT = world({"a": 0, "b": 3, "c": 0, "d": 2, "e": 0, "f": 1, "g": 0, "h": 2})


def test_order_by_hand() -> None:
    """Two with position 2 keep the order of the invitation; the other way round is the same list backwards."""
    assert rules.order(EIGHT, list("abcdefgh"), False) == list("bdhfaceg")
    assert rules.order(EIGHT, list("abcdefgh"), True) == list("gecafhdb")


def test_reports_by_hand() -> None:
    """Eight people, six in half an hour: e and g speak in the second."""
    steps = rules.steps(EIGHT, list("abcdefgh"), "g", "rank")
    assert [s.groups for s in steps] == [[list("bdhfac"), list("eg")]] * 4
    assert [rules.counts(s)["know"] for s in steps] == [1, 1, 8, 8]
    assert steps[2].known == {"g": 0, **dict.fromkeys("abcdefh", 1)}
    assert [rules.counts(s)["know"] for s in rules.steps(EIGHT, list("abcdefgh"), "g", "reverse")] == [1, 8, 8, 8]


def test_tables_by_hand() -> None:
    """Dealt out to two tables, a c e g and b d f h; g and h came last and stay, e moves on one, c two (so back), a three."""
    assert rules.seating(list("abcdefgh"), 0) == [list("aceg"), list("bdfh")]
    assert rules.seating(list("abcdefgh"), 1) == [list("bcfg"), list("adeh")]
    first, second, third = rules.steps(EIGHT, list("abcdefgh"), "g", "tables")[1:]
    assert first.known == {"g": 0, "a": 1, "c": 1, "e": 1}
    assert second.known == {"g": 0, "a": 1, "c": 1, "e": 1, "b": 1, "f": 1, "d": 2, "h": 2}
    assert rules.counts(second) == {"know": 8, "first": 5, "second": 2, "third": 0}
    assert third.known["d"] == 2


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_room(seed: int) -> None:
    """Nobody forgets; nobody knows without a chain back to her; everybody sits somewhere once; without her nobody can know."""
    draw = random.Random(seed)
    invited = draw.sample(sorted(CASE.players), 4 * draw.randint(2, 8))
    holder = draw.choice(invited)
    for way in rules.WAYS:
        steps = rules.steps(CASE, invited, holder, way)
        assert len(steps) == rules.HALF_HOURS + 1
        for before, after in itertools.pairwise(steps):
            assert set(before.known) <= set(after.known)
            assert all(after.known[i] <= how for i, how in before.known.items())
        for n, step in enumerate(steps):
            assert sorted(i for group in step.groups for i in group) == sorted(invited)
            assert [i for i, how in step.known.items() if how == 0] == [holder]
            assert all(how <= (n if way == "tables" else 1) for how in step.known.values())
        away = next(i for i in sorted(CASE.players) if i not in invited)
        assert all(not s.known for s in rules.steps(CASE, rules.swapped(invited, holder, away), holder, way))


@pytest.mark.parametrize("seed", range(10))
def test_at_tables_by_another_road(seed: int) -> None:
    """Who can know is whoever a walk from her reaches, one table a round; counted here by following every talk."""
    invited = random.Random(seed).sample(sorted(CASE.players), 24)
    holder = invited[seed]
    talks = [(a, b, r) for r in range(rules.HALF_HOURS) for table in rules.seating(invited, r) for a in table for b in table if a != b]
    for rounds in range(1, rules.HALF_HOURS + 1):
        reached = {holder}
        for r in range(rounds):
            reached |= {b for a, b, when in talks if when == r and a in reached}
        assert reached == set(rules.steps(CASE, invited, holder, "tables")[rounds].known)


def test_marlshires_room() -> None:
    room = registry.exercise("one_room")
    know = {w: [rules.counts(s)["know"] for s in steps] for w, steps in room.rooms()["her"].items()}
    assert know == {"rank": [1, 1, 1, 1], "reverse": [1, 24, 24, 24], "tables": [1, 4, 16, 24]}
    assert all(rules.counts(s)["know"] == 0 for steps in room.rooms()["for_her"].values() for s in steps)


def test_the_page_the_sentence_and_the_screen_say_the_same(tmp_path) -> None:
    room = registry.exercise("one_room")
    screen, page, words = room.screen(room.new(), Desk(tmp_path)), room.picture(room.new(), Desk(tmp_path)), room.summary(room.new())
    assert registry.find("one_room")[1].kind in registry.STILL
    assert "16" in re.findall(r"<td[^>]*>(\d+)</td>", page)
    assert "Tables of four that move: at the start 1, 30 minutes 4, 60 minutes 16, 90 minutes 24." in words
    assert screen["rooms"]["her"]["tables"][2]["words"] == ("After 60 minutes 16 of the 24 can know of the envelopes: she herself, 6 from her and 9 at second hand. "
                                                          "Each has had about 12 minutes to speak.")
    assert screen["rooms"]["her"]["reverse"][1]["words"].startswith("After 30 minutes all of the 24 can know of the envelopes: she herself and 23 from her. 6 of 24 have spoken")
    for name in ("Ambulance crews", "Evening crisis café", "Partner or parent"):
        assert name in page.split("Not reached")[1]
    assert "Acute mental health ward" not in page
    assert game.STAND_IN in screen["people"]
