"""Measures of the map: the ellipse, its rings and sectors, text widths, boxes. Units: px of the 1000 x 720 picture; degrees clockwise from three o'clock."""
from __future__ import annotations

import math

from ..case import Case, Player

W, H, CX, CY = 1000, 720, 500, 360
RX, RY = 424, 302                                          # the outermost ring
RINGS = {0: 0.12, 1: 0.36, 2: 0.575, 3: 0.79, 4: 1.0}      # share of RX, RY; 0 is the centre
RIM = 1.10                                                 # the dial of family names
BAND = 0.105                                               # a seat may be this far in or out of its ring
NODE, GAP, TARGET = 9, 5, 32                               # radius of a mark; mark to label; pointer target
FONT, LEADING = 11.5, 12.5
START = -98.0                                              # where the first family's sector begins
# Advance widths of a Helvetica-like face, thousandths of an em; unlisted characters count as 556.
ADVANCE = {c: w for w, cs in {222: "ijl’'", 278: "ftI ,.", 333: "r-()", 500: "cksvxyzJ", 722: "wCDHNRU", 833: "mM",
                              667: "ABEKPSVXY", 778: "GOQ", 944: "W", 611: "FTZ"}.items() for c in cs}
Box = tuple[float, float, float, float]                    # left, top, right, bottom


def text_width(text: str, size: float = FONT) -> float:
    """Width of a label in px, 4 % generous, so that Segoe UI and San Francisco fit as well."""
    return 1.04 * size * sum(ADVANCE.get(c, 556) for c in text) / 1000


def lines(name: str, limit: float = 84) -> list[str]:
    """A label in one line, or in two of nearly equal width when one would be wider than `limit` px."""
    words = name.split()
    if text_width(name) <= limit or len(words) == 1:
        return [name]
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return list(min(cuts, key=lambda two: max(map(text_width, two))))


def ring_of(case: Case, player: Player) -> int:
    """Ring on the map: the people the case is about sit in the centre (0), others by their library ring."""
    return 0 if player.kind == case.centre else player.ring


def sectors(case: Case) -> dict[str, tuple[float, float]]:
    """Start and end angle of each family; a player near the centre asks for more angle than one at the rim."""
    need = {family.id: 0.9 for family in case.families}
    for player in case.players.values():
        if ring := ring_of(case, player):
            need[case.family_of[player.kind].id] += 1 / RINGS[ring] ** 0.9
    total, angle, out = sum(need.values()), START, {}
    for family, share in need.items():
        width = 360 * share / total
        out[family] = (round(angle, 3), round(angle + width, 3))
        angle += width
    return out


def point(rho: float, degrees: float) -> tuple[float, float]:
    """Place at a share `rho` of the outer ring."""
    a = math.radians(degrees)
    return CX + RX * rho * math.cos(a), CY + RY * rho * math.sin(a)


def label_box(x: float, y: float, side: str, text: list[str]) -> Box:
    """Box of a label set on one side of the mark at x, y."""
    w, h = max(map(text_width, text)), LEADING * len(text)
    if side == "right":
        return x + NODE + GAP, y - h / 2, x + NODE + GAP + w, y + h / 2
    if side == "left":
        return x - NODE - GAP - w, y - h / 2, x - NODE - GAP, y + h / 2
    top = y + NODE + 2 if side == "below" else y - NODE - 2 - h
    return x - w / 2, top, x + w / 2, top + h


def mark_box(x: float, y: float) -> Box:
    return x - NODE - 1, y - NODE - 1, x + NODE + 1, y + NODE + 1


def overlap(a: Box, b: Box, pad: float = 0) -> float:
    """Shared area of two boxes, in px²; `pad` widens the first."""
    w = min(a[2] + pad, b[2]) - max(a[0] - pad, b[0])
    h = min(a[3] + pad / 2, b[3]) - max(a[1] - pad / 2, b[1])
    return w * h if w > 0 and h > 0 else 0.0


def tie_path(x1: float, y1: float, x2: float, y2: float, pull: float = 0.35) -> tuple[float, float]:
    """Control point of a tie's curve, drawn toward the centre, so that ties between far sectors share the middle."""
    mx, my = (x1 + x2) / 2, (y1 + y2) / 2
    k = pull * min(1.0, math.hypot(x2 - x1, y2 - y1) / 420)
    return mx + (CX - mx) * k, my + (CY - my) * k
