"""Two divisions of the whole library: one parcel for each kind of player, and the best a stated search found. Worked out when the course is built."""
from __future__ import annotations

import functools
from pathlib import Path
from typing import Any

import msgspec

from ...canvas import static
from ...case import Case
from ...exercise import Desk
from ...page import sheet, small, table
from ..parcels import division
from ..still import PAN, State, Still, families, on_map

VIEW = ("games/ways/view.js",)
DATA = Path(__file__).parents[2] / "data" / "divisions.json"


class Found(msgspec.Struct, frozen=True):
    """What the search came to: groups of players, largest first, none larger than `largest`."""

    largest: int
    groups: list[list[str]]


@functools.cache
def found(case: str) -> Found:
    """The built division of a case."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Found])[case]


def ways(case: Case, built: Found) -> dict[str, dict[str, Any]]:
    """Both divisions: each player's parcel, the ties cut, and the counts a sentence needs."""
    out = {}
    letters = {kind: letter for f in case.families for kind, letter in f.kinds.items()}
    sector = division.by_sector(case, case.players)
    for n, (key, place, sign) in enumerate((("sector", sector, letters), ("found", division.from_groups(built.groups), {str(k): str(k + 1) for k in range(len(built.groups))}))):
        d = division.count(case, place)
        sizes = sorted((list(place.values()).count(p) for p in set(place.values())), reverse=True)
        out[key] = {"order": n, "parcels": len(sizes), "largest": sizes[0], "cut": d.cut, "ties": d.ties, "per_cent": d.per_cent, "liaison": d.liaison, "pairs": len(sizes) * (len(sizes) - 1) // 2,
                    "torn": len(d.torn), "place": {i: sign[p] for i, p in place.items()}, "cuts": {t.key: True for t in case.ties if division.is_cut(place, t)}}
    return out


def words(way: dict[str, Any]) -> str:
    return (f"{way['parcels']} parcels, the largest of {way['largest']}: {way['cut']} of {way['ties']} ties cut, {way['per_cent']} in a hundred. "
            f"{way['liaison']} of {way['pairs']} pairs of parcels would need somebody to keep them in touch, and {way['torn']} players have ties into three or more.")


NAMES = {"sector": "One parcel for each kind of player", "found": "The best a search found"}


class Ways(Still):
    """See `exercise.Exercise`."""

    title = "Two ways to cut it"

    def __init__(self, id: str, case: str) -> None:
        super().__init__(id, case)
        self.found = found(case)

    def caption(self) -> str:
        return ("Lines: the ties a division cuts. The sign in each mark is its parcel: a letter for the kind, or the number of the parcel the search put it in. "
                "A friendship and a contract count the same. "
                f"The search builds two to six parcels of at most {self.found.largest} players by joining, step by step, whichever groups are most tied to each other; a better division may exist. "
                "(The method is Clauset, Newman and Moore’s, as the library networkx carries it out.)")

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        both = ways(self.case, self.found)
        return {"stage": "figure", "players": on_map(self.case), "families": families(self.case), "drafts": {}, "caption": self.caption(), "pan": PAN,
                "ties": {t.key: {"a": t.a, "b": t.b, "type": t.type} for t in self.case.ties}, "ways": {k: {**w, "name": NAMES[k], "words": words(w)} for k, w in both.items()}}

    def picture(self, state: State, desk: Desk) -> str:
        both = ways(self.case, self.found)
        rows = [[NAMES[k], str(w["parcels"]), f"{w['cut']} of {w['ties']} ({w['per_cent']} in a hundred)", f"{w['liaison']} of {w['pairs']}", str(w["largest"])] for k, w in both.items()]
        m = static.Map(self.case, set(self.case.players), [t for t in self.case.ties if t.key in both["found"]["cuts"]], title=f"{NAMES['found']}: the ties it cuts")
        return sheet(static.draw(m) + table(["", "Parcels", "Ties cut", "Pairs needing liaison", "Largest parcel"], rows) + small(self.caption()))

    def summary(self, state: State) -> str:
        return "\n".join(f"{NAMES[k]}: {words(w)}" for k, w in ways(self.case, self.found).items())


