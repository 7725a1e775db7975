"""The tutor's page of “Who can stop it?”: guesses, what was tried, the rows challenged and why, both tables. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...case import Case
from ...page import SERIF, heading, sheet, small, table, typed
from ..unfolding.rules import lower
from . import facts, rules
from .state import State
from .tasks import Table

SEAT = "Where the learner would sit in the table, and what they could stop"


def picture(case: Case, base: Table, state: State) -> str:
    """Everything typed is escaped."""
    if not state.guess:
        return sheet('<p style="margin:0">Who can stop it?: not begun.</p>')
    told, n = facts.counts(case, base), len(base)
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">Who can stop it?: {len(rules.challenged(state))} rows challenged</p>',
             small("Drawn from the learner’s record. Which rows, and how many tasks then stand, is no merit and no fault."),
             table(["", "Guessed before", "Counted, Marlshire’s table"], [["Tasks with only the senior players", str(state.guess["senior"]), f"{told['senior']} of {n}"],
                                                                         ["Tasks with all the senior gone", str(state.guess["others"]), f"{told['others']} of {n}"]]),
             heading("Players taken out one at a time"), small(", ".join(case.players[i].name for i in state.tried) or "None yet."),
             heading("Rows challenged"), _challenges(case, base, state)]
    if state.ran:
        parts += [heading("Run again"), _compared(case, base, state)]
        if state.ran != list(state.challenges):
            parts.append(small("The table has been changed since it was last run."))
    if state.challenges:
        parts += [heading("Those rows as they now stand"), _table(case, base, state)]
    if state.debrief:
        parts += [heading(SEAT), *(f'<p dir="auto" style="margin:0;font:16px/1.5 {SERIF}">{typed(state.debrief[k])}</p>' for k in rules.DEBRIEF)]
    return sheet("".join(parts))


def _challenges(case: Case, base: Table, state: State) -> str:
    said = facts.named(case, base, state)
    rows = "".join(f'<li style="margin:0 0 6px">{typed(said[k])}<br><span dir="auto" style="font:16px/1.5 {SERIF}">{typed(c.why)}</span></li>' for k, c in state.challenges.items())
    return f'<ul style="margin:0;padding-left:18px">{rows}</ul>' if rows else small("None yet.")


def _compared(case: Case, base: Table, state: State) -> str:
    rows = []
    for name, now in (("Marlshire’s table", base), ("The learner’s", rules.table(base, state, state.ran))):
        told = facts.counts(case, now)
        rows.append([name, str(told["all"]), str(told["senior"]), str(told["others"]), f"{len(told['alone'])}: " + ", ".join(lower(case.players[i].name) for i in told["alone"])])
    return table(["", "With everybody", "Only the senior", "All the senior gone", "Can stop a task alone"], rows)


def _table(case: Case, base: Table, state: State) -> str:
    rows = []
    now = rules.table(base, state)
    for task in (now[id] for id in rules.challenged(state)):
        needs = "".join(f'<li style="margin:0">{typed(need.words)}: {e(", ".join(lower(case.players[i].name) for i in need.any))}</li>' for need in task.need)
        rows.append(f'<li style="margin:0 0 6px;list-style:none"><b>{e(task.name)}</b><ul style="margin:0;padding-left:18px;font-size:13px">{needs}</ul></li>')
    return f'<ul style="margin:0;padding:0">{"".join(rows)}</ul>'


def summary(case: Case, base: Table, state: State) -> str:
    """The play in a sentence or two, for where no picture can be shown."""
    if not state.guess:
        return "Who can stop it?: not begun."
    told = facts.counts(case, rules.table(base, state))
    return (f"Who can stop it?: {len(state.tried)} players taken out one at a time, {len(rules.challenged(state))} rows challenged; "
            f"in the table as it stands {len(told['alone'])} players can stop a task alone{'' if state.ran else ', not yet run again'}.")
