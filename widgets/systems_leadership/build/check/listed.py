"""course.toml against the pages and files: exercises, checks and tasks that do not exist, or that no page shows."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ... import cells, registry
from .. import make
from .clone import Clone

CODE = re.compile(r"^```\{code-cell\}[^\n]*\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TASK = re.compile(r'^\+\+\+ *\{[^}\n]*"task": *"(\w+)"', re.MULTILINE)
WRITTEN = ("sheet", "cards", *make.TEXTS, "cascade", "chooser")             # kinds whose words are a file with the exercise's id
KINDS = (*registry.GAMES, "sheet", "hand_in", "start")
REGISTER = "course/course.toml"


def problems(clone: Clone) -> Iterator[str]:
    """What is listed and not there, there and not listed, and listed and shown nowhere."""
    shown, checked, tasked = _used(clone)
    listed, texts = clone.exercises, {t.get("id") for t in clone.texts.values()}
    for name, entry in listed.items():
        yield from _entry(clone, name, entry, texts)
        if name not in shown:
            yield f"{REGISTER}: no page shows “{name}”. Add show(\"{name}\") to a page, or take it out of the list."
    for name in sorted(set(shown) - set(listed)):
        yield f"{shown[name]}: shows “{name}”, which course.toml does not list. Add it to the exercises of the module, or correct the id."
    yield from _checks(clone, checked)
    yield from _tasks(clone, tasked)
    folders = {path.name for path in clone.course.glob("m*/") if path.is_dir()}
    for name in sorted(folders - {m.get("id") for m in clone.modules}):
        yield f"course/{name}: course.toml has no module of that name. Add [[module]] id = \"{name}\", or rename the folder."


def _used(clone: Clone) -> tuple[dict[str, str], dict[tuple[str, str], str], dict[str, str]]:
    """Exercises shown, checks run and tasks marked in pages, each with the page it is on."""
    shown, checked, tasked = {}, {}, {}
    for page in clone.pages:
        for source in CODE.findall(page.text):
            call = cells.parse(source)
            if call and call.verb == "check":
                checked[call.exercise, call.name] = page.name
            elif call:
                shown[call.exercise] = page.name
        tasked.update(dict.fromkeys(TASK.findall(page.text), page.name))
    return shown, checked, tasked


def _entry(clone: Clone, name: str, entry: dict[str, Any], texts: set[Any]) -> Iterator[str]:
    kind = entry.get("kind", "")
    if kind not in KINDS:
        yield f"{REGISTER}: “{name}” has the kind “{kind}”, which there is no game for. Use one of: {', '.join(KINDS)}."
    if kind in WRITTEN and name not in texts:
        yield f"{REGISTER}: “{name}” has no file with its words. Write a TOML file with id = \"{name}\" in the module's folder, or correct the id."
    quotes = entry.get("quotes") or []
    for other in ([quotes] if isinstance(quotes, str) else quotes) + [p for p in [entry.get("plays")] if p]:
        if other not in clone.exercises:
            yield f"{REGISTER}: “{name}” takes up “{other}”, which is no exercise. Correct the id."
    if entry.get("case") and not (clone.course / "cases" / entry["case"]).is_dir():
        yield f"{REGISTER}: “{name}” is played in “{entry['case']}”, and course/cases has no such folder. Correct the id."


def _checks(clone: Clone, checked: dict[tuple[str, str], str]) -> Iterator[str]:
    listed = {(c[0], c[1]) for module in clone.modules for c in module.get("checks", []) if len(c) == 2}
    for game, name in sorted(listed):
        kind = clone.exercises.get(game, {}).get("kind", "")
        if name not in registry.checks_of(kind):
            yield f"{REGISTER}: there is no check “{name}” of “{game}”. Name it in CHECKS of the game, or correct the list."
        if (game, name) not in checked:
            yield f"{REGISTER}: no page runs the check “{name}” of “{game}”. Add check(\"{game}\", \"{name}\") to work.md, or take it out of the list."
    for game, name in sorted(set(checked) - listed):
        yield f"{checked[game, name]}: runs the check “{name}” of “{game}”, which course.toml does not list. Add it to checks, or correct the id."


def _tasks(clone: Clone, tasked: dict[str, str]) -> Iterator[str]:
    listed = {task for module in clone.modules for task in module.get("tasks", [])}
    for task in sorted(listed):
        if task not in clone.tasks:
            yield f"{REGISTER}: there is no task “{task}” in solutions/. Write {task}.toml, or correct the id."
        if task not in tasked:
            yield f"{REGISTER}: no page has the criteria of “{task}”. Add +++ {{\"task\": \"{task}\"}} to work.md, or take it out of the list."
        if task not in clone.exercises:
            yield f"{REGISTER}: the task “{task}” is no exercise, so nobody can write it. Add it to the exercises of the module."
    for task in sorted((set(clone.tasks) | set(tasked)) - listed):
        yield f"{tasked.get(task, 'solutions')}: the task “{task}” is not listed in course.toml. Add it to the tasks of the module, or delete it."
