"""The lens: the same map in three phases. Which player is active when is the library's own statement."""
from __future__ import annotations

from html import escape
from typing import Any

from ...canvas import static
from ...case import PHASES, Case
from ...exercise import Desk
from ...page import sheet, small
from ..still import PAN, State, Still, families, on_map
from ..unfolding.rules import lower

VIEW = ("games/lens/view.js",)
CAPTION = "Large and filled, named in bold: active in this phase, as the library has it. Small and hollow: not. Nobody moves; only the lens does."


def phases(case: Case) -> dict[str, dict[str, Any]]:
    """For each phase: who is active, who is active in it only (names in order), who of the phase before is not."""
    out: dict[str, dict[str, Any]] = {}
    for n, phase in enumerate(PHASES):
        lit = [i for i, p in case.players.items() if phase in p.phase]
        only = sorted(lower(case.players[i].name) for i in lit if case.players[i].phase == [phase])
        out[phase] = {"lit": dict.fromkeys(lit, True), "count": len(lit), "only": only, "order": n}
    return out


class Lens(Still):
    """See `exercise.Exercise`."""

    title = "Three phases, one map"

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        return {"stage": "figure", "players": on_map(self.case), "families": families(self.case), "phases": phases(self.case), "caption": CAPTION, "pan": PAN, "drafts": {},
                "active": {i: p.phase for i, p in self.case.players.items()}}

    def picture(self, state: State, desk: Desk) -> str:
        cells = []
        for phase, it in phases(self.case).items():
            words = f"{phase.capitalize()}: {it['count']} players active, {len(it['only'])} of them at no other time"
            cells.append(f'<figure style="margin:0;flex:1 1 270px;min-width:240px">{static.small(self.case, set(it["lit"]), "", words)}'
                         f'<figcaption style="font-size:13px;line-height:1.45"><b>{escape(words)}</b>: {escape(", ".join(it["only"]))}.</figcaption></figure>')
        return sheet(f'<div style="display:flex;flex-wrap:wrap;gap:20px">{"".join(cells)}</div>' + small("A mark: active in this phase. A speck: not."))

    def summary(self, state: State) -> str:
        return "\n".join(f"{phase.capitalize()}: {it['count']} players active; at no other time: {', '.join(it['only'])}." for phase, it in phases(self.case).items())
