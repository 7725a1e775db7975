"""Authored Markdown in, notebooks out: byte for byte the same each time.

A page is MyST text as jupytext reads it. Code cells may only call `show("…")` and `check("…", "…")`. In a work page a
cell marked `+++ {"task": "reflection_a"}` becomes one nbgrader task cell a criterion.
"""
from __future__ import annotations

import functools
import json
import math
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat.notebooknode import NotebookNode

from .. import cells as cells_module
from ..case import Case
from ..games.ways.game import ways as ways_to_cut
from . import divisions

PROCESS_POINTS = 2
SCHEMA = 3                 # nbgrader's metadata version
LEVELS = 4


class PageError(ValueError):
    """A page or a task file is wrong. Names the file and the remedy."""


@functools.cache
def facts(case: Case) -> dict[str, Any]:
    """What `{{ … }}` in a reading may say: each is computed from the case as it stands."""
    found = divisions.find(case)
    sector, best = (ways_to_cut(case, found)[k] for k in ("sector", "found"))
    players = case.players.values()
    people = [t for t in case.ties if case.centre in (case.players[t.a].kind, case.players[t.b].kind)]
    near = set(case.standpoints).union(*(case.within(i, 2) for i in case.standpoints))
    return {"players": len(case.players), "ties": len(case.ties), "kinds": len({p.kind for p in players}),
            "within": lambda i, n: len(case.within(i, n)), "in_phase": lambda phase: sum(phase in p.phase for p in players),
            "only_in_phase": lambda phase: sum(p.phase == [phase] for p in players),
            "unseen_by_standpoints": len(case.players) - len(near), **_top(case),
            "pays": lambda i: len({t.b for t in case.ties_of[i] if t.type == "funds" and t.a == i}),
            "cut_by_sector": sector["per_cent"], "parcels_by_sector": sector["parcels"], "liaison_by_sector": sector["liaison"], "pairs_by_sector": sector["pairs"],
            "best_cut": best["per_cent"], "best_parcels": best["parcels"], "best_liaison": best["liaison"], "best_largest": found.largest, "torn_by_sector": sector["torn"],
            "ties_of_people": len(people), "cut_by_sector_of_people": sum(case.players[t.a].kind != case.players[t.b].kind for t in people)}


def _top(case: Case) -> dict[str, Any]:
    """The players rated highest for position, the kinds they are of, and the kinds as many players drawn by lot would be of on average."""
    most = max(p.power.get("position", 0) for p in case.players.values())
    top = [p.kind for p in case.players.values() if p.power.get("position", 0) == most]
    return {"at_the_top": len(top), "kinds_at_the_top": len(set(top)), "kinds_by_lot_at_the_top": f"{kinds_by_lot(case, len(top)):.1f}"}


def kinds_by_lot(case: Case, drawn: int) -> float:
    """How many kinds `drawn` players come from on average, each set of that size being as likely as any other. Exact, without drawing: a kind is missed when all are drawn from the rest."""
    every = Counter(p.kind for p in case.players.values())
    n = len(case.players)
    return sum(1 - math.comb(n - size, drawn) / math.comb(n, drawn) for size in every.values())


def fill(text: str, case: Case, name: str, more: dict[str, Any] | None = None) -> str:
    """A page with its numbers worked out; `more` holds what only this page may ask for. Raises PageError for a number nobody can work out."""
    known = {**facts(case), **(more or {})}

    def value(found: re.Match[str]) -> str:
        call = re.fullmatch(r"(\w+)(?:\((.*)\))?", found.group(1).strip())
        if not call or call.group(1) not in known:
            raise PageError(f"{name}: {{{{ {found.group(1)} }}}} is no number a page can ask for. Use one of: {', '.join(known)}.")
        given = known[call.group(1)]
        try:
            return str(given(*json.loads(f"[{call.group(2)}]")) if call.group(2) else given)
        except (KeyError, TypeError, ValueError) as error:
            raise PageError(f"{name}: {{{{ {found.group(1)} }}}} could not be worked out ({error}). Check the ids in it.") from None
    return re.sub(r"\{\{(.*?)\}\}", value, text)


def _nbgrader(grade_id: str, cell_type: str, **more: Any) -> dict[str, Any]:
    return {"nbgrader": {"cell_type": cell_type, "grade": False, "grade_id": grade_id, "locked": True, "schema_version": SCHEMA, "solution": False, "task": False, **more}}


