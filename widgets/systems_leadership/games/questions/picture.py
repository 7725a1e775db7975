"""The tutor's page of the question workshop: each statement, the question made of it, and what the learner found by the tests. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...page import SERIF, SOFT, heading, sheet, small, typed
from ..authored import box
from . import rules
from .state import State
from .text import Text


def picture(text: Text, state: State) -> str:
    """Everything typed is escaped."""
    begun = [i for i in rules.listed(text, state) if any(box(state.drafts, f"{i}.{part}") for part in ("statement", "question", "whom", "work"))]
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(text.title)}</p>',
             small("Drawn from the learner’s record. The learner applied the tests; none of it is marked for what was found.")]
    parts += [_one(text, state, i) for i in begun] or [small("Nothing written yet.")]
    if swap := box(state.drafts, rules.SWAP):
        parts += [heading("After a swap"), _words(swap)]
    return sheet("".join(parts))


def _words(text: str) -> str:
    return f'<p dir="auto" style="margin:0 0 6px;font:17px/1.5 {SERIF};white-space:pre-wrap">{typed(text)}</p>'


def _one(text: Text, state: State, sid: str) -> str:
    said = rules.statement(text, state, sid)
    who = next((s.says for s in text.statement if s.id == sid), "The learner’s own")
    question = box(state.drafts, f"{sid}.question")
    out = [f'<p dir="auto" style="margin:16px 0 0;color:{SOFT}">“{typed(said)}” ({e(who)})</p>', _words(question) if question else small("No question yet.")]
    if whom := box(state.drafts, f"{sid}.whom"):
        out.append(f'<p dir="auto" style="margin:0;font-size:13px">To ask: {typed(whom)}</p>')
    old = rules.stale(state, sid)
    found = state.verdicts.get(sid, {})
    tests = [f"{t.asks} {rules.SAID[found[t.id].says]}{' (of an earlier wording)' if t.id in old else ''}" for t in text.test if t.id in found]
    out.append(small(" · ".join(tests) or "No test applied yet."))
    out += [f'<p dir="auto" style="margin:0;font-size:13px">{e(t.asks)} {typed(w)}</p>' for t in text.test if t.kind == "words" and (w := box(state.drafts, f"{sid}.{t.id}"))]
    return "".join(out)


def summary(text: Text, state: State) -> str:
    ids = rules.given(text)
    return (f"{text.title}: {sum(rules.turned(text, state, i) for i in ids)} of {len(ids)} statements turned into questions, "
            f"{sum(rules.turned(text, state, i) for i in state.own)} of the learner’s own.")
