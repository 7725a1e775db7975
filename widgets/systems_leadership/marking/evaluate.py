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
from nbformat.v4 import new_markdown_cell, new_output
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor

from .. import cells, desk, page, registry
from ..folder import FolderError, released

HIDE = "remove_input"      # nbconvert's tag for a cell whose source is not shown


class EvaluateReleased(NbGraderPreprocessor):
    """Give released cells the outputs the record leads to. Set as a step of `c.Autograde.autograde_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Needs `resources["nbgrader"]` (assignment, notebook, db_url) and `resources["metadata"]["path"]`, as nbgrader sets them."""
        where = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"])
        with Gradebook(where["db_url"]) as gradebook:
            sources = {c.name: c.source for c in gradebook.find_notebook(where["notebook"], where["assignment"]).source_cells if c.locked}
        narrative = _narrative(where["assignment"], where["notebook"])
        kept = []
        for cell in nb.cells:
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in sources:
                if cell.cell_type == "code":
                    evaluate(cell, sources[grade_id], folder)
                kept.append(cell)
            elif cell.source.strip() and cell.source.strip() not in narrative:
                kept.append(_theirs(cell))
        nb.cells = kept
        return nb, resources


def evaluate(cell: NotebookNode, source: str, folder: Path) -> None:
    """Attach to a released code cell the output its call leads to, from the records in `folder`."""
    cell.source, cell.outputs, cell.execution_count = source, [], None
    call = cells.parse(source)
    if call is None:
        return
    if call.verb == "check":
        result = desk.run_check(call.exercise, call.name, folder)
        cell.outputs = [new_output("execute_result", data=result._repr_mimebundle_(), execution_count=None)]
        return
    cell.metadata["tags"] = [HIDE]
    cell.outputs = [new_output("display_data", data=_picture(call.exercise, folder)._repr_mimebundle_())]


def _picture(exercise_id: str, folder: Path) -> page.Page:
    try:
        return desk.picture(registry.exercise(exercise_id), folder)
    except registry.Unknown as error:
        return page.trouble("Nothing to show", str(error))
    except Exception as error:
        return page.trouble("This record could not be drawn", f"{type(error).__name__}. The file is beside the notebook; open it as text and tell the course's authors.")


def _narrative(assignment: str, notebook: str) -> set[str]:
    """The course's own words on the page, which a tutor need not read again."""
    try:
        text = (released() / assignment / f"{notebook}.ipynb").read_text(encoding="utf-8")
    except (FolderError, OSError):
        return set()
    return {"".join(cell["source"]).strip() for cell in json.loads(text)["cells"]}


def _theirs(cell: NotebookNode) -> NotebookNode:
    """A cell the learner added or changed, as text that can do nothing."""
    note = '<p style="color:#5c5c63;font-size:13px">A cell that is not the course’s, shown as text and not run:</p>'
    return new_markdown_cell(f"{note}\n\n<pre>{_plain(cell.source)}</pre>", id=cell.get("id", "learner"))


def _plain(text: str) -> str:
    """Text that no Markdown or HTML reader will take for anything else: blank lines would end an HTML block."""
    return "&#10;".join(escape(line) or "&#160;" for line in text.split("\n")).replace("$", "&#36;").replace("\\", "&#92;")
