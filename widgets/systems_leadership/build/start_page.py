"""The plain list of pages on the start page, for whoever cannot run it: every written module with its links, from course.toml."""
from __future__ import annotations

from pathlib import Path

from ..course import Course
from ..games.start.game import hours

NAMES = {"reading": "read", "work": "your work"}


def listing(base: Path, course: Course) -> str:
    """One line a written module, then the titles of those to come. Markdown."""
    lines = []
    for module in course.module:
        pages = [f"[{words}]({module.id}/{name}.ipynb)" for name, words in NAMES.items() if (base / "course" / module.id / f"{name}.md").is_file()]
        if module.written and pages:
            lines.append(f"- **{module.number}. {module.title}**, {hours(module.minutes)}: {', '.join(pages)}")
    coming = [module.title for module in course.module if not module.written]
    return "\n".join(lines) + (f"\n\nStill to come: {'; '.join(coming)}." if coming else "")
