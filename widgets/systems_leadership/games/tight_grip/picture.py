"""The tutor's page of the tight grip: what was chosen in each scene, what was feared, acts of drawing in and letting go. Static, escaped, light."""
from __future__ import annotations

from html import escape as e

from ...case import Case
from ...page import SERIF, SOFT, heading, sheet, small, typed
from ..unfolding.rules import lower
from . import rules
from .scenes import Week
from .state import State

ASKED = {"noticed": "What was done before it was noticed, and what was underneath", "cost": "One thing the learner holds, what letting it go would cost, and whom"}


def picture(case: Case, week: Week, state: State) -> str:
    """Everything typed is escaped."""
    made = [(scene, choice) for scene in week.scene if (choice := rules.choice(state, scene))]
    if not made:
        return sheet(f'<p style="margin:0">{e(week.title)}: not begun.</p>')
    parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(week.title)}: {len(made)} of {len(week.scene)} scenes</p>',
             small("Drawn from the learner’s record. No choice is right; drawing in is no fault and letting go no merit. Acts stand in the words the learner was shown.")]
    for scene, choice in made:
        fear = state.drafts.get(f"fear.{scene.id}", "").strip()
        act = " · ".join([f"drawn in: {choice.draws_in}"] * bool(choice.draws_in) + [f"let go: {choice.lets_go}"] * bool(choice.lets_go))
        parts.append(f'<p style="margin:10px 0 0"><b>{e(scene.when)}</b> <span style="color:{SOFT}">as the {e(lower(case.players[scene.of].name))}</span><br>'
                     f'<span style="font:16px/1.5 {SERIF}">{e(choice.text)}</span><br><span style="font-size:13px;color:{SOFT}">{e(act)}</span></p>'
                     + (f'<p style="margin:2px 0 0"><span style="font-size:13px;color:{SOFT}">Feared:</span> <span dir="auto" style="font:16px/1.5 {SERIF}">{typed(fear)}</span></p>' if fear else ""))
    for k in rules.DEBRIEF:
        if text := state.debrief.get(k, ""):
            parts += [heading(ASKED[k]), f'<p dir="auto" style="margin:0;font:16px/1.5 {SERIF}">{typed(text)}</p>']
    return sheet("".join(parts))


def summary(week: Week, state: State) -> str:
    """The week in a sentence, for where no picture can be shown."""
    acts = rules.acts(week, state)
    if not acts:
        return f"{week.title}: not begun."
    return f"{week.title}: {len(state.chosen)} of {len(week.scene)} scenes. Drawn in: {_list(acts, True)}. Let go: {_list(acts, False)}."


def _list(acts: list[rules.Act], drawn: bool) -> str:
    return "; ".join(a.words for a in acts if a.draws_in is drawn) or "nothing"


def quotes(week: Week, state: State) -> dict[str, str]:
    """Phrases a reflection may quote: the acts in order, or that there is none."""
    acts = rules.acts(week, state)
    return {"grip_in": _list(acts, True), "grip_out": _list(acts, False)}
