"""The marks of the seven families, as SVG paths of equal optical weight. canvas.js draws the same shapes."""
from __future__ import annotations

import math
from html import escape

from .geometry import NODE
from .theme import LIGHT, SANS

POLYGONS = {"law": (6, 30, 1.1), "place": (3, -90, 1.38), "daily": (5, -90, 1.15), "direction": (4, 0, 1.28)}   # sides, turn in degrees, scale


def shape(family: str, x: float, y: float, r: float = NODE) -> str:
    """Path of a family's mark, centred at x, y. An unknown family is a circle."""
    if family == "care":
        s = r * 0.9
        return f"M{x - s:.1f} {y - s:.1f}h{2 * s:.1f}v{2 * s:.1f}h{-2 * s:.1f}Z"
    if family == "voice":                                  # a speech bubble: a circle with a tail
        return (f"M{x - r * .55:.1f} {y + r * .8:.1f}A{r} {r} 0 1 1 {x + r * .1:.1f} {y + r * .98:.1f}"
                f"L{x - r * .95:.1f} {y + r * 1.25:.1f}Z")
    if family in POLYGONS:
        n, turn, k = POLYGONS[family]
        corners = [(math.radians(turn + 360 * i / n)) for i in range(n)]
        return "M" + "L".join(f"{x + r * k * math.cos(a):.1f} {y + r * k * math.sin(a):.1f}" for a in corners) + "Z"
    return f"M{x - r:g} {y:g}a{r:g} {r:g} 0 1 0 {2 * r:g} 0a{r:g} {r:g} 0 1 0 {-2 * r:g} 0Z"


def letter_drop(family: str) -> float:
    """How far below the centre a mark's letter stands."""
    return 5 if family == "place" else 3.4


def icon(family: str, letter: str, size: int = 18, hollow: bool = False) -> str:
    """A mark to stand in a line of text, in the light colours. Decoration: the words beside it say the same."""
    colour = LIGHT[family]
    fill, ink = (LIGHT["paper"], colour) if hollow else (colour, LIGHT["paper"])
    return (f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" aria-hidden="true" style="vertical-align:-4px">'
            f'<path d="{shape(family, 12, 12, 9)}" fill="{fill}" stroke="{colour}" stroke-width="1.2"/>'
            f'<text x="12" y="{12 + letter_drop(family):g}" text-anchor="middle" font-size="9.5" font-weight="700" fill="{ink}" '
            f'font-family="{SANS}">{escape(letter)}</text></svg>')
