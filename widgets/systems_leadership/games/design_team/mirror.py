"""What a team mirrors, as plain counts; and the same counts for 2,000 teams drawn by lot. Nothing is added up.

A player is one bit of a whole number, so a team is a number, and a thousand teams are counted in milliseconds without numpy.
"""
from __future__ import annotations

import functools
import random
from collections.abc import Iterable

import msgspec

from ...case import PHASES, SOURCES_OF_POWER, Case

TEAMS, SEED = 2_000, 7                       # teams drawn by lot, and where the lot starts: the same teams for everybody
STRONG = 2                                   # of 3: from here on a player counts as holding a source of power
MEASURES = ("kinds", "alone", "lived", *PHASES, "sources", "pairs", "apart")


class Mirror(msgspec.Struct, frozen=True):
    """The counts of one team. `alone` are members of a kind no other member has; `pairs` are pairs of members with at
    least one tie between them; `apart` are members with a tie to no other member."""

    kinds: int
    alone: int
    lived: int
    prevention: int
    crisis: int
    recovery: int
    sources: int
    pairs: int
    apart: int


class Board(msgspec.Struct, frozen=True):
    """A case as bits. For player number n: kinds[n], sources[n] and phases[n] are sets of bits, near[n] the players tied to them."""

    at: dict[str, int]
    kinds: list[int]
    lived: list[bool]
    phases: list[int]
    sources: list[int]
    near: list[int]


@functools.cache
def board(case: Case) -> Board:
    at, kinds = {i: n for n, i in enumerate(case.players)}, sorted({p.kind for p in case.players.values()})
    near = [0] * len(at)
    for tie in case.ties:
        if tie.a != tie.b:
            near[at[tie.a]] |= 1 << at[tie.b]
            near[at[tie.b]] |= 1 << at[tie.a]
    players = list(case.players.values())
    return Board(at, [1 << kinds.index(p.kind) for p in players], [p.power.get("lived", 0) >= STRONG for p in players],
                 [sum(1 << n for n, phase in enumerate(PHASES) if phase in p.phase) for p in players],
                 [sum(1 << n for n, s in enumerate(SOURCES_OF_POWER) if p.power.get(s, 0) >= STRONG) for p in players], near)


def count(case: Case, team: Iterable[str]) -> Mirror:
    """The counts of a team, given as ids. Nobody counts twice."""
    found = board(case)
    return _count(found, sorted({found.at[i] for i in team}))


def _count(b: Board, team: list[int]) -> Mirror:
    once = twice = sources = everybody = lived = links = apart = 0
    phases = [0] * len(PHASES)
    for n in team:
        everybody |= 1 << n
    for n in team:
        twice |= once & b.kinds[n]
        once |= b.kinds[n]
        sources |= b.sources[n]
        lived += b.lived[n]
        for k in range(len(PHASES)):
            phases[k] += b.phases[n] >> k & 1
        tied = (b.near[n] & everybody).bit_count()
        links, apart = links + tied, apart + (tied == 0)
    return Mirror(once.bit_count(), (once & ~twice).bit_count(), lived, phases[0], phases[1], phases[2], sources.bit_count(), links // 2, apart)


@functools.cache
def by_lot(case: Case, size: int) -> dict[str, dict[int, int]]:
    """For each measure, how many of the teams of `size` drawn by lot have each value."""
    found, lot = board(case), random.Random(SEED)
    out: dict[str, dict[int, int]] = {m: {} for m in MEASURES}
    everybody = range(len(found.at))
    for _ in range(TEAMS):
        counted = _count(found, lot.sample(everybody, size))
        for m in MEASURES:
            value = getattr(counted, m)
            out[m][value] = out[m].get(value, 0) + 1
    return {m: dict(sorted(values.items())) for m, values in out.items()}


def beside(values: dict[int, int], mine: int) -> tuple[int, int, int]:
    """How many of the teams drawn by lot have fewer than `mine`, as many, and more."""
    return sum(n for v, n in values.items() if v < mine), values.get(mine, 0), sum(n for v, n in values.items() if v > mine)


def middle(values: dict[int, int]) -> tuple[int, int]:
    """Between which values the middle nine tenths of the teams lie: no more than one in twenty is below, no more than one in twenty above."""
    line = [v for v, n in sorted(values.items()) for _ in range(n)]
    cut = len(line) // 20
    return line[cut], line[-1 - cut]


def senior(case: Case, size: int) -> list[str]:
    """The `size` players with the most position; where they have as much, the more status, then the more resources, then by name."""
    def rank(i: str) -> tuple[int, int, int, str]:
        power = case.players[i].power
        return -power.get("position", 0), -power.get("status", 0), -power.get("resources", 0), case.players[i].name
    return sorted(case.players, key=rank)[:size]


def one_by_lot(case: Case, size: int) -> list[str]:
    """The first of the teams drawn by lot, to be looked at."""
    players = list(case.players)
    return [players[n] for n in random.Random(SEED).sample(range(len(players)), size)]
