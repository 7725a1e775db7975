"""The map as one SVG string that stands alone: light ground, inline attributes, no script, no variables. For a tutor, a feedback page, print."""
from __future__ import annotations

from html import escape

import msgspec

from ..case import Case, Tie
from ..writing import visible
from . import geometry as g
from .marks import icon, letter_drop, shape
from .theme import LIGHT as C
from .theme import SANS, SERIF

UID = "sl"      # prefix of ids inside the SVG; two maps on a page share rim paths of the same shape, which is harmless


class Map(msgspec.Struct):
    """What to draw: players lit, ties known, who sits where the learner sits, and names the learner added."""

    case: Case
    seen: set[str]
    ties: list[Tie]
    you: str = ""
    added: list[str] = []
    title: str = ""


def draw(m: Map) -> str:
    """The map as SVG. Every text in it is escaped."""
    case = m.case
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {g.W} {g.H}" width="100%" role="img" aria-label="{escape(m.title)}" '
           f'font-family="{SANS}" font-size="{g.FONT}" style="display:block;max-width:1000px;background:{C["paper"]}">']
    for ring in (4, 3, 2, 1):                              # soft bands, not lines: a seat is in a band
        rho = (g.RINGS[ring] + (g.RINGS[ring + 1] if ring < 4 else 1.2)) / 2
        out.append(_ellipse(rho, C["band"] if ring % 2 == 0 else C["paper"]))
    out.append(_ellipse(0.235, C["band"]))
    out.append(_rim(case, {case.family(i).id for i in m.seen}))
    if not any(case.players[i].kind == case.centre for i in m.seen):
        out.append(_empty_centre())
    out.append('<g fill="none">' + "".join(_tie(case, t) for t in m.ties) + "</g>")
    out += [_player(case, i, i == m.you) for i in sorted(m.seen)]
    out += [_added(n, name) for n, name in enumerate(m.added)]
    return "".join(out) + "</svg>"


def key(case: Case, ids: set[str]) -> str:
    """What the letters in the marks mean, as one paragraph of HTML: only kinds that are on the map."""
    here = {case.players[i].kind for i in ids}
    marks = [f'<span style="white-space:nowrap;margin-right:14px">{icon(family.id, letter)} {escape(case.kind_name(kind))}</span> '
             for family in case.families for kind, letter in family.kinds.items() if kind in here]
    return f'<p style="margin:4px 0 6px;font-size:13px;line-height:1.7">{"".join(marks)}</p>'


def _ellipse(rho: float, fill: str) -> str:
    return f'<ellipse cx="{g.CX}" cy="{g.CY}" rx="{g.RX * rho:.0f}" ry="{g.RY * rho:.0f}" fill="{fill}"/>'


def _empty_centre() -> str:
    line = f'text-anchor="middle" fill="{C["soft"]}" font-family="{SERIF}" font-style="italic" font-size="13"'
    return (f'<ellipse cx="{g.CX}" cy="{g.CY}" rx="62" ry="44" fill="none" stroke="{C["speck"]}" stroke-dasharray="2 5"/>'
            f'<text x="{g.CX}" y="{g.CY - 2}" {line}>the person</text><text x="{g.CX}" y="{g.CY + 14}" {line}>nobody here yet</text>')


def _rim(case: Case, families: set[str]) -> str:
    """The dial round the map: a family already met is named and drawn; one not met is a dotted, nameless stretch."""
    out = []
    for n, family in enumerate(case.families):
        met, (a0, a1) = family.id in families, case.sectors[family.id]
        mid = (a0 + a1) / 2
        arc = [g.point(g.RIM, a0 + 1.2 + (a1 - a0 - 2.4) * i / 24) for i in range(25)]
        dash = "" if met else ' stroke-dasharray="1.5 6"'
        colour = C[family.id] if met else C["speck"]
        out.append(f'<path d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in arc)}" fill="none" stroke="{colour}" stroke-width="{2.4 if met else 1.4}"{dash}/>')
        lower = 0 < mid % 360 < 180                        # below the middle the words run from right to left of the dial
        text = [g.point(g.RIM + (.046 if lower else .022), mid - 40 + 80 * i / 32) for i in range(33)]
        text = text[::-1] if lower else text
        out.append(f'<path id="{UID}rim{n}" d="M{"L".join(f"{x:.1f} {y:.1f}" for x, y in text)}" fill="none"/>'
                   f'<text font-size="12" letter-spacing=".5" font-weight="{600 if met else 400}" fill="{C[family.id] if met else C["soft"]}">'
                   f'<textPath href="#{UID}rim{n}" startOffset="50%" text-anchor="middle">{escape(family.name) if met else "nobody met yet"}</textPath></text>')
    return "".join(out)


