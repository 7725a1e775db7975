"""What makes nbgrader 0.9.6 fail for a whole class, each tried and seen: cell metadata, files beside the pages, half a copy, an empty hand-in."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from traitlets.config.loader import PyFileConfigLoader

from ...case import CaseError
from .. import make
from ..notebooks import SCHEMA, PageError
from .clone import Clone

TASK = {"grade": False, "solution": False, "locked": True, "cell_type": "markdown", "schema_version": SCHEMA}
SAFE_ID = re.compile(r"[A-Za-z0-9_-]+")
BUILD_AGAIN = "Correct the build, not the notebook."


def problems(clone: Clone) -> Iterator[str]:
    """Traps in notebooks as tutors and as learners have them, in the folders, and in the settings."""
    exercises = clone.base / "exercises"
    for path in sorted(exercises.rglob("*.ipynb")):
        if not path.is_symlink():
            yield from cells(clone.notebook(path) or [], clone.name(path), released=True)
    if clone.case:
        try:
            for module, notebook in make.source_notebooks(clone.base, clone.case).items():
                yield from cells(notebook.cells, f"course/{module}/work.md", released=False)
        except (CaseError, PageError, make.BuildError, KeyError, OSError):
            pass                                            # `built` says what is wrong
    yield from _folders(clone, exercises)
    yield from _settings(clone)


def cells(found: list[dict[str, Any]], name: str, released: bool) -> Iterator[str]:
    """Metadata nbgrader accepts at release and chokes on, or miscounts, at autograde."""
    seen: set[str] = set()
    for cell in found:
        meta = cell.get("metadata", {}).get("nbgrader")
        if meta is None:
            continue
        grade_id = str(meta.get("grade_id", ""))
        where = f"{name}: cell “{grade_id or cell.get('id', '?')}”"
        if not SAFE_ID.fullmatch(grade_id):
            yield f"{where} has no usable grade_id. Use letters, digits, - and _. {BUILD_AGAIN}"
        elif grade_id in seen:
            yield f"{where} stands twice; autograde would call the notebook old and throw the hand-in out. Show each exercise, check and task once on a page."
        seen.add(grade_id)
        if meta.get("schema_version") != SCHEMA:
            yield f"{where} has schema_version {meta.get('schema_version')!r}; nbgrader 0.9.6 reads {SCHEMA}. {BUILD_AGAIN}"
        if meta.get("task"):
            wrong = [f"{key} = {meta.get(key)!r} (needs {value!r})" for key, value in TASK.items() if meta.get(key) != value and key != "schema_version"]
            if wrong:
                yield f"{where} is a task with {', '.join(wrong)}; autograde would fail for every learner or count it twice. {BUILD_AGAIN}"
        if (meta.get("task") or meta.get("grade")) and not isinstance(meta.get("points"), int | float):
            yield f"{where} is marked and has no points. {BUILD_AGAIN}"
        if meta.get("cell_type") not in (None, cell.get("cell_type")):
            yield f"{where} is {cell.get('cell_type')} and says it is {meta['cell_type']}. {BUILD_AGAIN}"
        if released and (meta.get("locked") or meta.get("grade")) and not isinstance(meta.get("checksum"), str):
            yield f"{where} has no checksum; autograde would say “None is not of type 'string'” for every learner. {BUILD_AGAIN}"
        if released and "MARK SCHEME" in "".join(cell.get("source", "")):
            yield f"{where} still holds its mark scheme. Run `systems-leadership build`."


def _folders(clone: Clone, exercises: Path) -> Iterator[str]:
    for path in sorted(exercises.rglob("*")):
        name = clone.name(path)
        if path.is_symlink():
            yield f"{name}: is a link to elsewhere; submitting it breaks off half way and the half replaces the learner's earlier hand-in. Put the file itself there."
        elif path.is_file() and path.suffix in (".json", ".jsonl"):
            yield f"{name}: autograde would put this over the learner's file of the same name. Take it out; an exercise makes its own record."
    for module in clone.modules:
        folder, work = exercises / module.get("id", ""), clone.course / module.get("id", "") / "work.md"
        if (work.is_file() and not (folder / "work.ipynb").is_file()) or (folder.is_dir() and not any(folder.glob("*.ipynb"))):
            yield f"{clone.name(folder)}: has no work.ipynb; an empty folder handed in replaces a good one. Run `systems-leadership build`, or delete the folder."


def _settings(clone: Clone) -> Iterator[str]:
    """nbgrader logs a broken settings file and goes on with its defaults, so the file is read here as nbgrader would."""
    name = "nbgrader_config.py"
    try:
        config = PyFileConfigLoader(name, path=str(clone.base)).load_config()
    except Exception as error:                              # it is somebody's Python: anything may come out of it
        yield f"{name}: could not be read ({type(error).__name__}: {error}), and nbgrader would go on without it. Put it right."
        return
    if config.ExchangeSubmit.get("strict") is not True:
        yield f"{name}: c.ExchangeSubmit.strict is not True, so an empty folder can be handed in over a good one. Set it."
