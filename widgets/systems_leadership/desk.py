"""What a notebook cell calls: `show("unfolding")` and `check("unfolding", "first_play")`.

In a live notebook `show` opens a view. Where nobody is there to click (nbgrader, print, `COURSE_STATIC=1`) it returns a
static page drawn from the record, and imports no widget.
"""
from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from . import page, registry
from .exercise import Desk, Exercise
from .findings import Check, Finding
from .record import RecordTrouble

HERE = Path.cwd()          # the notebook's folder; taken once, since a learner may change directory


def _here() -> Desk:
    """The notebook's folder. Whoever opens it may have made links of their own; a hand-in that nbgrader runs has none."""
    return Desk(HERE, links="NBGRADER_EXECUTION" not in os.environ)


def is_static() -> bool:
    """Whether there is nobody to click: nbgrader is running the notebook, or a static page was asked for."""
    return "NBGRADER_EXECUTION" in os.environ or "COURSE_STATIC" in os.environ


def show(exercise_id: str) -> Any:
    """The exercise, live; or its static page."""
    try:
        registry.find(exercise_id)
        if is_static():
            return picture(registry.exercise(exercise_id), _here())
    except registry.Unknown as error:
        return page.trouble("Nothing to show", str(error))
    from .view import ExerciseView
    return ExerciseView(exercise_id, _here())


def picture(exercise: Exercise, desk: Desk) -> page.Page:
    """The static page of an exercise from its record on `desk`; a page that says what is wrong if it cannot be read."""
    try:
        found = desk.opened(exercise)
    except RecordTrouble as error:
        return page.trouble(exercise.title, str(error))
    note = f"{found.damage} " if found.damage else ""
    if n := found.play.skipped:
        note += f"{n} moves in the record were not understood and are left out." if n > 1 else "1 move in the record was not understood and is left out."
    html = (page.sheet(page.small(note)) if note else "") + exercise.picture(found.play.state, desk)
    return page.Page(html, f"{note}{exercise.summary(found.play.state)}")


def check(exercise_id: str, name: str) -> Check:
    """A process check of the record as it stands. In nbgrader its result is the number of marks."""
    return run_check(exercise_id, name, _here())


def run_check(exercise_id: str, name: str, desk: Desk) -> Check:
    """The same for any folder. A record that cannot be read loses only these marks, and the reason says so."""
    try:
        desk.opened(registry.exercise(exercise_id))
    except RecordTrouble as error:
        return Check(0, [Finding(0, 0, str(error))])
    return registry.run_check(exercise_id, name, desk)
