"""The best division of a whole case, found once when the course is built, so that no reading waits for it and every page says the same number."""
from __future__ import annotations

from ..case import Case
from ..games.parcels import division, search
from ..games.ways.game import Found

LARGEST = 30             # players a parcel may hold: about what one team's manager could name (the course's own choice)


_known: dict[tuple, Found] = {}


def find(case: Case, largest: int = LARGEST) -> Found:
    """Of two to six parcels, none larger than `largest`, those that cut fewest ties. An empty `groups` if the search found none.

    Searched once for the same players and ties: a build asks several times, and it takes a second."""
    players = sorted(case.players)
    key = (largest, tuple(players), tuple(case.ties))
    if key not in _known:
        tries = [g for n in range(search.FEWEST, search.MOST + 1) if (g := search.best(case, players, n, largest))]
        _known[key] = Found(largest, min(tries, key=lambda g: division.count(case, division.from_groups(g)).cut, default=[]))
    return _known[key]