def task_cells(task: dict[str, Any]) -> list[NotebookNode]:
    """One nbgrader task cell a criterion: descriptors for all, mark scheme for tutors.

    `grade` is false and `locked` true: with either the other way nbgrader 0.9.6 double-counts or fails at autograde."""
    cells = []
    for criterion in task["criterion"]:
        if len(criterion["levels"]) != LEVELS:
            raise PageError(f"{task['id']}: criterion {criterion['id']} has {len(criterion['levels'])} levels. Write {LEVELS}, for 0 to {LEVELS - 1}.")
        rows = "\n".join(f"| {n} | {text} |" for n, text in enumerate(criterion["levels"]))
        text = (f"### {criterion['name']}\n\n{criterion['question']}\n\n| Mark | What is there |\n|---|---|\n{rows}\n\n"
                f"=== BEGIN MARK SCHEME ===\n\n{criterion['mark_scheme'].strip()}\n\n=== END MARK SCHEME ===")
        cell = nbformat.v4.new_markdown_cell(text)
        cell.metadata.update(_nbgrader(f"{task['id']}-{criterion['id']}", "markdown", task=True, points=LEVELS - 1))
        cells.append(cell)
    return cells


def _code_cell(cell: NotebookNode, name: str, graded: bool) -> NotebookNode:
    call = cells_module.parse(cell.source)
    if not call:
        raise PageError(f"{name}: a code cell may only import and call show or check. Found:\n{cell.source}")
    new = nbformat.v4.new_code_cell(cell.source.strip())
    new.metadata.update({"jupyter": {"source_hidden": True}, "tags": ["hide-input"], "deletable": False, "editable": False})
    if graded and call.verb == "check":
        new.metadata.update(_nbgrader(f"check-{call.name}", "code", grade=True, points=PROCESS_POINTS))
    elif graded:
        new.metadata.update(_nbgrader(f"show-{call.exercise}", "code"))
    return new


def page(path: Path, case: Case, tasks: dict[str, dict[str, Any]], assignment: str = "", more: dict[str, Any] | None = None) -> NotebookNode:
    """The notebook of one authored page. `assignment` is the module id on a work page, else empty; `more` as in `fill`.

    Raises PageError."""
    source = jupytext.reads(fill(path.read_text(encoding="utf-8"), case, path.name, more), fmt="md:myst")
    cells: list[NotebookNode] = []
    for cell in source.cells:
        if "task" in cell.metadata:
            if cell.metadata["task"] not in tasks:
                raise PageError(f"{path.name}: there is no task “{cell.metadata['task']}” in solutions/. Write {cell.metadata['task']}.toml or correct the id.")
            cells += task_cells(tasks[cell.metadata["task"]])
        elif cell.cell_type == "code":
            cells.append(_code_cell(cell, path.name, bool(assignment)))
        elif cell.source.strip():
            cells.append(nbformat.v4.new_markdown_cell(cell.source.strip()))
    stem = path.stem
    for n, cell in enumerate(cells):                       # jupytext's ids are random; a file must come out the same twice
        cell["id"] = cell.metadata.get("nbgrader", {}).get("grade_id", f"{stem}-{n:02d}")
    notebook = nbformat.v4.new_notebook(cells=cells)
    notebook.metadata.update({"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)", "language": "python"},
                              "language_info": {"name": "python"},
                              "systems_leadership": {"page": stem, "assignment": assignment} if assignment else {"page": stem}})
    return notebook


def released(notebook: NotebookNode) -> NotebookNode:
    """A work page as learners get it: nbgrader's own steps, in nbgrader's order, without the database."""
    from nbgrader.preprocessors import CheckCellMetadata, ClearHiddenTests, ClearMarkScheme, ClearOutput, ClearSolutions, ComputeChecksums, LockCells
    nb = nbformat.reads(nbformat.writes(notebook), as_version=4)
    for step in (LockCells, ClearSolutions, ClearOutput, CheckCellMetadata, ComputeChecksums, ClearHiddenTests, ClearMarkScheme, ComputeChecksums, CheckCellMetadata):
        nb, _ = step().preprocess(nb, {})
    return nb


def text(notebook: NotebookNode) -> str:
    """A notebook as it stands in a file."""
    return nbformat.writes(notebook, version=4) + "\n"
