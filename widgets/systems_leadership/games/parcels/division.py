"""What a division of players into parcels does to the ties between them. Plain counting; every rule is said on screen.

Two players with two kinds of tie between them have two ties. A tie is cut when its ends are in different parcels. Ties
to a player not yet sorted are not counted.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from ...case import Case, Tie

NEAR = ("carers", "people in crisis")        # kinds: those a division is for


class Division(msgspec.Struct):
    """The count. `between` maps an ordered pair of parcels to the ties cut between them."""

    ties: int
    cut: int
    inside: dict[str, int]
    between: dict[tuple[str, str], int]
    torn: list[tuple[str, int]]              # player, parcels their ties lead into (their own among them if it holds one): three or more
    people: list[tuple[str, int, int]]       # player near the person, their ties, how many are cut: only where more than half are

    @property
    def per_cent(self) -> int:
        """Share of ties cut, to the nearest whole per cent; 0 when there is no tie."""
        return round(100 * self.cut / self.ties) if self.ties else 0

    @property
    def liaison(self) -> int:
        """Pairs of parcels with at least one tie cut between them: each needs somebody to look after it."""
        return len(self.between)


def ties_among(case: Case, players: Iterable[str]) -> list[Tie]:
    """The library's ties with both ends among `players`, in file order."""
    have = set(players)
    return [t for t in case.ties if t.a in have and t.b in have]


def is_cut(place: Mapping[str, str], tie: Tie) -> bool:
    return tie.a in place and tie.b in place and place[tie.a] != place[tie.b]


def count(case: Case, place: Mapping[str, str]) -> Division:
    """What the division `place` (player -> parcel) does."""
    inside: dict[str, int] = dict.fromkeys(place.values(), 0)
    between: dict[tuple[str, str], int] = {}
    into: dict[str, set[str]] = {i: set() for i in place}
    own: dict[str, list[bool]] = {i: [] for i in place}
    ties = ties_among(case, place)
    for tie in ties:
        a, b = place[tie.a], place[tie.b]
        if a == b:
            inside[a] += 1
        else:
            pair = (a, b) if a < b else (b, a)
            between[pair] = between.get(pair, 0) + 1
        for end, other in ((tie.a, b), (tie.b, a)):
            into[end].add(other)
            own[end].append(a != b)
    names = {i: case.players[i].name for i in place}
    torn = sorted(((i, len(p)) for i, p in into.items() if len(p) >= 3), key=lambda x: (-x[1], names[x[0]]))
    people = sorted(((i, len(c), sum(c)) for i, c in own.items() if case.players[i].kind in NEAR and sum(c) * 2 > len(c)), key=lambda x: (-x[2], names[x[0]]))
    return Division(len(ties), sum(between.values()), inside, between, torn, people)


def by_sector(case: Case, players: Iterable[str]) -> dict[str, str]:
    """One parcel for each kind of player: the way most organisation charts would cut."""
    return {i: case.players[i].kind for i in players}


def from_groups(groups: Iterable[Iterable[str]]) -> dict[str, str]:
    """A division from groups of players: parcels are named by number."""
    return {i: str(n) for n, group in enumerate(groups) for i in group}
