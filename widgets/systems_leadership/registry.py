"""Which exercise an id opens: built from course.toml. Adding an exercise adds one folder and one line there."""
from __future__ import annotations

import functools
import importlib
from pathlib import Path
from typing import Any

import msgspec

from .course import Course, Entry, Module
from .exercise import Desk, Exercise
from .findings import Check
from .games.hand_in.exercise import Hand
from .games.start.game import Start
from .sheet.rules import Sheet, SheetText

DATA = Path(__file__).parent / "data"


class Unknown(LookupError):
    """There is no such exercise or check. `str()` says which there are."""


@functools.cache
def course() -> Course:
    """The course as built into the package."""
    return msgspec.json.decode((DATA / "course.json").read_bytes(), type=Course)


@functools.cache
def sheets() -> dict[str, SheetText]:
    return msgspec.json.decode((DATA / "sheets.json").read_bytes(), type=dict[str, SheetText])


def find(exercise_id: str) -> tuple[Module | None, Entry]:
    """The entry of an exercise and its module; None for the start page, which is in none. Raises Unknown."""
    for entry in course().exercises:
        if entry.id == exercise_id:
            return None, entry
    for module in course().module:
        for entry in module.exercises:
            if entry.id == exercise_id:
                return module, entry
    known = ", ".join(e.id for e in (*(e for m in course().module for e in m.exercises), *course().exercises))
    raise Unknown(f"There is no exercise called “{exercise_id}”. The course has: {known}.")


STILL = ("figure", "lens", "ways", "agenda", "drift", "room")   # kinds that keep no record
# kind -> class in games/<kind>/game.py
GAMES = {
    "unfolding": "Unfolding",
    "figure": "Figure",
    "parcels": "Parcels",
    "lens": "Lens",
    "ways": "Ways",
    "agenda": "Agenda",
    "drift": "Drift",
    "room": "Room",
    "cascade": "Cascade",
    "design_team": "DesignTeam",
    "chooser": "Chooser",
    "placing": "Placing",
    "tellings": "Tellings",
    "tangle": "Tangle",
    "questions": "Questions",
    "who_can_stop": "WhoCanStop",
    "tight_grip": "TightGrip",
    "power_map": "PowerMap",
    "cards": "Cards",
    "boundary": "Boundary",
}


@functools.cache
def exercise(exercise_id: str) -> Exercise:
    """The rules of an exercise. Raises Unknown."""
    module, entry = find(exercise_id)
    if entry.kind == "sheet":
        return Sheet(sheets()[entry.id], _quoter(entry.quotes))
    if entry.kind == "start":
        return Start(entry.id, course(), exercise)
    if entry.kind == "hand_in" and module:
        records = [e.id for e in module.exercises if _handed_in(e, module)]
        return Hand(entry.id, module.id, records, lambda desk: checks(module, desk), lambda: titles(module), lambda desk: _parts(module, desk))
    if entry.kind not in GAMES:
        raise Unknown(f"course.toml gives “{exercise_id}” the kind “{entry.kind}”, which the course does not have.")
    given: dict[str, Any] = {"id": entry.id, "case": entry.case}
    if entry.standpoints:
        given["standpoints"] = entry.standpoints
    if entry.plays:
        given["plays"] = exercise(entry.plays)
    return getattr(importlib.import_module(f"{__package__}.games.{entry.kind}.game"), GAMES[entry.kind])(**given)


def _handed_in(entry: Entry, module: Module) -> bool:
    """Whether a tutor gets its record: what is marked and what that quotes, not a reading's own sheets and cards."""
    return entry.kind not in (*STILL, "cards") and (entry.kind != "sheet" or entry.id in module.tasks)


def view_files(exercise_id: str) -> tuple[str, ...]:
    """JavaScript of an exercise's view, in order, below the package folder."""
    _, entry = find(exercise_id)
    if entry.kind == "sheet":
        return ("sheet/sheet.js",)
    name = "exercise" if entry.kind == "hand_in" else "game"
    return importlib.import_module(f"{__package__}.games.{entry.kind}.{name}").VIEW


def _quoter(exercise_ids: list[str]) -> Any:
    def quotes(desk: Desk) -> dict[str, str]:
        out: dict[str, str] = {}
        for name in exercise_ids:
            quoted: Any = exercise(name)
            out |= quoted.quotes(desk.state(quoted))
        return out
    return quotes


def run_check(exercise_id: str, name: str, desk: Desk) -> Check:
    """Run one public process check on a record as it stands. Raises Unknown."""
    _, entry = find(exercise_id)
    found, table = exercise(exercise_id), checks_of(entry.kind)
    if name not in table:
        raise Unknown(f"“{exercise_id}” has no check called “{name}”.")
    return table[name](found, desk.state(found))


def checks_of(kind: str) -> dict[str, Any]:
    """The process checks a kind of exercise offers, by name: each a function of the exercise and its state."""
    return getattr(importlib.import_module(f"{__package__}.games.{kind}.game"), "CHECKS", {}) if kind in GAMES else {}


def checks(module: Module, desk: Desk) -> dict[str, tuple[str, Check]]:
    """All process checks of a module, by name, each with its exercise."""
    return {name: (game, run_check(game, name, desk)) for game, name in module.checks}


def titles(module: Module) -> dict[str, str]:
    """What each process check is called on screen: its exercise, and which check of it where there are two."""
    games = [game for game, _ in module.checks]
    return {name: exercise(game).title + (f" ({name.replace('_', ' ')})" if games.count(game) > 1 else "") for game, name in module.checks}


def _parts(module: Module, desk: Desk) -> dict[str, str]:
    """A sentence on each written task, by its id: how much of it is there."""
    out = {}
    for task in module.tasks:
        sheet: Any = exercise(task)
        state = desk.state(sheet)
        empty = sheet.empty(state)
        out[task] = f"{sheet.text.title}: {sheet.written(state)} words" + (f"; {len(empty)} of {len(sheet.text.question)} parts empty." if empty else ", every part begun.")
    return out
