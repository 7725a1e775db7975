"""What the parcels exercise says of a division: three ways beside each other, ties in words, phrases a reflection may quote."""
from __future__ import annotations

from typing import Any

from ...case import Case, Tie
from ..unfolding.rules import lower
from . import division, rules
from .state import State


def words(case: Case, tie: Tie) -> str:
    """A tie as a sentence: "Acute mental health ward: hands over to the home treatment team"."""
    return f"{case.players[tie.a].name}: {case.tie_words[tie.type].from_} the {lower(case.players[tie.b].name)}"


def cut_ties(case: Case, state: State) -> list[Tie]:
    """Ties the division cuts, by the names at their ends."""
    found = [t for t in division.ties_among(case, state.place) if division.is_cut(state.place, t)]
    return sorted(found, key=lambda t: (case.players[t.a].name, case.players[t.b].name, t.type))


def row(case: Case, place: dict[str, str]) -> dict[str, Any]:
    """One line of the comparison."""
    d, n = division.count(case, place), len(set(place.values()))
    largest = max((list(place.values()).count(p) for p in set(place.values())), default=0)
    return {"parcels": n, "cut": d.cut, "ties": d.ties, "per_cent": d.per_cent, "liaison": d.liaison, "pairs": n * (n - 1) // 2, "largest": largest, "torn": len(d.torn)}


def three_ways(case: Case, state: State) -> dict[str, dict[str, Any]]:
    """Yours, one parcel for each kind, and the best the search found with as many parcels as yours (or the nearest number it found)."""
    mine = dict(state.place)
    wanted = len(rules.used(state))
    nearest = min(state.found, key=lambda n: (abs(int(n) - wanted), n), default="")
    out = {"yours": row(case, mine), "sector": row(case, division.by_sector(case, mine))}
    if nearest:
        out["found"] = row(case, {i: p for i, p in division.from_groups(state.found[nearest]).items() if i in mine})
    return out


def _names(case: Case, ids: list[str], most: int = 8) -> str:
    names = [lower(case.players[i].name) for i in ids[:most]]
    return ", ".join(names) + (f" and {len(ids) - most} more" if len(ids) > most else "")


def people(case: Case, state: State) -> dict[str, str]:
    """A sentence for each person, carer or friend cut from more than half of their ties."""
    return {i: f"The {lower(case.players[i].name)} has {ties} tie{'s' * (ties != 1)} here, and {'it is' if ties == 1 else 'all are' if cut == ties else f'{cut} are'} cut."
            for i, ties, cut in division.count(case, state.place).people}


def quotes(case: Case, state: State) -> dict[str, str]:
    """Phrases a reflection may quote. Keys are left out where the record has nothing for them yet."""
    if not rules.divided(state):
        return {}
    d = division.count(case, state.place)
    sizes = {p: list(state.place.values()).count(p) for p in rules.used(state)}
    out = {"parcel_names": ", ".join(f"{state.parcels[p]} ({n} player{'s' * (n != 1)})" for p, n in sizes.items()), "cut_percent": str(d.per_cent), "cut_count": str(d.cut),
           "tie_count": str(d.ties), "liaison_pairs": str(d.liaison), "torn": _names(case, [i for i, _ in d.torn]) or "nobody",
           "cut_person": " ".join(people(case, state).values()) or "Nobody near the person is cut from more than half of their ties."}
    if kept := rules.kept_cuts(case, state):
        out["kept_cuts"] = "\n".join(f"{words(case, case.tie[key])}. You wrote: {state.kept[key]}" for key in kept)
    return out
