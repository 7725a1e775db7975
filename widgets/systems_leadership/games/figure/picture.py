"""The figure as a static page: small maps side by side, the same seats in each, the names in words below."""
from __future__ import annotations

from html import escape
from typing import Any

from ...canvas import static
from ...case import Case
from ...page import sheet, small
from ..unfolding.rules import lower

TITLE = "Who can be reached in one step"
CAPTION = ("Every player has a seat, the same in each map. The ring is whoever is looking. A mark: somebody a tie joins them to, such as handing over, paying or working beside. "
           "A speck: everybody else. Shape and colour say what kind of player it is, and the names below say who. In the shaded middle sit the people the case is about.")


def views(case: Case, standpoints: list[str]) -> list[dict[str, Any]]:
    """For each standpoint: its id and name, the ids one step away, and their names in alphabetical order."""
    out = []
    for i in standpoints:
        near = case.within(i, 1)
        names = sorted(case.players[n].name for n in near)
        out.append({"id": i, "name": case.players[i].name, "near": sorted(near | {i}), "names": [lower(n) for n in names]})
    return out


def label(view: dict[str, Any]) -> str:
    return f"{view['name']}: {len(view['names'])} players in one step"


def picture(case: Case, standpoints: list[str]) -> str:
    cells = [f'<figure style="margin:0;flex:1 1 270px;min-width:240px">{static.small(case, set(v["near"]), v["id"], label(v))}'
             f'<figcaption style="font-size:13px;line-height:1.45"><b>{escape(v["name"])}</b>: {escape(", ".join(v["names"]))}.</figcaption></figure>'
             for v in views(case, standpoints)]
    return sheet(small(TITLE) + f'<div style="display:flex;flex-wrap:wrap;gap:20px">{"".join(cells)}</div>' + small(CAPTION))


def summary(case: Case, standpoints: list[str]) -> str:
    return "\n".join(f"{label(v)}: {', '.join(v['names'])}." for v in views(case, standpoints))
