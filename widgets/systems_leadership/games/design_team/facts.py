"""What the design team exercise says of a team: each count beside the lot and the most senior, who is alone, phrases a reflection may quote."""
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...case import SOURCES_OF_POWER, Case
from ..unfolding.rules import lower
from . import mirror, rules
from .rules import OTHER, State

ELSEWHERE = "Somebody who is not in the list of players"


def hundredths(counts: Sequence[int]) -> list[int]:
    """Counts as so many of a hundred that add up to a hundred: what rounding down leaves goes where it cut off most, the first where two are alike."""
    shares = [100 * count / sum(counts) for count in counts]
    out = [int(share) for share in shares]
    for n in sorted(range(len(out)), key=lambda n: (out[n] - shares[n], n))[:100 - sum(out)]:
        out[n] += 1
    return out


def name(case: Case, player: str) -> str:
    return ELSEWHERE if player == OTHER else case.players[player].name


def of(case: Case, size: int) -> dict[str, int]:
    """The most each count could be, where that is worth saying."""
    return {"kinds": len({p.kind for p in case.players.values()}), "sources": len(SOURCES_OF_POWER), "pairs": size * (size - 1) // 2}


def rows(case: Case, team: list[str]) -> dict[str, dict[str, Any]]:
    """Each count of a team, of the most senior as many, and of the teams drawn by lot."""
    size, mine = len(team), mirror.count(case, team)
    top, most, out = mirror.count(case, mirror.senior(case, size)), of(case, size), {}
    for n, (measure, values) in enumerate(mirror.by_lot(case, size).items()):
        low, high = mirror.middle(values)
        fewer, same, more = hundredths(mirror.beside(values, getattr(mine, measure)))
        out[measure] = {"order": n, "yours": getattr(mine, measure), "senior": getattr(top, measure), "of": most.get(measure, 0), "low": low, "high": high,
                        "fewer": fewer, "same": same, "more": more, "values": [list(pair) for pair in values.items()]}
    return out


def alone(case: Case, team: list[str]) -> list[str]:
    """Members of a kind no other member has, in order of name."""
    kinds = [case.players[i].kind for i in team]
    return sorted((i for i in team if kinds.count(case.players[i].kind) == 1), key=lambda i: case.players[i].name)


def apart(case: Case, team: list[str]) -> list[str]:
    """Members with a tie to no other member, in order of name."""
    return sorted((i for i in team if not case.within(i, 1) & set(team)), key=lambda i: case.players[i].name)


def absent_kinds(case: Case, team: list[str]) -> list[str]:
    here = {case.players[i].kind for i in team}
    return [case.kind_name(kind) for family in case.families for kind in family.kinds if kind not in here and any(p.kind == kind for p in case.players.values())]


def lived(case: Case, team: list[str]) -> list[str]:
    """Members whom the library's author gave 2 or 3 for lived experience."""
    return [i for i in team if case.players[i].power.get("lived", 0) >= mirror.STRONG]


def absent_sources(case: Case, team: list[str]) -> list[str]:
    return [s for s in SOURCES_OF_POWER if not any(case.players[i].power.get(s, 0) >= mirror.STRONG for i in team)]


def names(case: Case, ids: list[str]) -> str:
    return ", ".join(lower(case.players[i].name) for i in ids)


def quotes(case: Case, state: State) -> dict[str, str]:
    """Phrases a reflection may quote. Keys are left out where the record has nothing for them yet."""
    if not state.first or not state.members:
        return {}
    out = {"team_members": names(case, state.members), "team_lone": names(case, alone(case, state.members)) or "nobody"}
    out["team_missing"] = "\n".join(f"{name(case, i)}. You wrote: {state.missing[i]}" for i in rules.still_missing(state)) or "nobody named yet"
    return out
