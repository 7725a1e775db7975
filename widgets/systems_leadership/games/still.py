"""What figures share: they can be looked at and pressed, and keep no record."""
from __future__ import annotations

from typing import Any

import msgspec

from ..case import Case, load
from ..exercise import Refused

PAN = "The map is wider than your screen. Move it sideways; it follows whoever you choose."


class State(msgspec.Struct):
    drafts: dict[str, str] = {}


class Still:
    """An exercise with nothing to do. See `exercise.Exercise`."""

    undoable: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()

    def __init__(self, id: str, case: str) -> None:
        self.id, self.case_name, self.case = id, case, load(case)

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        raise Refused("A figure has no moves.")


def on_map(case: Case) -> dict[str, dict[str, Any]]:
    """Every player as the map draws them, by id."""
    out = {}
    for i, p in case.players.items():
        seat, family = case.seats[i], case.family(i)
        out[i] = {"name": p.name, "kind": case.kind_name(p.kind), "x": seat.x, "y": seat.y, "side": seat.side, "lines": seat.lines,
                  "family": family.id, "letter": family.kinds[p.kind], "centre": p.kind == case.centre}
    return out


def families(case: Case) -> dict[str, dict[str, Any]]:
    return {f.id: {"name": f.name, "span": list(case.sectors[f.id]), "order": n} for n, f in enumerate(case.families)}
