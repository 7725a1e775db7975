"""The chooser as a tutor reads it: the situation and its answers, the table of signs, the two turned down. Static and escaped."""
from __future__ import annotations

from html import escape as e

from ...page import SERIF, SOFT, heading, sheet, small, table, typed
from . import facts, rules
from .rules import State
from .text import OWN, Text

INK = "#1b1b1f"
SIGNS = {rules.MET: f'<circle cx="8" cy="8" r="5" fill="{INK}"/>', rules.NOT_MET: f'<path d="M4 4L12 12M12 4L4 12" stroke="{INK}" stroke-width="1.6" fill="none"/>',
         rules.NOT_KNOWN: f'<circle cx="8" cy="8" r="5" fill="none" stroke="{SOFT}" stroke-width="1.3" stroke-dasharray="2 2"/>', rules.ASKS_NOTHING: f'<path d="M6 8L10 8" stroke="{SOFT}"/>'}
CELL = "padding:1px 5px;text-align:center"


def sign(verdict: str) -> str:
    return f'<svg width="16" height="16" viewBox="0 0 16 16" role="img" aria-label="{verdict}">{SIGNS[verdict]}</svg>'


def picture(text: Text, state: State) -> str:
    """Everything typed is escaped."""
    if not state.favourite:
        return sheet(f'<p style="margin:0">{e(text.title)}: not begun.</p>')
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(text.title)}</p>',
             small("Which method is liked, what was answered and which are turned down is nobody’s right or wrong. Nothing is added up."),
             f"<p style='margin:0 0 6px'>Liked best, before anything was asked: <b>{e(text.methods[state.favourite].name)}</b>.</p>"]
    if now := state.situation:
        parts += [heading("The situation"), f'<p dir="auto" style="margin:0 0 6px;font:17px/1.5 {SERIF}">{typed(facts.situation(text, state, now))}</p>']
        given = state.answers.get(now, {})
        parts.append(table(["Condition", "Answered"], [[c.question, facts.said(text, c.id, given[c.id]) if c.id in given else "not answered"] for c in text.condition]))
    others = [s for s in (*text.situations, OWN) if s != state.situation and rules.answered(text, state, s)]
    if others:
        names = "; ".join(f"{facts.situation(text, state, s)} ({rules.answered(text, state, s)} of {len(text.condition)})" for s in others)
        parts.append(small(f"Also answered for: {names}."))
    parts += [heading("Turned down"), _rejected(text, state)]
    if rules.stage(text, state) == "table":
        parts += [heading("What each would need"), small("Disc: met. Cross: not met. Dotted ring: not known. Dash: it asks nothing here. In the order of the questions above."), _signs(text, state)]
    return sheet("".join(parts))


def _rejected(text: Text, state: State) -> str:
    rows = []
    for method, r in state.rejected.items():
        liked = " (the one liked best)" if method == state.favourite else ""
        rows.append(f'<li style="margin:0 0 6px"><b>{e(text.methods[method].name)}</b>{liked}, <span dir="auto">{typed(facts.situation(text, state, r.situation))}</span><br>'
                    f'<span dir="auto" style="font:16px/1.5 {SERIF}">{typed(r.why)}</span></li>')
    return f'<ul style="margin:0;padding-left:18px">{"".join(rows)}</ul>' if rows else small("None yet.")


def _signs(text: Text, state: State) -> str:
    head = "".join(f'<th scope="col" style="{CELL};font-weight:400;color:{SOFT}">{n}</th>' for n in range(1, len(text.condition) + 1))
    rows = "".join(f'<tr><th scope="row" style="text-align:left;font-weight:400;padding-right:10px">{e(m.name)}</th>'
                   + "".join(f'<td style="{CELL}">{sign(v)}</td>' for v in facts.verdicts(text, state, m).values()) + "</tr>" for m in text.method)
    return f'<table style="border-collapse:collapse;font-size:13px"><thead><tr><th scope="col" style="text-align:left">Method</th>{head}</tr></thead><tbody>{rows}</tbody></table>'


def summary(text: Text, state: State) -> str:
    """In a sentence or two, for where no picture can be shown."""
    if not state.favourite:
        return f"{text.title} Not begun."
    rejected = ", ".join(text.methods[m].name for m in state.rejected) or "none"
    return (f"{text.title} Liked best: {text.methods[state.favourite].name}. {rules.answered(text, state, state.situation)} of {len(text.condition)} conditions answered for "
            f"{facts.situation(text, state, state.situation) or 'no situation yet'}. Turned down: {rejected}.")
