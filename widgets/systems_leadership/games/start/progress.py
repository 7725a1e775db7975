"""How far somebody has come, read from the records in the module folders beside the start page. Nothing is written."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ...course import Course, Module, Step
from ...exercise import Desk, Exercise, replay
from ...lines import RecordTrouble, read


class Seen(msgspec.Struct):
    """Every exercise's state by id, what it has reached, and a sentence for each record that could not be read whole."""

    exercises: dict[str, Any]
    states: dict[str, Any]
    reached: dict[str, dict[str, bool]]
    troubles: list[str]
    begun: bool

    def done(self, step: Step) -> bool:
        """Whether the records say that a step is done. A step without rules leaves no record, so nothing says so."""
        return bool(step.rules) and not self.waits_for(step)

    def waits_for(self, step: Step) -> str:
        """The exercise whose milestone a step still lacks, or nothing."""
        return next((r.exercise for r in step.rules if not self.reached.get(r.exercise, {}).get(r.milestone)), "")

    def finished(self, module: Module) -> bool:
        told = [s for s in module.steps if s.rules]
        return bool(told) and all(self.done(s) for s in told)

    def started(self, module: Module) -> bool:
        return any(self.done(s) for s in module.steps)

    def next(self, course: Course) -> tuple[Module, Step] | None:
        """The first step, in the course's order, that is not done."""
        return next(((m, s) for m in course.module if m.written for s in m.steps if s.rules and not self.done(s)), None)


def look(course: Course, exercise: Callable[[str], Exercise], folder: Path) -> Seen:
    """Read every record of every written module."""
    seen = Seen({}, {}, {}, [], False)
    for module in course.module:
        desk = Desk(folder / module.id)
        for entry in module.exercises:
            found: Any = exercise(entry.id)
            if hasattr(found, "milestones"):
                _read(seen, module, found, desk.record_path(entry.id))
    return seen


def _read(seen: Seen, module: Module, exercise: Any, path: Path) -> None:
    where = f"{path.name} in module {module.number}"
    try:
        contents = read(path, exercise.id, links=True)
        ops = contents.ops
        if contents.damage:
            seen.troubles.append(f"{where} is damaged from move {len(ops) + 1} on; what comes before that is counted here.")
    except RecordTrouble:
        ops = []
        seen.troubles.append(f"{where} cannot be read, so what it holds is not ticked here; the page it belongs to says what to do.")
    seen.begun = seen.begun or bool(ops)
    state = replay(exercise, ops).state
    seen.exercises[exercise.id], seen.states[exercise.id], seen.reached[exercise.id] = exercise, state, exercise.milestones(state)
