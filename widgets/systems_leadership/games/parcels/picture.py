"""The tutor's page of the parcels: who is in which, what is cut, three ways, the cuts kept. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...canvas.marks import icon
from ...case import Case
from ...page import SERIF, SOFT, heading, sheet, small, table, typed, within
from . import division, facts, rules
from .state import State

WAYS = {"yours": "Yours", "sector": "One parcel for each kind", "found": "Best a quick search found"}
ASKED = {"surprise": "What the count showed that was not expected", "alike": "Like and unlike a place the learner knows", "next": "What the learner would ask about a division at work"}


def picture(case: Case, state: State) -> str:
    """Everything typed is escaped."""
    if not state.players:
        return sheet('<p style="margin:0">The parcels: not begun.</p>')
    d = division.count(case, state.place)
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">Draw the parcels: {d.cut} of {d.ties} ties cut</p>',
             small(f"Drawn from the learner’s record. {len(state.players)} players; guessed before sorting: {state.guess} in a hundred; counted: {d.per_cent}. "
                   "A low number is no merit and a high one no fault."),
             _parcels(case, state, d)]
    if left := rules.unsorted(state):
        parts.append(small(f"Not in a parcel: {', '.join(case.players[i].name for i in left)}."))
    if state.found:
        parts += [heading("Three ways to divide it"), _ways(case, state)]
    parts += [heading("Ties into three or more parcels"), small(", ".join(f"{case.players[i].name} ({n})" for i, n in d.torn) or "Nobody.")]
    parts += [heading("Near the person, and cut from most of their ties"), small(" ".join(facts.people(case, state).values()) or "Nobody.")]
    parts += [heading("Cuts kept on purpose"), _kept(case, state)]
    if state.debrief:
        parts += [heading("At the end"), *(_answer(ASKED[k], state.debrief[k]) for k in rules.DEBRIEF)]
    return sheet("".join(parts))


def _answer(asked: str, text: str) -> str:
    return f'<p style="margin:0 0 6px"><span style="color:{SOFT};font-size:13px">{e(asked)}</span><br><span dir="auto">{typed(text)}</span></p>'


def _parcels(case: Case, state: State, d: division.Division) -> str:
    cells = []
    for p in rules.used(state):
        ids = [i for i in state.players if state.place.get(i) == p]
        rows = "".join(f'<li style="margin:0;list-style:none">{icon(case.family(i).id, case.family(i).kinds[case.players[i].kind])} {e(case.players[i].name)}</li>' for i in ids)
        cells.append(f'<div style="flex:1 1 200px;min-width:180px"><p dir="auto" style="margin:0;font-weight:600;border-bottom:2px solid #1b1b1f">{typed(state.parcels[p])}</p>'
                     f'{small(f"{len(ids)} players, {d.inside.get(p, 0)} ties inside")}<ul style="margin:0;padding:0;font-size:13px;line-height:1.7">{rows}</ul></div>')
    pairs = "; ".join(f"{within(state.parcels[a])} and {within(state.parcels[b])}: {n}" for (a, b), n in sorted(d.between.items(), key=lambda x: -x[1]))
    return f'<div style="display:flex;flex-wrap:wrap;gap:20px">{"".join(cells)}</div><p style="margin:10px 0 4px;font-size:13px;color:{SOFT}">Ties cut between parcels: {pairs or "none"}.</p>'


def _ways(case: Case, state: State) -> str:
    rows = [[WAYS[k], str(w["parcels"]), f'{w["per_cent"]} in a hundred ({w["cut"]} of {w["ties"]})', f'{w["liaison"]} of {w["pairs"]}', str(w["largest"])]
            for k, w in facts.three_ways(case, state).items()]
    return table(["", "Parcels", "Ties cut", "Pairs needing liaison", "Largest parcel"], rows)


def _kept(case: Case, state: State) -> str:
    rows = [f'<li style="margin:0 0 4px">{e(facts.words(case, case.tie[key]))}{"" if division.is_cut(state.place, case.tie[key]) else " (no longer cut)"}<br>'
            f'<span dir="auto" style="font:16px/1.5 {SERIF}">{typed(why)}</span></li>' for key, why in state.kept.items()]
    return f'<ul style="margin:0;padding-left:18px">{"".join(rows)}</ul>' if rows else small("None yet.")


def summary(case: Case, state: State) -> str:
    """The division in a sentence or two, for where no picture can be shown."""
    if not state.players:
        return "The parcels: not begun."
    d = division.count(case, state.place)
    return (f"The parcels: {len(state.players)} players in {len(rules.used(state))} parcels, {len(rules.unsorted(state))} not sorted; "
            f"{d.cut} of {d.ties} ties cut ({d.per_cent} in a hundred); {len(rules.kept_cuts(case, state))} cuts kept on purpose.")
