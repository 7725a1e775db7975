"""The step that stands in for nbgrader's Execute: nothing of the learner's is run.

Only cells whose source the gradebook holds (released, locked) have an effect, and of those only the two calls the course
makes, `show` and `check`. They are read, not executed: the record beside the notebook is data, the picture is drawn from
it, and the check's marks are attached as the output nbgrader reads. Any other cell of the learner's notebook has its
outputs dropped and its text shown as text.
"""
from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from nbformat.notebooknode import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from .. import cells, desk, page, registry
from ..exercise import Desk
from ..folder import FolderError, released

SCHEMA_VERSION = 3         # of nbgrader's cell metadata
HIDE = "remove_input"      # nbconvert's tag for a cell whose source is not shown


class RebuildFrame(NbGraderPreprocessor):
    """Put the page together again from what the gradebook holds. Set as the first of `c.Autograde.sanitize_preprocessors`.

    The record is the work and the notebook only its frame: a cell deleted, doubled, edited or stripped of its metadata is
    simply the released one again. What the learner added is kept at the end, as text that can do nothing."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Needs `resources["nbgrader"]` (assignment, notebook, db_url), as nbgrader sets it."""
        where = resources["nbgrader"]
        with Gradebook(where["db_url"]) as gradebook:
            found = gradebook.find_notebook(where["notebook"], where["assignment"])
            points = {c.name: float(c.max_score) for c in [*found.grade_cells, *found.task_cells]}
            tasks = {c.name for c in found.task_cells}
            cells_ = {c.name: _frame(c, points.get(c.name), c.name in tasks) for c in found.source_cells}
        released_page = _released_page(where["assignment"], where["notebook"])
        order = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in released_page]
        ours = {_text(cell) for cell in released_page} | {_text(cell) for cell in cells_.values()}
        added = [_theirs(cell, n) for n, cell in enumerate(nb.cells) if _text(cell) and _text(cell) not in ours]
        names = sorted(cells_, key=lambda name: order.index(name) if name in order else len(order))
        nb.cells = [cells_[name] for name in names] + added
        return nb, resources


def _frame(source: Any, points: float | None, task: bool) -> NotebookNode:
    """A released cell as the gradebook remembers it."""
    meta = {"cell_type": source.cell_type, "checksum": source.checksum, "grade": points is not None and not task, "grade_id": source.name,
            "locked": True, "schema_version": SCHEMA_VERSION, "solution": False, "task": task}
    if points is not None:
        meta["points"] = points
    make = new_code_cell if source.cell_type == "code" else new_markdown_cell
    return make(source.source, id=source.name, metadata={"nbgrader": meta, "deletable": False, "editable": False})


def _text(cell: Any) -> str:
    return "".join(cell["source"]).strip()


class EvaluateReleased(NbGraderPreprocessor):
    """Give released cells the outputs the record leads to. Set in place of Execute among `c.Autograde.autograde_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Needs also `resources["metadata"]["path"]`, the folder the records are in."""
        where = resources["nbgrader"]
        here = Desk(Path(resources["metadata"]["path"]))
        with Gradebook(where["db_url"]) as gradebook:
            sources = {c.name: c.source for c in gradebook.find_notebook(where["notebook"], where["assignment"]).source_cells if c.locked}
        for cell in nb.cells:
            if cell.cell_type == "code":
                evaluate(cell, sources.get(cell.metadata.get("nbgrader", {}).get("grade_id"), ""), here)
        return nb, resources


def evaluate(cell: NotebookNode, source: str, here: Desk) -> None:
    """Attach to a released code cell the output its call leads to, from the records on a desk."""
    cell.source, cell.outputs, cell.execution_count = source, [], None
    call = cells.parse(source)
    if call is None:
        return
    if call.verb == "check":
        result = desk.run_check(call.exercise, call.name, here)
        cell.outputs = [new_output("execute_result", data=result._repr_mimebundle_(), execution_count=None)]
        return
    cell.metadata["tags"] = [HIDE]
    cell.outputs = [new_output("display_data", data=_picture(call.exercise, here)._repr_mimebundle_())]


def _picture(exercise_id: str, here: Desk) -> page.Page:
    try:
        return desk.picture(registry.exercise(exercise_id), here)
    except registry.Unknown as error:
        return page.trouble("Nothing to show", str(error))
    except Exception as error:
        return page.trouble("This record could not be drawn", f"{type(error).__name__}. The file is beside the notebook; open it as text and tell the course's authors.")


def _released_page(assignment: str, notebook: str) -> list[dict[str, Any]]:
    """Cells of the page as learners are handed it."""
    try:
        return json.loads((released() / assignment / f"{notebook}.ipynb").read_text(encoding="utf-8"))["cells"]
    except (FolderError, OSError):
        return []


def _theirs(cell: NotebookNode, n: int) -> NotebookNode:
    """A cell the learner added or changed, as text that can do nothing."""
    note = '<p style="color:#5c5c63;font-size:13px">A cell that is not the course’s, shown as text and not run:</p>'
    return new_markdown_cell(f"{note}\n\n<pre>{_plain(_text(cell))}</pre>", id=f"added-{n}")


def _plain(text: str) -> str:
    """Text that no Markdown or HTML reader will take for anything else: blank lines would end an HTML block."""
    return "&#10;".join(escape(line) or "&#160;" for line in text.split("\n")).replace("$", "&#36;").replace("\\", "&#92;")
