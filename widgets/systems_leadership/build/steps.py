"""The steps and checks of each module against what is there: every page, exercise and check named has to exist."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..course import Course, Module, Step
from ..registry import STILL, checks_of


def problems(base: Path, course: Course) -> Iterator[str]:
    """One sentence a fault, with its remedy."""
    for module in course.module:
        for step in module.steps:
            where = f"course.toml, {module.id}, step “{step.text}”"
            yield from (f"{where}: {fault}" for fault in _faults(base, module, step))
        yield from (f"course.toml, {module.id}, checks: {fault}" for fault in _unchecked(module))
        took = sum(step.minutes for step in module.steps)
        if module.steps and took != module.minutes:
            yield f"course.toml, {module.id}: {module.minutes} minutes in all, and its steps come to {took}. Correct one of them."


def _unchecked(module: Module) -> Iterator[str]:
    """A check the module lists has to be one its exercise offers."""
    kinds = {entry.id: entry.kind for entry in module.exercises}
    for exercise, name in module.checks:
        if exercise not in kinds:
            yield f"{module.id} has no exercise “{exercise}”. Add it to the exercises of the module, or take the check out."
        elif name not in (offered := checks_of(kinds[exercise])):
            yield (f"“{exercise}” has no check “{name}”; CHECKS in games/{kinds[exercise]}/game.py has {', '.join(offered) or 'none'}. "
                   "Name the check there, or correct the name.")


def _faults(base: Path, module: Module, step: Step) -> Iterator[str]:
    page = base / "course" / module.id / Path(step.page).with_suffix(".md")
    if not step.page.endswith(".ipynb") or not page.is_file():
        yield f"there is no page {step.page} in course/{module.id}. Write {page.name} there, or correct the name."
    kinds = {entry.id: entry.kind for entry in module.exercises}
    for rule in step.rules:
        if not rule.exercise or not rule.milestone:
            yield f"“{step.done}” is no rule. Write an exercise, a dot and a milestone, such as unfolding.first_play."
        elif rule.exercise not in kinds:
            yield f"{module.id} has no exercise “{rule.exercise}”. Add it to the exercises of the module, or take the step out until it is there."
        elif kinds[rule.exercise] in STILL:
            yield f"“{rule.exercise}” is a figure and keeps no record, so it cannot say that anything is done. Name another exercise."
