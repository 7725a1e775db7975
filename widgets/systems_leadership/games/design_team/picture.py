"""The design team as a tutor reads it: who was chosen, three small maps, the counts with their strips, who is missing. Static and escaped."""
from __future__ import annotations

from html import escape as e
from typing import Any

from ...canvas import static
from ...canvas.theme import LIGHT as C
from ...case import Case
from ...page import SERIF, SOFT, heading, sheet, small, typed
from . import facts, mirror, rules
from .rules import State
from .screen import words

W, H, TOP = 220, 30, 8                       # of a strip
CELL = "text-align:left;padding:3px 14px 3px 0;vertical-align:top"


def strip(row: dict[str, Any]) -> str:
    """How many teams by lot have each value, grey; the team's own value black, the most senior's hollow. view.js draws the same."""
    everything = [*(v for v, _ in row["values"]), row["yours"], row["senior"]]
    low, tallest = min(everything), max(n for _, n in row["values"])
    step = W / (max(everything) - low + 1)

    def x(value: int) -> float:
        return (value - low + 0.5) * step
    high = {v: (H - TOP) * n / tallest for v, n in row["values"]}
    bars = f'<path d="{"".join(f"M{x(v) - step * .4:.1f} {H}v-{h:.1f}h{step * .8:.1f}v{h:.1f}Z" for v, h in high.items())}" fill="{C["tie"]}"/>'
    return (f'<svg width="{W}" height="{H}" viewBox="0 0 {W} {H}" role="img" aria-label="{row["yours"]}; the most senior {row["senior"]}">'
            f'{bars}<path d="M0 {H - .5}H{W}" stroke="{C["soft"]}"/>'
            f'<circle cx="{x(row["senior"]):.1f}" cy="{TOP - 1}" r="4" fill="{C["paper"]}" stroke="{C["ink"]}" stroke-width="1.4"/>'
            f'<path d="M{x(row["yours"]):.1f} 0V{H}" stroke="{C["ink"]}" stroke-width="3"/></svg>')


def picture(case: Case, state: State) -> str:
    """Everything typed is escaped."""
    if not state.members:
        return sheet('<p style="margin:0">Design team: nobody chosen.</p>')
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">A design team of {len(state.members)}</p>', small("Who is chosen is neither right nor wrong. There is no best team."),
             f"<p style='margin:0 0 8px'>{e(', '.join(case.players[i].name for i in state.members))}.</p>"]
    if state.first:
        parts.append(small(_changed(case, state)))
        if rules.fits(state):
            parts += _mirror(case, state.members)
    parts += [heading("Named as missing"), _missing(case, state)]
    for key in rules.DEBRIEF if state.debrief else ():
        parts.append(f'<p style="margin:10px 0 0"><span style="color:{SOFT};font-size:13px">{e(words()[f"{key}_q"])}</span><br><span dir="auto">{typed(state.debrief[key])}</span></p>')
    return sheet("".join(parts))


def _changed(case: Case, state: State) -> str:
    came, went = ([i for i in a if i not in b] for a, b in ((state.members, state.first), (state.first, state.members)))
    if not came and not went:
        return "The team is as it was before the counts were shown."
    return f"Since the counts were first shown: in, {facts.names(case, came) or 'nobody'}; out, {facts.names(case, went) or 'nobody'}."


def _mirror(case: Case, team: list[str]) -> list[str]:
    w, n = words(), len(team)
    maps = {w["maps_yours"]: team, w["maps_senior"].replace("{n}", str(n)): mirror.senior(case, n), w["maps_lot"]: mirror.one_by_lot(case, n)}
    cells = "".join(f'<figure style="margin:0;flex:1 1 240px;min-width:200px">{static.small(case, set(ids), label=title)}'
                    f'<figcaption style="font-size:13px"><b>{e(title)}</b>: {e(facts.names(case, ids))}.</figcaption></figure>' for title, ids in maps.items())
    rows = "".join(_row(w[m], r) for m, r in facts.rows(case, team).items())
    head = "".join(f'<th scope="col" style="{CELL};color:{SOFT};font-weight:400">{e(w[k])}</th>' for k in ("measure", "strip", "yours", "lot", "senior"))
    alone = ", ".join(f"{case.players[i].name} ({case.kind_name(case.players[i].kind)})" for i in facts.alone(case, team))
    absent = ", ".join(facts.absent_kinds(case, team))
    return [f'<div style="display:flex;flex-wrap:wrap;gap:20px">{cells}</div>',
            f'<table style="border-collapse:collapse;font-size:13px;margin:10px 0"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>',
            small(w["strip_note"]), small(f"{w['rule_lived']} {w['rule_pairs']} {w['rule_senior']} {w['rule_lot']}"),
            heading(w["alone_title"]), small(alone or w["alone_none"]), heading(w["absent_title"]), small(absent or "No kind is absent.")]


def _row(label: str, row: dict[str, Any]) -> str:
    most = f" of {row['of']}" if row["of"] else ""
    return (f'<tr><th scope="row" style="{CELL}">{e(label)}</th><td style="{CELL}">{strip(row)}</td><td style="{CELL}"><b>{row["yours"]}</b>{most}</td>'
            f'<td style="{CELL}">{row["low"]} to {row["high"]}</td><td style="{CELL}">{row["senior"]}</td></tr>')


def _missing(case: Case, state: State) -> str:
    rows = [f'<li style="margin:0 0 4px">{e(facts.name(case, i))}{" (now in the team)" if i in state.members else ""}<br><span dir="auto" style="font:16px/1.5 {SERIF}">{typed(text)}</span></li>'
            for i, text in state.missing.items()]
    return f'<ul style="margin:0;padding-left:18px">{"".join(rows)}</ul>' if rows else small("Nobody yet.")


def summary(case: Case, state: State) -> str:
    """In a sentence or two, for where no picture can be shown."""
    if not state.members:
        return "Design team: nobody chosen."
    missing = ", ".join(facts.name(case, i) for i in rules.still_missing(state)) or "nobody"
    return f"Design team of {len(state.members)}: {facts.names(case, state.members)}. Named as missing: {missing}."
