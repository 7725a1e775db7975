"""The tutor's page of the power map: both tables as discs, where they differ, what the first shows, the reasons. Static, escaped, light. No totals."""
from __future__ import annotations

from html import escape as e

from ...canvas.marks import icon
from ...canvas.theme import LIGHT
from ...case import SOURCES_OF_POWER, Case
from ...page import SERIF, SOFT, heading, sheet, small, table, typed
from ..unfolding.rules import lower
from ..who_can_stop.tasks import Table
from . import facts, rules
from .state import State

ASKED = {"clash": "Where two sources meet and do not agree", "ask": "What the learner would ask the player whose chair was borrowed"}
MARK = f"background:{LIGHT['mark']}"


def picture(case: Case, tasks: Table, state: State) -> str:
    """Everything typed is escaped."""
    if not state.sits:
        return sheet('<p style="margin:0">The power map: not begun.</p>')
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">Power, from where you sit</p>',
             small(f"Drawn from the learner’s record. For: {tasks[state.issue].name}. Who was given what is no merit and no fault, and nothing is added up.")]
    if not state.ready:
        return sheet("".join([*parts, heading("Chosen so far"), small(", ".join(case.players[i].name for i in state.players) or "Nobody yet.")]))
    apart = {(i, s) for i, s, _, _ in facts.differences(state)} if state.closed > 1 else set()
    for sit, who in enumerate(state.sits):
        kept = "" if state.closed > sit else " (not kept yet)"
        parts += [heading(f"{('First', 'Second')[sit]} standpoint: as the {lower(case.players[who].name)}{kept}"),
                  _grid(case, state, sit, apart), _reasons(case, state, sit)]
    if state.closed > 1:
        parts.append(small(f"Marked in both tables: the {len(apart)} place{'s' * (len(apart) != 1)} "
                           "where the two differ by two discs or more." if apart else "Nowhere do the two differ by two discs or more."))
    if state.closed:
        shown = facts.shows(case, state, 0)
        parts += [heading("What the first map shows"), *(small(words) for words in (*shown["rank"], *facts.between(case, state.players))),
                  small(f"Given nothing: {', '.join(shown['nothing']) or 'nobody'}. Never used: {', '.join(shown['unused']) or 'none'}.")]
    if any(state.levels[0].get(i, {}).get(r) for i in state.players for r in rules.REACH):
        parts += [heading("Reach, as placed on the map"),
                  table(["", "Inside", "Across"], [[case.players[i].name, *(rules.LEVELS[rules.level(state, 0, i, r)] for r in rules.REACH)] for i in state.players])]
    for k in rules.DEBRIEF:
        if text := state.debrief.get(k, ""):
            parts += [heading(ASKED[k]), f'<p dir="auto" style="margin:0;font:16px/1.5 {SERIF}">{typed(text)}</p>']
    return sheet("".join(parts))


def _discs(n: int) -> str:
    rows = "".join(f'<path d="M3.4 {15 - k * 4.8:.1f}h11.2a1.9 1.9 0 0 1 0 3.8h-11.2a1.9 1.9 0 0 1 0 -3.8Z" fill="{LIGHT["ink"]}"/>' for k in range(1, n + 1))
    return f'<svg width="18" height="16" viewBox="0 0 18 16" role="img" aria-label="{rules.LEVELS[n]}"><path d="M1 15h16" stroke="{LIGHT["soft"]}" stroke-width="1"/>{rows}</svg>'


def _grid(case: Case, state: State, sit: int, apart: set[tuple[str, str]]) -> str:
    head = "".join(f'<th scope="col" style="text-align:center;padding:2px 4px;color:{SOFT};font-weight:400">{e(rules.NAMES[s].split()[0].capitalize())}</th>' for s in SOURCES_OF_POWER)
    rows = []
    for i in state.players:
        family = case.family(i)
        cells = "".join(f'<td style="text-align:center;padding:2px 4px{";" + MARK if (i, s) in apart else ""}">{_discs(rules.level(state, sit, i, s))}</td>' for s in SOURCES_OF_POWER)
        name = f'{icon(family.id, family.kinds[case.players[i].kind])} {e(case.players[i].name)}'
        rows.append(f'<tr><th scope="row" style="text-align:left;padding:2px 14px 2px 0">{name}</th>{cells}</tr>')
    return f'<table style="border-collapse:collapse;font-size:13px;margin:0"><thead><tr><td></td>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def _reasons(case: Case, state: State, sit: int) -> str:
    rows = [(i, s, state.drafts.get(rules.box(sit, i, s), "").strip()) for i in state.players for s in SOURCES_OF_POWER if rules.level(state, sit, i, s) == rules.HIGHEST]
    items = "".join(f'<li style="margin:0 0 2px">{e(case.players[i].name)}, {rules.NAMES[s]}: '
                    + (f'<span dir="auto" style="font:16px/1.5 {SERIF}">{typed(why)}</span></li>' if why else "<i>no reason yet</i></li>") for i, s, why in rows)
    return f'<ul style="margin:6px 0 0;padding-left:18px;font-size:13px">{items}</ul>' if items else small("Nobody was said to decide.")


def summary(case: Case, tasks: Table, state: State) -> str:
    """The map in a sentence or two, for where no picture can be shown."""
    if not state.sits:
        return "The power map: not begun."
    if not state.ready:
        return f"The power map: {len(state.players)} of {rules.PLAYERS} players chosen."
    return (f"The power map, for “{tasks[state.issue].name}”: {len(state.players)} players rated as {' and as '.join(f'the {lower(case.players[i].name)}' for i in state.sits)}; "
            f"{state.closed} of 2 maps kept" + (f", differing by two discs or more in {len(facts.differences(state))} places." if state.closed > 1 else "."))
