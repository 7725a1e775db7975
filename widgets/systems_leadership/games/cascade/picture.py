"""The cascade as a tutor reads it: what was written, each way down, what arrived, and the comparison. Static and escaped."""
from __future__ import annotations

from html import escape as e

from ...case import Case
from ...page import SERIF, SOFT, heading, sheet, small, table, typed
from . import facts, rules
from .rules import Passage, State
from .text import Text

ASKED = {"would_do": "What the last person would do", "where": "Where most went, and what was protected there", "instead": "In place of a cascade, or before one"}


def picture(case: Case, text: Text, state: State) -> str:
    """Everything typed is escaped."""
    if not state.passages:
        return sheet(f'<p style="margin:0">{e(text.title)}: not begun.</p>')
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(text.title)}</p>',
             small("A message goes through five levels; two of four parts go on at each, and a worry speaks first. What survives is no merit and no fault."),
             heading("As it was written"), _words(facts.written(text))]
    for n, passage in enumerate(state.passages, 1):
        parts += _passage(case, text, passage, n)
    if state.debrief:
        parts.append(heading("The ends compared"))
        parts += [f'<p style="margin:0 0 6px"><span style="color:{SOFT};font-size:13px">{e(ASKED[k])}</span><br><span dir="auto">{typed(state.debrief[k])}</span></p>' for k in rules.DEBRIEF]
    return sheet("".join(parts))


def _words(text: str) -> str:
    return f'<p style="margin:0 0 6px;font:17px/1.5 {SERIF};max-width:40em">{e(text)}</p>'


def _passage(case: Case, text: Text, passage: Passage, n: int) -> list[str]:
    expected = ", ".join(text.names[i] for i in passage.expected) or "none of the four"
    out = [heading(f"Time {n}"), small(f"Expected to arrive: {expected}." + (f" At level {passage.rang} somebody rang the writer." if passage.rang else ""))]
    heads = ["Written", *(str(k) for k in range(1, len(passage.steps) + 1))]
    out.append(table(["", *heads], [[text.names[i], *row] for i, row in facts.fates(text, passage).items()]))
    worries = {(level.player, w.id): w.words for level in text.level for w in level.worry}
    rows = [[f"{k}. {case.players[text.level[k - 1].player].name}", worries[text.level[k - 1].player, step.worry], facts.said(text, passage, k)] for k, step in enumerate(passage.steps, 1)]
    out += [small("What each level handed on:"), table(["Level", "On their mind", "Handed on"], rows)]
    if rules.whole(text, passage):
        out += [small(f"What {facts.who(case, text.hearer)} hears:"), _words(facts.said(text, passage, len(text.level)))]
    return out


def summary(text: Text, state: State) -> str:
    """In a sentence, for where no picture can be shown."""
    whole = rules.finished(text, state)
    if not whole:
        return f"{text.title}: {'on its way' if state.passages else 'not begun'}."
    ends = "; ".join(f"time {n}: {', '.join(facts.arrived(text, p)).lower() or 'none'}" for n, p in enumerate(whole, 1))
    return f"{text.title}: taken to the end {len(whole)} time{'s' * (len(whole) != 1)}. Of its own parts arrived, {ends}." + (" Compared in writing." if state.debrief else "")
