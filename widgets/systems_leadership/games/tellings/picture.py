"""The tutor's page of the tellings: the learner's matches beside the author's reading, the seventh telling, and the fact part. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...case import Case
from ...page import SERIF, heading, sheet, small, table, typed, within
from ..authored import box
from . import facts, rules
from .state import State
from .text import Text, items

SHOWN = 12                                   # tries at one question that the page lists


def picture(case: Case, text: Text, state: State) -> str:
    """Everything typed is escaped."""
    marks, responses = {m.id: m.name for m in text.mark}, {r.id: r.words for r in text.response}
    rows = [[facts.teller(case, text, state, t.id), marks.get(state.called.get(t.id, ""), "–"), responses.get(state.matched.get(t.id, ""), "–"),
             f"{marks[t.makes]}: {responses[t.licenses]}"] for t in text.telling]
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(text.title)}</p>',
             small("Drawn from the learner’s record. What each makes of the night is not marked; the last column is one reading among others"
                   + ("." if state.read else ", not opened by the learner yet.")),
             table(["Told by", "Made into", "What follows, says the learner", "As the author heard it"], rows)]
    if differ := box(state.drafts, "differ"):
        parts += [heading("Where they differ"), _words(differ)]
    parts += [heading("A telling of the learner’s own"), _own(case, text, state), heading("The one they would tell"), _mine(case, text, state), heading("The part with right answers")]
    done, again = sum(rules.solved(state, i) for i in items(text)), [i for i in items(text) if len(state.tries.get(i.id, [])) > 1 or (state.tries.get(i.id) and not rules.solved(state, i))]
    parts.append(small(f"{done} of {len(items(text))} done. Not marked for the number of tries. " + ("Those that took more than one:" if again else "")))
    parts += [f'<p style="margin:0 0 6px">{e(i.asks)}<br><span style="font-size:13px">{_tries(state.tries[i.id], [o.text for o in i.option])}</span></p>' for i in again]
    return sheet("".join(parts))


def _tries(tries: list[int], options: list[str]) -> str:
    said = "; then ".join(e(options[n].rstrip(".")) for n in tries[:SHOWN])
    return said + (f"; and {len(tries) - SHOWN} more" if len(tries) > SHOWN else "")


def _words(text: str) -> str:
    return f'<p dir="auto" style="margin:0 0 6px;font:17px/1.5 {SERIF};white-space:pre-wrap">{typed(text)}</p>'


def _own(case: Case, text: Text, state: State) -> str:
    licensed, telling = facts.licensed(text, state), box(state.drafts, "own.telling")
    who, spares = box(state.drafts, "own.who"), box(state.drafts, "own.spares")
    out = small(f"What should follow: {licensed}") if licensed else ""
    out += _words(telling) if telling else small("Nothing written yet.")
    out += f'<p dir="auto" style="margin:0;font-size:13px">Told by {typed(who)}</p>' if who else ""
    return out + (f'<p dir="auto" style="margin:0;font-size:13px">Asks nothing of: {typed(spares)}</p>' if spares else "")


def _mine(case: Case, text: Text, state: State) -> str:
    if not state.mine:
        return small("Not said yet.")
    lets = box(state.drafts, "mine.lets")
    who = within(facts.teller(case, text, state, state.mine)) + " (their own)" * (state.mine == rules.OWN)
    return f'<p style="margin:0 0 2px">{who}</p>' + (_words(lets) if lets else small("Nothing written of what it lets them do."))


def summary(text: Text, state: State) -> str:
    return (f"{text.title}: {rules.heard(text, state)} of {len(text.telling)} tellings with both answers, {sum(rules.solved(state, i) for i in items(text))} of {len(items(text))} questions done; "
            f"{'a' if rules.written(state) else 'no'} telling of their own.")
