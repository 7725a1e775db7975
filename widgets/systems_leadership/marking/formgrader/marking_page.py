"""The page a tutor marks on: the learner's record and answers, beside them the criteria, and the next learner one key away."""
from __future__ import annotations

import functools
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import jinja2
import msgspec
from nbgrader.api import Assignment, MissingEntry, Notebook, SubmittedNotebook
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from sqlalchemy import select
from tornado import web

from ... import registry
from .. import clean, frame
from ..config import TEMPLATES
from ..feedback import BEGIN, END, without_mark_scheme
from .guard import Guarded

LEVEL = re.compile(r"^\| *(\d+) *\| *(.*?) *\|$", re.M)


class Level(msgspec.Struct):
    """A mark and what has to be there for it."""

    mark: int
    text: str


class Criterion(msgspec.Struct):
    """One task cell, taken apart. `more` is whatever stands in it besides name, question and levels, as clean HTML."""

    id: str
    name: str
    question: str
    levels: list[Level]
    points: float
    scheme: str
    more: str = ""


class Group(msgspec.Struct):
    """The criteria of one written task, which is an exercise of that id."""

    task: str
    title: str
    criteria: list[Criterion] = []


class Part(msgspec.Struct):
    """A piece of the work, as clean HTML: of an exercise, or with `check` the id of a process check a tutor may overrule."""

    html: str
    exercise: str = ""
    check: str = ""
    points: float = 0.0


def criterion(cell: dict[str, Any]) -> Criterion:
    """A task cell as the build writes it: a heading, a question, a table of levels, a mark scheme. Anything else is kept in `more`."""
    meta, source = cell["metadata"]["nbgrader"], cell["source"]
    public, scheme = without_mark_scheme(source), source.partition(BEGIN)[2].partition(END)[0].strip() if BEGIN in source else ""
    levels = [Level(int(mark), text) for mark, text in LEVEL.findall(public)]
    blocks = [block.strip() for block in public.split("\n\n") if block.strip()]
    name = blocks.pop(0).lstrip("# ") if blocks and blocks[0].startswith("#") else meta["grade_id"]
    text = [block for block in blocks if not block.startswith("|")]
    question = text.pop(0) if text else ""
    return Criterion(meta["grade_id"], name, question, levels, float(meta["points"]), clean.markdown(scheme), clean.markdown("\n\n".join(text)) if text else "")


def groups(cells: list[dict[str, Any]]) -> list[Group]:
    """Criteria of a page by the task they mark, in order."""
    titles = {task: sheet.title for task, sheet in registry.sheets().items()}
    found: dict[str, Group] = {}
    for cell in cells:
        meta = cell["metadata"].get("nbgrader", {})
        if meta.get("task"):
            task = meta["grade_id"].rpartition("-")[0]
            found.setdefault(task, Group(task, titles.get(task, "What you mark"))).criteria.append(criterion(cell))
    return list(found.values())


def parts(cells: list[dict[str, Any]]) -> list[Part]:
    """What a learner did and wrote, in order: pictures and answers drawn by marking, and cells of their own, cleaned by it."""
    out = []
    for cell in cells:
        meta = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code":
            for output in cell["outputs"]:
                if html := output["data"].get("text/html", ""):
                    name = meta["grade_id"]
                    out.append(Part(html, check=name, points=float(meta["points"])) if meta.get("grade") else Part(html, exercise=name.removeprefix("show-")))
        elif cell["id"].startswith("added-"):
            out.append(Part(clean.again(cell["source"])))          # whoever marked it: an id proves nothing
    return out


def read(path: Path) -> list[dict[str, Any]]:
    """Cells of a marked page, their text put together. Raises OSError or ValueError."""
    cells = json.loads(path.read_bytes())["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
        for output in cell.get("outputs", []):
            output["data"] = {kind: "".join(text) for kind, text in output["data"].items()}
    return cells


@functools.cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES / "marking")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("page.html.j2")


def ids(gradebook: Any, assignment: str, notebook: str) -> list[str]:
    """Every hand-in of a page, in the order formgrader goes through them: by an id that says nothing of the learner."""
    rows = gradebook.db.execute(select(SubmittedNotebook.id).join(Notebook, Notebook.id == SubmittedNotebook.notebook_id).join(Assignment, Assignment.id == Notebook.assignment_id)
                                .where(Notebook.name == notebook, Assignment.name == assignment).order_by(SubmittedNotebook.id))
    return [row for (row,) in rows]


class _Page(Guarded, BaseHandler):
    def found(self, submission_id: str) -> Any:
        try:
            return self.gradebook.find_submission_notebook_by_id(submission_id)
        except MissingEntry:
            raise web.HTTPError(404, "There is no such hand-in.") from None

    def path(self, student: str, assignment: str, notebook: str) -> Path:
        """The marked page of a hand-in."""
        return Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, assignment)) / f"{notebook}.ipynb"


class Start(_Page):
    """`/formgrader`. nbgrader opens any folder that `?path=` names here, and runs the settings in it; here there is one folder."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self) -> None:
        self.redirect(f"{self.base_url}/formgrader/manage_assignments")


class MarkingPage(_Page):
    """`submissions/<id>/`."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, submission_id: str) -> None:
        found = self.found(submission_id)
        if not self.request.path.endswith("/"):
            return self.redirect(f"{self.request.path}/" + (f"?{self.request.query}" if self.request.query else ""), permanent=True)
        assignment, notebook, student = found.assignment.assignment.name, found.notebook.name, found.student
        every = ids(self.gradebook, assignment, notebook)
        here = {"base": f"{self.base_url}/formgrader", "assignment": assignment, "notebook": notebook, "submission": submission_id, "flagged": bool(found.flagged),
                "at": every.index(submission_id) + 1, "of": len(every), "learner": student.id, "name": " ".join(filter(None, (student.first_name, student.last_name))),
                "late": found.assignment.total_seconds_late, "nonce": self.nonce, "title": _title(assignment)}
        try:
            cells = read(self.path(student.id, assignment, notebook))
            notes = cells[0]["metadata"]["systems_leadership"]["notes"] if cells and cells[0]["id"] == frame.NOTES else []
            self.write(_template().render(here=here, notes=notes, parts=parts(cells), groups=groups(cells), missing=""))
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            self.set_status(404)
            why = f"This hand-in has not been marked by the course yet, or its page cannot be read ({escape(type(error).__name__)}). Run: systems-leadership mark"
            self.write(_template().render(here=here, notes=[], parts=[], groups=[], missing=why))
        return None


def _title(assignment: str) -> str:
    module = next((m for m in registry.course().module if m.id == assignment), None)
    return f"Module {module.number}: {module.title}" if module else assignment


class Neighbour(_Page):
    """`submissions/<id>/next` and `prev`, keeping the criterion in view (`?at=`). After the last comes the list."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, submission_id: str, action: str) -> None:
        found = self.found(submission_id)
        assignment, notebook = found.assignment.assignment.name, found.notebook.name
        every = ids(self.gradebook, assignment, notebook)
        step = 1 if action.startswith("next") else -1
        to = every.index(submission_id) + step
        if not 0 <= to < len(every):
            return self.redirect(f"{self.base_url}/formgrader/gradebook/{assignment}/{notebook}")
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.base_url}/formgrader/submissions/{every[to]}/{query}")
        return None
