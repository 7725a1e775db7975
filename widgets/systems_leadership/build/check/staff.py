"""Sentences only tutors may read, looked for in everything learners receive."""
from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .clone import Clone
from .text import sentences, words

ENOUGH = 8                       # words that make a sentence nobody writes twice by chance
PUBLIC = {"id", "title", "intro", "words", "question"}          # of a task; of a criterion also name and levels, which are published


def problems(clone: Clone) -> Iterator[str]:
    """Each sentence of a mark scheme, model answer, anchor script or tutor note found in exercises/ or in the package's data."""
    places = {clone.name(p): _joined(p.read_text(encoding="utf-8", errors="replace")) for p in
              [*sorted((clone.base / "exercises").rglob("*.ipynb")), *sorted((clone.base / "widgets" / "systems_leadership" / "data").glob("*.json"))]}
    published = _flat(public for name, task in clone.texts.items() if name.startswith("solutions/") for public in _public(task))
    for name, text in _staff(clone):
        for sentence in sentences(text):
            plain = f" {' '.join(words(sentence))} "
            if len(plain.split()) < ENOUGH or plain in published:
                continue
            for place, learners in places.items():
                if plain in learners:
                    yield f"{place}: holds a sentence of {name} (“{sentence[:70]}”). Take it out of what learners receive, or reword the staff file."


def _staff(clone: Clone) -> Iterator[tuple[str, str]]:
    """Everything in solutions/ that is not published: whatever a task file holds beside its questions and levels."""
    for name, task in clone.texts.items():
        if name.startswith("solutions/"):
            for key, value in task.items():
                if key == "criterion":
                    value = [{k: v for k, v in c.items() if k not in ("id", "name", "question", "levels")} for c in value]
                if key not in PUBLIC:
                    yield from ((name, text) for text in _strings(value))
    for path in sorted((clone.base / "solutions").glob("*/*.md")):
        yield clone.name(path), path.read_text(encoding="utf-8")


def _public(task: dict[str, Any]) -> Iterator[str]:
    for key in PUBLIC:
        yield from _strings(task.get(key, ""))
    for criterion in task.get("criterion", []):
        yield from _strings([criterion.get(key, "") for key in ("name", "question", "levels")])


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _flat(texts: Iterator[str]) -> str:
    return f" {' '.join(word for text in texts for word in words(text))} "


def _joined(text: str) -> str:
    """The words of a JSON file's strings; of the file as it stands if it is not JSON."""
    try:
        return _flat(_strings(json.loads(text)))
    except ValueError:
        return _flat(iter([text]))
