"""The tutor's page of the tangle splitter: parts by mark and answer, then every part with its owner, date and what would move it. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...page import SERIF, heading, sheet, small, table, typed
from ..authored import box, line
from . import facts, rules
from .state import Split, State
from .text import Text


def picture(text: Text, state: State) -> str:
    """Everything typed is escaped."""
    found = rules.issue(text, state)
    if found is None:
        return sheet(f'<p style="margin:0">{e(text.title)}: not begun.</p>')
    name = box(state.drafts, "issue") if not found.part else ""
    parts = [f'<p dir="auto" style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(text.title)}: {typed(name or found.name)}</p>',
             small("Drawn from the learner’s record. The three on the slant are Grint’s pairings; a part elsewhere is no fault."), _grid(text, state)]
    ids = [p for p in rules.parts(text, state) if rules.words(text, state, p)]
    named = [p for p in ids if p in state.split or any(box(state.drafts, f"{p}.{k}") for k in rules.LINES)]
    rows = [[rules.words(text, state, p), _named(state, p, "mark"), _named(state, p, "answer"), line(state.drafts, f"{p}.owner") or "–",
             rules.day(on) if (on := state.split.get(p, Split()).review) else "–", line(state.drafts, f"{p}.move") or "–"] for p in named]
    parts += [heading("Part by part"), table(["Part", "For now", "Met by", "Owner", "Looked at again", "What would move it"], rows)]
    if left := [rules.short(text, state, p) for p in ids if p not in named]:
        parts.append(small(f"Not taken up: {', '.join(left)}."))
    if suits := box(state.drafts, "suits"):
        parts += [heading("A mark that suits somebody"), f'<p dir="auto" style="margin:0;white-space:pre-wrap">{typed(suits)}</p>']
    if not rules.promised(text, state):
        parts.append(small("The lines about names are not all ticked."))
    return sheet("".join(parts))


def _named(state: State, part: str, what: str) -> str:
    return getattr(state.split.get(part, Split()), what) or "–"


def _grid(text: Text, state: State) -> str:
    found = facts.grid(text, state)
    def cell(mark: str, answer: str, pairs: str) -> str:
        return "; ".join(rules.short(text, state, p) for p in found.get(f"{mark}.{answer}", [])) or "·" * (pairs == mark)

    rows = [[m.name, *(cell(m.id, a.id, a.pairs) for a in text.answer)] for m in text.mark]
    return table(["", *(a.name for a in text.answer)], rows)


def summary(text: Text, state: State) -> str:
    if not state.issue:
        return f"{text.title}: not begun."
    ids = rules.parts(text, state)
    met, kept = sum(rules.sorted_(text, state, p) for p in ids), sum(rules.looked_after(text, state, p) for p in ids)
    return f"{text.title}: {met} parts marked and met, {kept} with an owner, a date and what would move them."
