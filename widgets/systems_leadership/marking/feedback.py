"""What a learner gets back: the descriptors, the marks and the comment, without the private mark scheme."""
from __future__ import annotations

from typing import Any

from nbformat.notebooknode import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor

BEGIN, END = "=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ==="


class DropMarkScheme(NbGraderPreprocessor):
    """Take the mark scheme out of every cell. First step of `c.GenerateFeedback.preprocessors`."""

    def preprocess_cell(self, cell: NotebookNode, resources: dict[str, Any], index: int) -> tuple[NotebookNode, dict[str, Any]]:
        cell.source = without_mark_scheme(cell.source)
        return cell, resources


def without_mark_scheme(text: str) -> str:
    """Text up to the mark scheme and after it. A scheme that is not closed takes the rest with it: better short than leaked."""
    while BEGIN in text:
        before, _, rest = text.partition(BEGIN)
        text = before.rstrip() + rest.partition(END)[2]
    return text.rstrip()
