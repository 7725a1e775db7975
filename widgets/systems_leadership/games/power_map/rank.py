"""Whether two columns of ratings go together, said only where it would still be said with any one player left out.

Spearman's rank correlation with ties given their average rank (Spearman 1904): Pearson's correlation of the ranks. Its
sign is worked out in whole numbers, so that nothing turns on rounding.
"""
from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import msgspec

WITH, AGAINST, CONSTANT, NEITHER, FRAGILE = "with", "against", "constant", "neither", "fragile"


class Association(msgspec.Struct, frozen=True):
    """`says` is with or against, or why nothing is said: constant (a column is the same for everybody), neither, or fragile
    (with any one of the players numbered in `turns` left out it would not be said the same way). `rho` is None where a column is constant."""

    says: str
    rho: float | None = None
    turns: tuple[int, ...] = ()


def ranks(values: Sequence[int]) -> list[int]:
    """Twice the rank of each value, from below; equal values share the average. Twice, so that halves stay whole."""
    order = sorted(values)
    of = {v: bisect_left(order, v) + bisect_right(order, v) + 1 for v in set(values)}
    return [of[v] for v in values]


def _moments(x: Sequence[int], y: Sequence[int]) -> tuple[int, int, int]:
    """Covariance and both variances of the ranks, each times the same whole number."""
    a, b, n = ranks(x), ranks(y), len(x)
    return (n * sum(p * q for p, q in zip(a, b, strict=True)) - sum(a) * sum(b), n * sum(p * p for p in a) - sum(a) ** 2, n * sum(q * q for q in b) - sum(b) ** 2)


def sign(x: Sequence[int], y: Sequence[int]) -> int | None:
    """1, 0 or -1: which way two columns go together; None where one of them is constant."""
    both, of_x, of_y = _moments(x, y)
    return None if not of_x or not of_y else (both > 0) - (both < 0)


def spearman(x: Sequence[int], y: Sequence[int]) -> float | None:
    """Rank correlation, from -1 to 1; None where a column is constant. Raises ValueError for columns of unequal length."""
    both, of_x, of_y = _moments(x, y)
    return None if not of_x or not of_y else both / math.sqrt(of_x * of_y)


def associate(x: Sequence[int], y: Sequence[int]) -> Association:
    """What may be said of two columns. Leaves out each row in turn."""
    whole = sign(x, y)
    if whole is None:
        return Association(CONSTANT)
    rho = spearman(x, y)
    if whole == 0:
        return Association(NEITHER, rho)
    if turns := tuple(n for n in range(len(x)) if sign([*x[:n], *x[n + 1:]], [*y[:n], *y[n + 1:]]) != whole):
        return Association(FRAGILE, rho, turns)
    return Association(WITH if whole > 0 else AGAINST, rho)
