"""What course.toml holds: modules in order, the exercises in each, and the steps a learner takes through them. Data only."""
from __future__ import annotations

import msgspec


class Entry(msgspec.Struct):
    """One exercise, as course.toml lists it."""

    id: str
    kind: str
    case: str = ""
    plays: str = ""                          # the game whose record this one takes up
    quotes: list[str] = []                   # exercises whose records a sheet quotes
    standpoints: list[str] = []


class Rule(msgspec.Struct, frozen=True):
    """A milestone an exercise reaches: `unfolding.first_play`."""

    exercise: str
    milestone: str


class Step(msgspec.Struct):
    """One thing a learner does in a module. `done` names a milestone, or several that must all be reached; none, if no record could tell."""

    text: str
    minutes: int
    page: str
    done: str | list[str] = []

    @property
    def rules(self) -> list[Rule]:
        named = [self.done] if isinstance(self.done, str) else self.done
        return [Rule(exercise, milestone) for exercise, _, milestone in (name.partition(".") for name in named)]


class Module(msgspec.Struct):
    """One module. It is written as soon as it has exercises; until then the start page lists it as still to come."""

    id: str
    number: int
    title: str
    minutes: int
    asks: str
    marks: int
    when_done: str = ""                      # stands in place of `asks` once every step is done
    exercises: list[Entry] = []
    steps: list[Step] = []
    checks: list[tuple[str, str]] = []
    tasks: list[str] = []

    @property
    def written(self) -> bool:
        return bool(self.exercises)


class Course(msgspec.Struct):
    """`exercises` belong to no module: the start page."""

    title: str
    subtitle: str
    module: list[Module]
    exercises: list[Entry] = []
