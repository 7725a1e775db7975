"""The lens and the two ways to cut: every number counted from the case, on a small world by hand and on the whole by another road."""
from __future__ import annotations

import msgspec

from systems_leadership import registry
from systems_leadership.build import divisions
from systems_leadership.case import PHASES, Tie, load
from systems_leadership.games.lens import game as lens
from systems_leadership.games.ways import game as ways


def test_the_lens_on_a_world_of_three() -> None:
    case = load()
    ids = sorted(case.players)[:3]
    phased = dict(zip(ids, (["crisis"], ["crisis", "recovery"], ["prevention"]), strict=True))
    players = {i: msgspec.structs.replace(case.players[i], phase=p) for i, p in phased.items()}
    found = lens.phases(msgspec.structs.replace(case, players=players))
    assert [found[p]["count"] for p in PHASES] == [1, 2, 1]
    assert [len(found[p]["only"]) for p in PHASES] == [1, 1, 0]


def test_two_ways_on_a_square() -> None:
    """Four players in a ring, two kinds alternating: by kind every tie is cut; two neighbours together cut two of four."""
    case = load()
    a, b = (sorted(i for i, p in case.players.items() if p.kind == kind)[:2] for kind in ("provider", "police"))
    ring = [a[0], b[0], a[1], b[1]]
    small = msgspec.structs.replace(case, players={i: case.players[i] for i in ring}, ties=[Tie(ring[n], "works with", ring[(n + 1) % 4]) for n in range(4)])
    both = ways.ways(small, ways.Found(2, [ring[:2], ring[2:]]))
    assert (both["sector"]["cut"], both["sector"]["per_cent"], both["sector"]["liaison"]) == (4, 100, 1)
    assert (both["found"]["cut"], both["found"]["per_cent"], both["found"]["largest"]) == (2, 50, 2)


def test_what_is_built_is_what_the_search_finds_now() -> None:
    case = load()
    assert ways.found("marlshire") == divisions.find(case)
    found = ways.found("marlshire")
    assert max(map(len, found.groups)) <= found.largest
    assert sorted(i for g in found.groups for i in g) == sorted(case.players)


def test_figures_say_the_same_in_words_and_keep_no_record() -> None:
    for name in ("lens", "ways_to_cut"):
        figure = registry.exercise(name)
        assert figure.summary(figure.new())
        assert registry.find(name)[1].kind in registry.STILL
    ways_words = registry.exercise("ways_to_cut").summary(None)
    assert str(ways.ways(load(), ways.found("marlshire"))["sector"]["per_cent"]) in ways_words
