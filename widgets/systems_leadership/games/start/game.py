"""The start page as an exercise with nothing to do: it reads what is in the folder and keeps no record."""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ... import settings
from ...course import Course, Module, Step
from ...exercise import Desk, Exercise, Refused, Screen
from . import picture
from .progress import Seen, look

VIEW = ("games/start/view.js",)
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CARE = ("The case is about people in distress, in a county that does not exist. No method of self-harm is described, and nothing asks about your own health or a colleague’s. "
        "If it comes close to home, stop whenever you like, or talk to somebody.")
ALONE = "This copy of the course comes with no organisation’s help lines. These are for the whole United Kingdom."
UNREADABLE = f"{settings.NAME} in this folder should hold your organisation’s help lines and cannot be used. Tell your tutor. These are for the whole United Kingdom."
NATIONAL = [{"name": "Samaritans, day and night", "how": "116 123"}, {"name": "In an emergency", "how": "999"}]
READ_BY = "Your tutor reads what you write; nothing marks your opinions."
TICKS = "Ticks come from your records, the files kept beside each page. Reading leaves none, so a reading is ticked when what it asks you to write is there."


class State(msgspec.Struct):
    drafts: dict[str, str] = {}


class Start:
    """See `exercise.Exercise`. `exercise` finds the rules of any exercise of the course."""

    undoable: frozenset[str] = frozenset()
    barriers: frozenset[str] = frozenset()
    case_name = ""

    def __init__(self, id: str, course: Course, exercise: Callable[[str], Exercise]) -> None:
        self.id, self.title, self.course, self._exercise = id, course.title, course, exercise

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        raise Refused("There is nothing to do on the start page itself. Open a page of the course.")

    def perform(self, state: State, desk: Desk, op: dict[str, Any]) -> dict[str, Any]:
        """Refuse every move, undo too, before any could be put on record."""
        self.apply(state, op)
        return op

    def screen(self, state: State, desk: Desk) -> Screen:
        seen = look(self.course, self._exercise, desk.folder)
        numbered = sum(m.number > 0 for m in self.course.module)
        now = seen.next(self.course)
        return {"stage": "start", "drafts": {}, "title": self.course.title, "subtitle": self.course.subtitle,
                "over": f"A course in {NUMBERS[numbered] if numbered < len(NUMBERS) else numbered} modules" + " and a beginning" * (numbered < len(self.course.module)),
                "modules": [self._module(m, seen, now) for m in self.course.module], "go": self._go(seen, now), "map": self._map(seen),
                "hand_in": self._hand_in(seen), "help": helps(desk.folder), "ticks": TICKS, "troubles": seen.troubles}

    def _module(self, module: Module, seen: Seen, now: tuple[Module, Step] | None) -> dict[str, Any]:
        current = now is not None and now[0] is module
        status = "to come" if not module.written else "done" if seen.finished(module) else "now" if current else "open"
        page = now[1].page if now and current else module.steps[0].page if module.steps else ""
        steps = [{"text": s.text, "minutes": s.minutes, "done": seen.done(s), "told": bool(s.rules)} for s in module.steps] if status != "done" and (current or seen.started(module)) else []
        return {"id": module.id, "number": module.number, "title": module.title, "long": module.minutes >= 240, "status": status, "time": hours(module.minutes),
                "words": module.when_done if status == "done" and module.when_done else module.asks, "steps": steps, "href": f"{module.id}/{page}" if page else ""}

    def _go(self, seen: Seen, now: tuple[Module, Step] | None) -> dict[str, str]:
        """The one button: what it says, where it leads, and a sentence below it."""
        if now is None:
            return {}
        module, step = now
        waits = seen.waits_for(step)
        nudge = getattr(seen.exercises[waits], "nudge", lambda state: "") if waits in seen.exercises else lambda state: ""
        return {"module": module.id, "words": f"{'Go on' if seen.begun else 'Begin'}: {step.text[:1].lower()}{step.text[1:]}, {step.minutes} min",
                "href": f"{module.id}/{step.page}", "exercise": waits if _been_there(module, step, seen) else "", "nudge": nudge(seen.states[waits]) if waits in seen.states else ""}

    def _map(self, seen: Seen) -> dict[str, Any]:
        """The last map of the course that has anybody on it."""
        found = [m for i, e in seen.exercises.items() if hasattr(e, "last_map") and (m := e.last_map(seen.states[i]))]
        return found[-1] if found else {}

    def _hand_in(self, seen: Seen) -> dict[str, str]:
        """What is to be handed in next, in words."""
        for module in self.course.module:
            wanted = [e.id for e in module.exercises if e.kind == "hand_in"]
            if wanted and not any(seen.reached[i].get("handed_in") for i in wanted):
                tasks = " and ".join(f"“{self._exercise(task).title}”" for task in module.tasks) or "your record"
                if not seen.started(module):
                    return {"words": f"Nothing yet. Module {module.number} will ask for {tasks}. {READ_BY}", "href": "", "exercise": ""}
                return {"words": f"Module {module.number}: {tasks}. {READ_BY}", "href": f"{module.id}/work.ipynb", "exercise": wanted[0]}
        return {"words": "Nothing is waiting to be handed in.", "href": "", "exercise": ""}

    def picture(self, state: State, desk: Desk) -> str:
        return picture.picture(self.screen(state, desk), self._exercise)

    def summary(self, state: State) -> str:
        return f"{self.course.title}: {', '.join(f'{m.number} {m.title}' for m in self.course.module)}."


def _been_there(module: Module, step: Step, seen: Seen) -> bool:
    """Whether a link may lead past the top of a page: not to a reading, which is read from its beginning, and not the first time, when the page has something to say first."""
    return step.page != "reading.ipynb" and any(seen.done(s) for s in module.steps if s.page == step.page)


def hours(minutes: int) -> str:
    """Minutes in words; to the half hour from an hour and a half on."""
    if minutes < 90:
        return f"about {minutes} min"
    whole, rest = divmod(round(minutes / 30), 2)
    return f"about {whole}{'½' * rest} h"


def helps(folder: Path) -> dict[str, Any]:
    """Where to turn: the cohort's own lines; the national ones where somebody learns alone, or where the cohort's cannot be read."""
    out: dict[str, Any] = {"care": CARE, "note": "", "lines": NATIONAL, "title": "", "contact": ""}
    path = folder / settings.NAME
    try:
        cohort = settings.read(path)
    except settings.SettingsError:
        return {**out, "note": UNREADABLE if path.exists() else ALONE}
    lines = [{"name": line.name, "how": ", ".join(part for part in (line.number, line.words) if part)} for line in cohort.help_line]
    return {**out, "lines": [*lines, NATIONAL[-1]], "title": cohort.title, "contact": cohort.care_contact}
