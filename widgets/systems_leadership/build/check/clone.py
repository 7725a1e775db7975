"""What the checks look at: the authored pages and files of a clone, read once. A file that cannot be read is one problem, not the end."""
from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from ...case import Case, CaseError
from .. import make, notebooks, sources


class Page(msgspec.Struct, frozen=True):
    """An authored page. `cells` are those of the notebook built from it; None when there is none."""

    name: str
    text: str
    built: Path
    cells: list[dict[str, Any]] | None

    def markdown(self) -> Iterator[str]:
        """Markdown cells as learners have them."""
        for cell in self.cells or []:
            if cell.get("cell_type") == "markdown":
                yield "".join(cell["source"])


class Clone:
    """The course at `base`."""

    def __init__(self, base: Path) -> None:
        self.base, self.course = base, base / "course"
        self.unreadable: list[str] = []
        self.register = self.toml(self.course / "course.toml")
        paths = [self.course / "start.md", *sorted(self.course.glob("m*/reading.md")), *sorted(self.course.glob("m*/work.md"))]
        self.pages = [self._page(path) for path in paths if path.is_file()]
        self.source_keys = set(self.toml(self.course / "sources.toml")) if (self.course / "sources.toml").exists() else set()
        self.sources, self.source_faults = sources.read(self.course / "sources.toml")
        self.texts = {self.name(p): self.toml(p) for p in [*sorted(self.course.glob("m*/*.toml")), *sorted((base / "solutions").glob("*/*.toml"))]}

    def name(self, path: Path) -> str:
        return path.relative_to(self.base).as_posix()

    def toml(self, path: Path) -> dict[str, Any]:
        """A TOML file, or nothing and a problem."""
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            self.unreadable.append(f"{self.name(path)}: the file is missing. Put it back, or write it.")
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            self.unreadable.append(f"{self.name(path)}: not readable as TOML ({error}). Correct that line.")
        return {}

    def notebook(self, path: Path) -> list[dict[str, Any]] | None:
        """The cells of a built notebook; None where there is none, and a problem where it is broken."""
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError):
            self.unreadable.append(f"{self.name(path)}: not readable as a notebook. Delete it and run `systems-leadership build`.")
            return None
        return cells

    def _page(self, path: Path) -> Page:
        built = self.base / "exercises" / path.relative_to(self.course).with_suffix(".ipynb")
        return Page(self.name(path), path.read_text(encoding="utf-8"), built, self.notebook(built))

    @property
    def modules(self) -> list[dict[str, Any]]:
        return self.register.get("module", [])

    @property
    def exercises(self) -> dict[str, dict[str, Any]]:
        """Exercises course.toml lists, by id."""
        return {entry["id"]: entry for holder in (self.register, *self.modules) for entry in holder.get("exercises", []) if "id" in entry}

    @property
    def tasks(self) -> dict[str, dict[str, Any]]:
        """Marked tasks in solutions/, by id."""
        return {t["id"]: t for name, t in self.texts.items() if name.startswith("solutions/") and "criterion" in t and "id" in t}

    @functools.cached_property
    def case(self) -> Case | None:
        """The case the numbers in pages are worked out from; None when it cannot be read, which `built` reports."""
        try:
            return make.cases(self.base).get("marlshire")
        except (CaseError, OSError):
            return None

    def filled(self, text: str, name: str) -> str:
        """A text with its numbers worked out, as far as they can be."""
        try:
            return notebooks.fill(text, self.case, name) if self.case else text
        except notebooks.PageError:
            return text

    def summary(self) -> str:
        """What was looked at, in a line."""
        counts = ((len(self.pages), "page"), (len(self.source_keys), "source"), (len(self.exercises), "exercise"), (len(self.tasks), "marked task"))
        return f"Looked at {', '.join(f'{n} {word}' + 's' * (n != 1) for n, word in counts)}."
