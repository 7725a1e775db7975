"""What course/m4_wicked_problems/placing.toml holds: the lines, and the problem cards."""
from __future__ import annotations

import msgspec

from ..authored import unique


class Dimension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line with seven places, from `low` (1, left) to `high` (7, right). Neither end is the good one."""

    id: str
    asks: str
    low: str
    high: str


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One card: what is `known` when it is first placed, and what comes to light `later`, if it is dealt again."""

    id: str
    title: str
    known: str
    later: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Raises ValueError where an id stands twice."""

    id: str
    title: str
    intro: str
    dimension: list[Dimension]
    problem: list[Problem]

    def __post_init__(self) -> None:
        unique("dimension", [d.id for d in self.dimension])
        unique("problem", [p.id for p in self.problem])
