"""The tutor's page of placing: every card on the seven lines, the two dealt again, and all places as a table. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...canvas.theme import LIGHT
from ...page import SANS, SERIF, heading, sheet, small, table, typed
from ..authored import box
from . import facts, rules
from .state import State
from .text import Text

ROW, WIDE, SIDE = 44, 420, 200               # px: height of a line, its length, room for the words beside it


def picture(text: Text, state: State) -> str:
    """Everything typed is escaped."""
    on = [p for p in state.order if state.places.get(p)]
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(text.title)}: {len(on)} card{"s" * (len(on) != 1)}</p>',
             small("Drawn from the learner’s record. No card has a right place; letters are in the order of placing.")]
    if not on:
        return sheet("".join([*parts, small("No card placed yet.")]))
    parts.append(_drawing(text, state, on))
    parts.append(small("; ".join(f"{rules.letter(state, p)} {facts.title(text, p)}" for p in on)))
    if pair := rules.furthest(text, state):
        parts.append(small(f"Furthest apart, all lines together: {facts.between(text, state, *pair)}"))
    if state.dealt:
        parts.append(heading("Dealt again, with new facts"))
        parts += [_again(text, state, p) for p in state.dealt]
    if lines := [(p, said) for p in on if (said := box(state.drafts, f"{p}.move"))]:
        parts.append(heading("What the learner said would move a card, before any was dealt again"))
        parts += [f'<p dir="auto" style="margin:0 0 4px">{e(facts.title(text, p))}: {typed(said)}</p>' for p, said in lines]
    rows = [[f"{rules.letter(state, p)} {facts.title(text, p)}", *(str(state.places[p].get(d.id, "–")) for d in text.dimension)] for p in on]
    return sheet("".join([*parts, heading("All places, 1 to 7"), table(["", *(d.asks for d in text.dimension)], rows)]))


def _drawing(text: Text, state: State, on: list[str]) -> str:
    """Seven lines below each other; a thread for each card, its letter on every line."""
    def x(at: int) -> float:
        return SIDE + (at - 0.5) * WIDE / rules.PLACES

    height = ROW * len(text.dimension)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE + 2 * SIDE} {height}" width="{WIDE + 2 * SIDE}" role="img" '
           f'aria-label="{len(on)} cards on seven lines. The table below has every place." '
           f'font-family="{SANS}" font-size="12" style="max-width:100%;height:auto">']
    for n, d in enumerate(text.dimension):
        y = n * ROW + 22
        out.append(f'<text x="{SIDE - 6}" y="{y - 4}" text-anchor="end" fill="{LIGHT["ink"]}">{e(d.asks)}</text>'
                   f'<path d="M{x(1):g} {y}H{x(rules.PLACES):g}" fill="none" stroke="{LIGHT["soft"]}" stroke-width="1"/>'
                   f'<text x="{SIDE - 6}" y="{y + 11}" text-anchor="end" fill="{LIGHT["soft"]}">{e(d.low)}</text>'
                   f'<text x="{SIDE + WIDE + 6}" y="{y + 4}" text-anchor="start" fill="{LIGHT["soft"]}">{e(d.high)}</text>')
    spot: dict[tuple[int, int], list[str]] = {}
    for p in on:
        points = [(x(at), n * ROW + 22) for n, d in enumerate(text.dimension) if (at := state.places[p].get(d.id))]
        thick = p in state.dealt
        path = " ".join(f"{'M' if k == 0 else 'L'}{px:g} {py:g}" for k, (px, py) in enumerate(points))
        out.append(f'<path d="{path}" fill="none" stroke="{LIGHT["ink"] if thick else LIGHT["tie"]}" stroke-width="{1.8 if thick else 1}"/>')
        for n, d in enumerate(text.dimension):
            if at := state.places[p].get(d.id):
                spot.setdefault((n, at), []).append(rules.letter(state, p))
    for (n, at), letters in spot.items():
        out.append(f'<text x="{x(at):g}" y="{n * ROW + 26}" text-anchor="middle" font-weight="600" fill="{LIGHT["ink"]}" '
                   f'stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke">{" ".join(letters)}</text>')
    return "".join([*out, "</svg>"])


def _again(text: Text, state: State, pid: str) -> str:
    card = rules.problem(text, pid)
    went, why = facts.shifts(text, state, pid), box(state.drafts, f"{pid}.why")
    return (f'<p style="margin:8px 0 0"><b>{e(card.title if card else pid)}</b>: {e(card.later if card else "")}</p>' + small("; ".join(went) if went else "Left where it was.")
            + (f'<p dir="auto" style="margin:0;font:17px/1.5 {SERIF};white-space:pre-wrap">{typed(why)}</p>' if why else small("No reason written.")))


def summary(text: Text, state: State) -> str:
    return f"{text.title}: {len(rules.whole(text, state))} cards on all lines; {sum(rules.reasoned(state, p) for p in state.dealt)} of {len(state.dealt)} dealt again have a reason."
