"""A figure in a reading, drawn from the case as it stands: who each of some standpoints can reach in one step."""
from __future__ import annotations

from html import escape

from .. import case as cases
from ..canvas import static
from ..page import Page, sheet, small
from .unfolding.rules import lower


def reach(case_name: str, standpoints: list[str], steps: int = 1) -> Page:
    """Small maps side by side, the same seats in each, with the names in words below each."""
    case = cases.load(case_name)
    cells, text = [], []
    for i in standpoints:
        near = case.within(i, steps)
        name = case.players[i].name
        names = ", ".join(lower(case.players[n].name) for n in sorted(near, key=lambda n: case.players[n].name))
        label = f"{name}: {len(near)} players in {'one step' if steps == 1 else f'{steps} steps'}"
        cells.append(f'<figure style="margin:0;flex:1 1 270px;min-width:240px">{static.small(case, near | {i}, i, label)}'
                     f'<figcaption style="font-size:13px;line-height:1.45"><b>{escape(name)}</b>: {escape(names)}.</figcaption></figure>')
        text.append(f"{label}: {names}.")
    return Page(sheet(f'<div style="display:flex;flex-wrap:wrap;gap:20px">{"".join(cells)}</div>'
                      + small("The seats are the same in each map. A mark: within one step. A speck: not. The shaded middle is the person; the ring is whoever is looking.")), "\n".join(text))
