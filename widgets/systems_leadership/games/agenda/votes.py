"""One vote after another among people with fixed wishes: plain majority, plain logic, no screen."""
from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import msgspec

Wishes = Mapping[str, Sequence[str]]          # voter -> options, most wanted first


class Round(msgspec.Struct, frozen=True):
    """One vote between two options. `won` and `lost` hold the voters on each side, in the order the voters are given."""

    winner: str
    loser: str
    won: list[str]
    lost: list[str]


def vote(wishes: Wishes, a: str, b: str) -> Round:
    """What a majority prefers of two options. Raises ValueError on a tie, which an odd number of voters cannot have."""
    for_a = [v for v, order in wishes.items() if order.index(a) < order.index(b)]
    for_b = [v for v in wishes if v not in for_a]
    if len(for_a) == len(for_b):
        raise ValueError(f"{len(for_a)} each: give an odd number of voters.")
    return Round(a, b, for_a, for_b) if len(for_a) > len(for_b) else Round(b, a, for_b, for_a)


def meeting(wishes: Wishes, paper: Sequence[str]) -> list[Round]:
    """The votes a paper leads to: its first two options meet, and whichever wins meets the next. The last round's winner is the outcome."""
    rounds: list[Round] = []
    standing = paper[0]
    for option in paper[1:]:
        rounds.append(vote(wishes, standing, option))
        standing = rounds[-1].winner
    return rounds


def outcome(wishes: Wishes, paper: Sequence[str]) -> str:
    return meeting(wishes, paper)[-1].winner


def orders(options: Sequence[str]) -> list[tuple[str, ...]]:
    """Every paper that holds all of three options: each pair may meet first, and the third waits."""
    return [(a, b, next(o for o in options if o not in (a, b))) for a, b in itertools.combinations(options, 2)]


def order_decides(wishes: Wishes, options: Sequence[str]) -> bool:
    """Whether the order of the votes can change what comes out."""
    return len({outcome(wishes, paper) for paper in orders(options)}) > 1


def how_often(voters: int, options: Sequence[str]) -> tuple[int, int]:
    """In how many of all the ways in which the voters can rank the options the order decides, and how many ways there are."""
    rankings = list(itertools.permutations(options))
    every = list(itertools.product(rankings, repeat=voters))
    return sum(order_decides({str(n): order for n, order in enumerate(one)}, options) for one in every), len(every)
