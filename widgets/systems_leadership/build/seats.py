"""Reserved seats: where each player sits on the map, for ever. A theatre, not a physics simulation.

Seats are worked out once from the whole library and a game lights some of them, so nobody jumps when somebody arrives,
two people's maps lie over each other, and an empty part of the picture means something.

    ring    how early play usually meets the player; the people the case is about are the centre
    sector  family of kinds, clockwise in the case's order, width by how crowded the family is
    seat    inside its own ring x sector each player tries every place and label side and keeps the cheapest
            (no two labels or targets on each other, near its kind, near those it has ties with)

Deterministic: no random numbers. 10 to 30 s for a hundred players, so the result is kept in `seats.json` beside the
players and worked out again only when a player's short name, kind, ring or ties change.
"""
from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path

from ..canvas.geometry import BAND, CX, CY, LEADING, RIM, RINGS, RX, RY, TARGET, Box, label_box, lines, mark_box, overlap, point, ring_of, sectors
from ..case import Case

SIDES = ("right", "left", "below", "above")
Choice = tuple[float, float, str]         # rho, angle, side


class Seating:
    """One working-out of the seats of a case."""

    def __init__(self, case: Case) -> None:
        self.case, self.spans = case, sectors(case)
        self.ring = {i: ring_of(case, p) for i, p in case.players.items()}
        self.family = {i: case.family_of[p.kind].id for i, p in case.players.items()}
        self.text = {i: lines(p.short) for i, p in case.players.items()}
        self.home = self._homes()
        self.near = {i: {end for tie in case.ties_of[i] for end in (tie.a, tie.b)} - {i} for i in case.players}
        self.now: dict[str, tuple[float, float, Box, Choice]] = {}

    def _homes(self) -> dict[str, float]:
        """Angle each player leans to, so that kinds stay together within their family's sector."""
        home: dict[str, float] = {}
        for family in self.case.families:
            a, end = self.spans[family.id]
            members = {k: [i for i, p in self.case.players.items() if p.kind == k and self.ring[i]] for k in family.kinds}
            total = sum(map(len, members.values())) or 1
            for ids in members.values():
                width = (end - self.spans[family.id][0]) * len(ids) / total
                home.update(dict.fromkeys(ids, a + width / 2))
                a += width
        return home

    def places(self, ring: int, family: str) -> list[tuple[float, float]]:
        """Every (rho, angle) a player of that ring and family may sit at."""
        if ring == 0:
            return [(RINGS[0] * s, a) for s in (0.8, 1.0) for a in range(0, 360, 15)]
        a0, a1 = self.spans[family]
        steps = max(4, int((a1 - a0) * RINGS[ring] / 1.6))
        lanes = [RINGS[ring] + d * BAND for d in (0, -0.5, 0.5, -1, 1) if RINGS[ring] + d * BAND <= 1.03]
        return [(r, a0 + (a1 - a0) * (i + 0.5) / steps) for r in lanes for i in range(steps)]

    def own_cost(self, i: str, choice: Choice, x: float, box: Box) -> float:
        """Price of a seat before the neighbours are asked: off its ring, off its kind, label on an unusual side."""
        rho, angle, side = choice
        if max(math.hypot((u - CX) / RX, (v - CY) / RY) for u in box[::2] for v in box[1::2]) > RIM - 0.012:
            return math.inf                                # a name never crosses the rim
        outward = "right" if x >= CX else "left"
        return (900 * abs(rho - RINGS[self.ring[i]]) + 0.5 * abs(angle - self.home.get(i, angle))
                + {outward: 0, "below": 14, "above": 16}.get(side, 30))

    def cost(self, i: str, choice: Choice, limit: float) -> float:
        """Price of a seat among those already taken; stops adding once above `limit`."""
        x, y = point(*choice[:2])
        box = label_box(x, y, choice[2], self.text[i])
        total, mine = self.own_cost(i, choice, x, box), mark_box(x, y)
        for j, (x2, y2, box2, _) in self.now.items():
            if total > limit:
                break
            if j == i:
                continue
            apart = math.hypot(x - x2, y - y2)
            total += 600 * max(0, TARGET + 2 - apart) + 25 * overlap(box, box2, 5)
            total += 25 * (overlap(box, mark_box(x2, y2), 3) + overlap(box2, mine, 3))
            if j in self.near[i]:
                total += 0.02 * apart
        return total

    def best(self, i: str) -> Choice:
        best, least = None, math.inf
        for rho, angle in self.places(self.ring[i], self.family[i]):
            for side in SIDES:
                price = self.cost(i, (rho, angle, side), least)
                if price < least - 1e-6:
                    best, least = (rho, angle, side), price
        if best is None:
            raise ValueError(f"no seat free for '{i}': shorten its short name or give its family more room")
        return best

    def take(self, i: str, choice: Choice) -> bool:
        if i in self.now and self.now[i][3] == choice:
            return False
        x, y = point(*choice[:2])
        self.now[i] = (x, y, label_box(x, y, choice[2], self.text[i]), choice)
        return True

    def settle(self, sweeps: int = 14) -> None:
        """Seat the crowded middle first, then let each player move to a cheaper place until none does."""
        order = sorted(self.case.players, key=lambda i: (self.ring[i], -len(self.near[i]), i))
        for _ in range(sweeps):
            if not sum([self.take(i, self.best(i)) for i in order]):
                break

    def seat(self, i: str) -> dict:
        x, y, _, choice = self.now[i]
        return {"x": round(x, 1), "y": round(y, 1), "side": choice[2], "lines": self.text[i]}


def made_from(case: Case) -> str:
    """A short hash of all that moves a seat."""
    parts = [[(i, p.short, p.kind, ring_of(case, p)) for i, p in case.players.items()], [t.key for t in case.ties],
             [(f.id, list(f.kinds)) for f in case.families], LEADING, sectors(case)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def work_out(case: Case) -> dict:
    """Seats and sectors of a case, as they stand in seats.json."""
    seating = Seating(case)
    seating.settle()
    return {"made_from": made_from(case), "sectors": {k: list(v) for k, v in seating.spans.items()},
            "seats": {i: seating.seat(i) for i in case.players}}


def kept(case: Case, folder: Path) -> dict:
    """The seats beside the players, worked out again (and written) only if the library has changed."""
    path = folder / "seats.json"
    if path.exists():
        found = json.loads(path.read_text(encoding="utf-8"))
        if found.get("made_from") == made_from(case):
            return found
    found = work_out(case)
    path.write_text(json.dumps(found, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")
    return found