def _tie(case: Case, t: Tie) -> str:
    a, b = case.seats[t.a], case.seats[t.b]
    qx, qy = g.tie_path(a.x, a.y, b.x, b.y)
    return f'<path d="M{a.x:g} {a.y:g}Q{qx:.1f} {qy:.1f} {b.x:g} {b.y:g}" stroke="{C["soft"]}" stroke-width=".8" opacity=".5"/>'


def _player(case: Case, i: str, you: bool) -> str:
    seat, family = case.seats[i], case.family(i)
    letter, box = family.kinds[case.players[i].kind], g.label_box(seat.x, seat.y, seat.side, seat.lines)
    anchor, tx = {"right": ("start", box[0]), "left": ("end", box[2])}.get(seat.side, ("middle", seat.x))
    ring = f'<circle cx="{seat.x}" cy="{seat.y}" r="{g.NODE + 5}" fill="none" stroke="{C["ink"]}" stroke-width="1.6"/>' if you else ""
    words = "".join(f'<tspan x="{tx:.1f}" y="{box[1] + 9.6 + k * g.LEADING:.1f}">{escape(line)}</tspan>' for k, line in enumerate(seat.lines))
    text = (f'<text x="{seat.x}" y="{seat.y + letter_drop(family.id):.1f}" text-anchor="middle" font-size="9.5" font-weight="700" fill="{C["paper"]}">{letter}</text>'
            if letter else "")
    bold = ' font-weight="700"' if you else ""
    return (f'<g>{ring}<path d="{shape(family.id, seat.x, seat.y)}" fill="{C[family.id]}" stroke="{C["paper"]}" stroke-width="1.4"/>{text}'
            f'<text text-anchor="{anchor}" fill="{C["ink"]}"{bold} stroke="{C["paper"]}" stroke-width="3" '
            f'stroke-linejoin="round" paint-order="stroke">{words}</text></g>')


def added_place(n: int) -> tuple[float, float, str]:
    """Place and text side of the nth player a learner added: outside the library's dial, in the lower corners."""
    column, row = n % 2, n // 2
    return (18.0 if column == 0 else g.W - 18.0), g.H - 16.0 - 20 * row, ("right" if column == 0 else "left")


def shortened(name: str, limit: float = 150) -> str:
    """A name cut to what the map has room for; the words below carry it whole."""
    if g.text_width(name) <= limit:
        return name
    while name and g.text_width(name + "…") > limit:
        name = name[:-1]
    return name.rstrip() + "…"


def _added(n: int, name: str) -> str:
    x, y, side = added_place(n)
    tx, anchor = (x + 13, "start") if side == "right" else (x - 13, "end")
    return (f'<g><circle cx="{x}" cy="{y}" r="7" fill="{C["paper"]}" stroke="{C["ink"]}" stroke-width="1.4" stroke-dasharray="3 2"/>'
            f'<path d="M{x - 3} {y}h6M{x} {y - 3}v6" stroke="{C["ink"]}" stroke-width="1.3"/>'
            f'<text x="{tx}" y="{y + 4}" text-anchor="{anchor}" fill="{C["ink"]}">{escape(shortened(visible(name)))}</text></g>')


def small(case: Case, seen: set[str], you: str = "", label: str = "", specks: bool = True) -> str:
    """A small multiple: same seats, a mark where seen, a speck where not. Only where the names are open."""
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="20 14 960 692" width="100%" role="img" aria-label="{escape(label)}" style="display:block;background:{C["paper"]}">',
           f'<ellipse cx="{g.CX}" cy="{g.CY}" rx="466" ry="332" fill="none" stroke="{C["rule"]}" stroke-width="3"/>',
           f'<ellipse cx="{g.CX}" cy="{g.CY}" rx="100" ry="72" fill="{C["band"]}"/>']
    for i, seat in case.seats.items():
        if i in seen:
            out.append(f'<path d="{shape(case.family(i).id, seat.x, seat.y, 15)}" fill="{C[case.family(i).id]}"/>')
        elif specks:
            out.append(f'<circle cx="{seat.x}" cy="{seat.y}" r="5.5" fill="{C["speck"]}"/>')
        if i == you:
            out.append(f'<circle cx="{seat.x}" cy="{seat.y}" r="27" fill="none" stroke="{C["ink"]}" stroke-width="4"/>')
    return "".join(out) + "</svg>"
