"""Who can have heard one remark, half hour by half hour, under three ways of running the same room. A ceiling, not a forecast.

The rules, as the page shows them. Reports: five minutes each, everybody listens, in order of position or the other way round.
Tables: four at a table for twenty-five minutes, where all hear whatever anybody there knows; then one stays and three move on, each to another table.
"""
from __future__ import annotations

from typing import Any

import msgspec

from ...case import Case

HALF_HOURS = 3
SPEAKERS = 6            # in half an hour, at five minutes each
SEATS = 4               # at a table
WAYS = ("rank", "reverse", "tables")


class Step(msgspec.Struct, frozen=True):
    """The room after some half hours: who sits with whom or speaks when (ids), and how each who knows came to (0 her own knowledge, 1 from her, 2 second-hand, 3 third-hand)."""

    groups: list[list[str]]
    known: dict[str, int]


def steps(case: Case, invited: list[str], holder: str, way: str) -> list[Step]:
    """The room at the start and after each half hour. `holder`, who knows the thing, need not be among those invited."""
    if way == "tables":
        return _tables(invited, holder)
    return _reports(case, invited, holder, way == "reverse")


def order(case: Case, invited: list[str], reverse: bool) -> list[str]:
    """Those invited in order of position as the library rates it; where two are level, in the order of the invitation."""
    ranked = sorted(invited, key=lambda i: -case.players[i].power.get("position", 0))
    return ranked[::-1] if reverse else ranked


def _reports(case: Case, invited: list[str], holder: str, reverse: bool) -> list[Step]:
    speaking = order(case, invited, reverse)
    groups = [speaking[n:n + SPEAKERS] for n in range(0, len(speaking), SPEAKERS)]
    out = []
    for done in range(HALF_HOURS + 1):
        known = {holder: 0} if holder in invited else {}
        if holder in speaking[:done * SPEAKERS]:
            known |= {i: 1 for i in invited if i != holder}
        out.append(Step(groups, known))
    return out


def seating(invited: list[str], round_: int) -> list[list[str]]:
    """Who sits at which table in a round, counted from 0. The invitation is dealt out table by table; whoever came last to each stays, the others move on by 1, 2 and 3 tables a round."""
    count = len(invited) // SEATS
    tables: list[list[str]] = [[] for _ in range(count)]
    for n, i in enumerate(invited):
        seat = n // count
        tables[(n + round_ * (SEATS - 1 - seat)) % count].append(i)
    return tables


def _tables(invited: list[str], holder: str) -> list[Step]:
    known = {holder: 0} if holder in invited else {}
    out = [Step(seating(invited, 0), dict(known))]
    for round_ in range(HALF_HOURS):
        before = dict(known)
        for table in seating(invited, round_):
            told = [before[i] for i in table if i in before]
            if told:
                known |= {i: min(known.get(i, HALF_HOURS), min(told) + 1) for i in table if i != holder}
        out.append(Step(seating(invited, round_), dict(known)))
    return out


def counts(step: Step) -> dict[str, int]:
    """How many know, and how: all of them (whose knowledge it was included), from her, at second hand, at third."""
    how = list(step.known.values())
    return {"know": len(how), "first": how.count(1), "second": how.count(2), "third": how.count(3)}


def swapped(invited: list[str], holder: str, other: str) -> list[str]:
    """The same list with somebody else in the holder's chair."""
    return [other if i == holder else i for i in invited]


def spoken(case: Case, invited: list[str], way: str, half_hours: int) -> list[str]:
    """Who has had the floor in reports. At tables everybody has."""
    return list(invited) if way == "tables" else order(case, invited, way == "reverse")[:half_hours * SPEAKERS]


def plain(step: Step) -> dict[str, Any]:
    return {"groups": step.groups, "known": step.known, **counts(step)}
