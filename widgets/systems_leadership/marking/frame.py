"""The page round the records: released cells as the gradebook remembers them, put together again whatever came back.

The record is the work and the notebook only its frame. A cell deleted, doubled, edited or stripped of its metadata is
simply the released one again, and what was found is noted for the tutor. What the learner added is kept at the end,
cleaned, as text that can do nothing.
"""
from __future__ import annotations

import json
import os
import stat
from html import escape
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.api import Gradebook

from . import clean
from .report import plain

Cell = dict[str, Any]
NOTES = "notes"            # id of the cell that tells a tutor what to know first
SCHEMA_VERSION = 3         # of nbgrader's cell metadata
LARGEST = 20_000_000       # bytes of a notebook; a page as released has some 20,000
SHOWN, LONGEST = 30, 20_000    # cells a learner added that a tutor is shown, and characters of each


class FrameError(Exception):
    """An assignment cannot be marked; the text says why and what to do."""


class Frame(msgspec.Struct):
    """A released page: its cells in order, and the marks they carry."""

    assignment: str
    notebook: str
    cells: list[Cell]
    points: dict[str, float]              # marks possible, by grade_id, checks and criteria
    tasks: set[str]                       # grade_ids of criteria, which a person marks
    metadata: dict[str, Any]
    handed: dict[str, str]                # text of each of these cells as learners are handed it, without the mark scheme
    prose: set[str]                       # all texts of the page as handed out, those between the marked cells too

    @property
    def checks(self) -> set[str]:
        """grade_ids of process checks, which are worked out from the record."""
        return set(self.points) - self.tasks


