"""The page round the exercises: whether a learner's copy still has every cell the course put there. The record is the work; this is only its frame."""
from __future__ import annotations

import json
from pathlib import Path

from ... import cells, folder
from .bundle import NOTEBOOK


def calls(path: Path) -> list[cells.Call]:
    """The course's calls in a notebook file, in order; none if it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(cell["source"]) for cell in found if cell["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return []
    return [call for source in sources if (call := cells.parse(source))]


def missing(work: Path, module: str) -> list[str]:
    """One sentence if cells of the module's work page are gone from the learner's copy in `work`; else nothing."""
    try:
        whole = calls(folder.released() / module / NOTEBOOK)
    except folder.FolderError:
        return []
    mine = calls(work / NOTEBOOK)
    gone = sorted({call.exercise for call in whole if call.verb == "show" and call not in mine})
    lost_check = any(call.verb == "check" and call not in mine for call in whole)
    if not gone and not lost_check:
        return []
    what = f"the part of it for {', '.join(gone)}" if gone else "a check"
    return [f"This page has lost {what}. Your work is safe in the files beside it. Close the page, rename it, and open the course again: a whole page is put there, with your work in it."]
