"""The rules of the tight grip. Pure: a state, a move, a new state. No choice is right; the record keeps acts of drawing in and of letting go."""
from __future__ import annotations

from typing import Any

import msgspec

from ... import writing
from ...exercise import Refused
from ...writing import Write
from .scenes import END, Choice, Scene, Week
from .state import MOVES, Choose, Finish, GoOn, State

LONGEST_LINE = 1_000                         # characters
DEBRIEF = ("noticed", "cost")
UNDOABLE = frozenset({"choose", "go_on"})
BARRIERS = frozenset({"finish"})


class Act(msgspec.Struct, frozen=True):
    """One act of the week: the scene it was in, whether it drew in or let go, and what it was."""

    scene: Scene
    draws_in: bool
    words: str


def now(week: Week, state: State) -> Scene | None:
    """The scene being played; None when all are over."""
    return next((scene for scene in week.scene if scene.id not in state.left), None)


def open_choices(state: State, scene: Scene) -> list[Choice]:
    """What can be chosen, after what has been chosen before."""
    made = {f"{s}.{c}" for s, c in state.chosen.items()}
    return [c for c in scene.choice if not c.needs or made.intersection(c.needs)]


def choice(state: State, scene: Scene) -> Choice | None:
    """What was chosen in a scene."""
    return next((c for c in scene.choice if c.id == state.chosen.get(scene.id)), None)


def landed(week: Week, state: State, where: str) -> list[tuple[Scene, Choice]]:
    """Earlier choices that come home in scene `where`, or at the end."""
    return [(scene, made) for scene in week.scene if (made := choice(state, scene)) and made.lands == where]


def acts(week: Week, state: State) -> list[Act]:
    """Acts of drawing in and of letting go, in order of the week."""
    out = []
    for scene in week.scene:
        if made := choice(state, scene):
            out += [Act(scene, True, made.draws_in)] * bool(made.draws_in) + [Act(scene, False, made.lets_go)] * bool(made.lets_go)
    return out


def played(week: Week, state: State) -> bool:
    return now(week, state) is None


def stage(week: Week, state: State) -> str:
    """choosing, heard (a choice is made and its voices are open), end or finished."""
    scene = now(week, state)
    if scene is None:
        return "finished" if state.debrief else END
    return "heard" if scene.id in state.chosen else "choosing"


def apply(week: Week, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    if isinstance(move, Finish):
        return _finish(week, state, move)
    scene = now(week, state)
    if scene is None or move.scene != scene.id:
        raise Refused("That scene is over, or has not begun. Undo goes back.")
    return _choose(state, scene, move) if isinstance(move, Choose) else _go_on(week, state, scene, move)


def _choose(state: State, scene: Scene, move: Choose) -> str:
    if scene.id in state.chosen:
        raise Refused("You have chosen here. Undo takes it back.")
    if move.choice not in [c.id for c in open_choices(state, scene)]:
        raise Refused("That cannot be chosen here. Reload the page and try again.")
    state.chosen[scene.id] = move.choice
    return "Chosen. You can read what you think, what somebody else thinks, and what lies underneath."


def _go_on(week: Week, state: State, scene: Scene, move: GoOn) -> str:
    if scene.id not in state.chosen:
        raise Refused("Choose what you do first.")
    state.left = [*state.left, scene.id]
    later = now(week, state)
    return f"{later.when}." if later else "The week is over. What you did in it is listed."


def _finish(week: Week, state: State, move: Finish) -> str:
    if not played(week, state):
        raise Refused("Play the week to its end first.")
    texts = {k: move.debrief.get(k, "").strip() for k in DEBRIEF}
    if empty := [k for k in DEBRIEF if not texts[k]]:
        raise Refused(f"{'Both questions are' if len(empty) == 2 else 'One of the two questions is'} still empty. A line each is enough.")
    for text in texts.values():
        if len(text) > LONGEST_LINE:
            raise Refused(f"This box keeps {LONGEST_LINE:,} characters, and this has {len(text):,}. Nothing has been cut; shorten it and try again.")
    state.debrief = texts
    return "Kept. The week stays as you played it."