def load(gradebook: Gradebook, assignment: str, notebook: str, release: Path) -> Frame:
    """The frame of one page. `release` is the folder of the released assignment, whose page tells the order of the cells.

    Raises FrameError when nbgrader has not prepared the assignment."""
    try:
        found = gradebook.find_notebook(notebook, assignment)
    except ValueError:
        raise FrameError(f"{assignment}/{notebook}: nbgrader has not prepared this page. Run `systems-leadership teach` on the folder, then mark again.") from None
    graded = [*found.grade_cells, *found.task_cells]
    points, tasks = {c.name: float(c.max_score) for c in graded}, {c.name for c in found.task_cells}
    by_name = {c.name: _cell(c, points.get(c.name), c.name in tasks) for c in found.source_cells}
    if missing := sorted(set(points) - set(by_name)):
        raise FrameError(f"{assignment}/{notebook}: the gradebook has lost the text of {', '.join(missing)}. Run `nbgrader generate_assignment {assignment} --force`, then mark again.")
    page = _released(release / f"{notebook}.ipynb")
    order = [_grade_id(cell) for cell in page]
    handed = {_grade_id(cell): _text(cell) for cell in page}
    names = sorted(by_name, key=lambda name: (order.index(name) if name in order else len(order), name))
    spec = json.loads(found.kernelspec) if found.kernelspec else {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"}
    return Frame(assignment, notebook, [by_name[name] for name in names], points, tasks, {"kernelspec": spec, "language_info": {"name": "python"}},
                 {name: handed.get(name, _text(by_name[name])) for name in names}, {_text(cell) for cell in page})


def _cell(source: Any, points: float | None, task: bool) -> Cell:
    """A released cell as the gradebook remembers it."""
    meta = {"cell_type": source.cell_type, "checksum": source.checksum, "grade": points is not None and not task, "grade_id": source.name,
            "locked": True, "schema_version": SCHEMA_VERSION, "solution": False, "task": task}
    if points is not None:
        meta["points"] = points
    cell = {"cell_type": source.cell_type, "id": source.name, "metadata": {"nbgrader": meta, "deletable": False, "editable": False}, "source": source.source}
    return {**cell, "execution_count": None, "outputs": []} if source.cell_type == "code" else cell


def _released(path: Path) -> list[Cell]:
    """Cells of a page as learners are handed it; none if it is not there."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def _grade_id(cell: Any) -> str:
    """The grade_id a cell claims, if it is one at all."""
    try:
        name = cell["metadata"]["nbgrader"]["grade_id"]
    except (KeyError, TypeError):
        return ""
    return name if isinstance(name, str) else ""


def read(path: Path) -> tuple[list[Any], str]:
    """What a learner's notebook holds, as data, and a sentence if it could not be read. Never follows a link, never waits."""
    remedy = "The page is put together again from the release; the records beside it are the work."
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        return [], f"{path.name} could not be read ({error.strerror}). {remedy}"
    with open(fd, "rb") as file:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            return [], f"{path.name} is no ordinary file. {remedy}"
        if found.st_size > LARGEST:
            return [], f"{path.name} has {found.st_size // 1_000_000} MB, far more than a page needs, and was not read. {remedy}"
        data = file.read(LARGEST + 1)
    try:
        cells = msgspec.json.decode(data)["cells"]           # refuses deep nesting, NaN and numbers past reading
        if not isinstance(cells, list):
            raise TypeError
    except (ValueError, KeyError, TypeError, RecursionError):
        return [], f"{path.name} is no notebook that can be read. {remedy}"
    return cells, ""


def rebuild(frame: Frame, theirs: list[Any], unreadable: str = "") -> tuple[list[Cell], list[str]]:
    """The page whole again with what the learner added, cleaned, at its end; and sentences on what had to be mended.

    `theirs` and `unreadable` are what `read` gives. Cells are new dicts that share nothing which marking changes."""
    ours, texts = frame.handed, {_text(cell) for cell in theirs}
    known = frame.prose | {_text(cell) for cell in frame.cells} | set(ours.values())
    claims: dict[str, list[str]] = {}
    for cell in theirs:
        claims.setdefault(_grade_id(cell), []).append(_text(cell))
    notes = [unreadable] if unreadable else []
    if theirs:
        found = {"missing": [name for name, text in ours.items() if name not in claims and text not in texts],
                 "there more than once": [name for name in ours if len(claims.get(name, [])) > 1],
                 "changed": [name for name, text in ours.items() if len(claims.get(name, [])) == 1 and claims[name][0] != text]}
        notes += [f"On the learner's page {_list(names)} {'was' if len(names) == 1 else 'were'} {what}. The released page stands in its place; no answer is lost by it."
                 for what, names in found.items() if names]
    added = [cell for cell in theirs if _text(cell) and _text(cell) not in known]
    if len(added) > SHOWN:
        notes.append(f"The learner's page has {len(added)} cells that are not the course's; the first {SHOWN} are shown. All of them are in submitted/.")
    return [_copy(cell) for cell in frame.cells] + [_theirs(cell, n) for n, cell in enumerate(added[:SHOWN])], notes


def _copy(cell: Cell) -> Cell:
    return {**cell, "metadata": dict(cell["metadata"])}


def _list(names: list[str]) -> str:
    return ", ".join(names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")


def _text(cell: Any) -> str:
    """A cell's source, whatever a stranger put there."""
    source = cell.get("source", "") if isinstance(cell, dict) else ""
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    return source.strip() if isinstance(source, str) else ""


def _theirs(cell: Any, n: int) -> Cell:
    """A cell the learner added or changed: Markdown as it reads, cleaned; anything else as its text."""
    text = _text(cell)
    note = "A cell that is not the course’s, shown and not run:"
    if len(text) > LONGEST:
        text, note = text[:LONGEST], f"The first {LONGEST} characters of a cell that is not the course’s, shown and not run:"
    shown = clean.markdown(text) if cell.get("cell_type") == "markdown" else f"<pre>{escape(text)}</pre>"
    return {"cell_type": "markdown", "id": f"added-{n}", "metadata": {}, "source": clean.block(f'<p style="color:#5c5c63;font-size:13px">{note}</p>{shown}')}


def notes_cell(notes: list[str]) -> Cell:
    """What a tutor must know before reading: a cell that stands first."""
    items = "".join(f"<li>{escape(plain(note))}</li>" for note in notes)
    return {"cell_type": "markdown", "id": NOTES, "metadata": {"systems_leadership": {"notes": notes}},
            "source": clean.block(f'<div class="notes"><p><b>Before you mark</b></p><ul>{items}</ul></div>')}
