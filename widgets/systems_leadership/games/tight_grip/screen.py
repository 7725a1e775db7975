"""What the tight grip shows: scenes reached, and of a scene not yet chosen in nothing but its choices."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

from ...case import Case
from ..unfolding.rules import lower
from . import rules
from .scenes import END, Choice, Scene, Week
from .state import State


@functools.cache
def words() -> dict[str, str]:
    """The exercise's words; the scenes have theirs in the course's own file."""
    return tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@functools.cache
def furniture(title: str, intro: str, of: int) -> dict[str, Any]:
    """What never changes."""
    return {"words": words(), "title": title, "intro": intro, "of": of}


def screen(case: Case, week: Week, state: State) -> dict[str, Any]:
    """The whole screen as data. A scene not reached, and what lies behind a choice not made, does not travel until the end."""
    scene, over = rules.now(week, state), rules.played(week, state)
    out: dict[str, Any] = {"furniture": furniture(week.title, week.intro, len(week.scene)), "stage": rules.stage(week, state), "drafts": dict(state.drafts),
                           "scenes": {s.id: _scene(case, week, state, s, n, over) for n, s in enumerate(week.scene) if s is scene or s.id in state.left}, "now": scene.id if scene else END,
                           "debrief": dict(state.debrief)}
    if scene:
        later = next((s for s in week.scene[week.scene.index(scene) + 1:]), None)
        out["later"] = later.when if later else ""
    else:
        out["came"] = _landed(week, state, END)
        out["acts"] = {str(n): {"when": act.scene.when, "in": act.draws_in, "words": act.words, "order": n} for n, act in enumerate(rules.acts(week, state))}
    return out


def _landed(week: Week, state: State, where: str) -> dict[str, dict[str, Any]]:
    return {s.id: {"when": s.when, "after": made.after, "order": n} for n, (s, made) in enumerate(rules.landed(week, state, where))}


def _scene(case: Case, week: Week, state: State, scene: Scene, order: int, over: bool) -> dict[str, Any]:
    player, family, made = case.players[scene.of], case.family(scene.of), rules.choice(state, scene)
    out = {"order": order, "who": lower(player.name), "family": family.id, "letter": family.kinds[player.kind], "when": scene.when,
           "title": scene.title, "text": scene.text.split("\n\n"), "ask": scene.ask,
           "came": _landed(week, state, scene.id), "choices": {c.id: {"text": c.text, "order": n} for n, c in enumerate(rules.open_choices(state, scene))}}
    if made:
        out["made"] = _voices(case, made)
    if over:
        opened = [c.id for c in rules.open_choices(state, scene)]
        out["others"] = {c.id: {**_voices(case, c), "closed": c.id not in opened, "order": n} for n, c in enumerate(scene.choice) if c is not made}
    return out


def _voices(case: Case, made: Choice) -> dict[str, Any]:
    return {"id": made.id, "text": made.text, "yours": made.yours, "whose": case.players[made.whose].name, "theirs": made.theirs, "under": made.under,
            "in": made.draws_in, "out": made.lets_go, "after": made.after}
