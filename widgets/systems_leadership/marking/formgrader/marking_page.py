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
from nbgrader.api import Assignment, MissingEntry, Notebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.server_extensions.formgrader.base import BaseHandler, check_notebook_dir, check_xsrf
from sqlalchemy import select
from tornado import web

from ... import cells as calls
from ... import registry
from ...exercise import Desk
from .. import clean, due, evaluate, frame
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


def parts(cells: list[dict[str, Any]], here: Desk) -> list[Part]:
    """What a learner did and wrote, in order: pictures and answers drawn anew from the records on a desk, and cells of their own, cleaned.

    Outputs kept in the page are not looked at: a page marked with other settings than the course's holds a learner's own."""
    out, broken = [], dict[str, str]()
    for cell in cells:
        meta = cell["metadata"].get("nbgrader", {})
        if cell["cell_type"] == "code":
            if call := calls.parse(cell["source"]):
                html = evaluate.drawn(call, here, broken)._repr_mimebundle_()["text/html"]
                out.append(Part(html, check=meta["grade_id"], points=float(meta["points"])) if meta.get("grade") else Part(html, exercise=call.exercise))
        elif cell["id"].startswith("added-"):
            out.append(Part(clean.again(cell["source"])))          # whoever marked it: an id proves nothing
    return out


def read(path: Path) -> list[dict[str, Any]]:
    """Cells of a marked page, their text put together. Raises OSError or ValueError."""
    cells = json.loads(path.read_bytes())["cells"]
    for cell in cells:
        cell["source"] = "".join(cell["source"])
    return cells


@functools.cache
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES / "marking")
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("page.html.j2")


def ids(gradebook: Any, assignment: str, notebook: str) -> list[tuple[str, str]]:
    """Every hand-in of a page and its learner, in the order formgrader goes through them: by an id that says nothing of the learner."""
    rows = gradebook.db.execute(select(SubmittedNotebook.id, SubmittedAssignment.student_id).join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
                                .join(Assignment, Assignment.id == Notebook.assignment_id).join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
                                .where(Notebook.name == notebook, Assignment.name == assignment).order_by(SubmittedNotebook.id))
    return [(submission, learner) for submission, learner in rows]


class _Page(Guarded, BaseHandler):
    def found(self, submission_id: str) -> Any:
        try:
            return self.gradebook.find_submission_notebook_by_id(submission_id)
        except MissingEntry:
            raise web.HTTPError(404, "There is no such hand-in.") from None

    def path(self, student: str, assignment: str, notebook: str) -> Path:
        """The marked page of a hand-in."""
        return Path(self.coursedir.format_path(self.coursedir.autograded_directory, student, assignment)) / f"{notebook}.ipynb"

    def marked(self, assignment: str, notebook: str) -> list[str]:
        """The hand-ins that have a marked page, as nbgrader's list has them, in order."""
        return [submission for submission, learner in ids(self.gradebook, assignment, notebook) if self.path(learner, assignment, notebook).is_file()]


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
        every, path = self.marked(assignment, notebook), self.path(student.id, assignment, notebook)
        here = {"base": f"{self.base_url}/formgrader", "assignment": assignment, "notebook": notebook, "submission": submission_id, "flagged": bool(found.flagged),
                "at": every.index(submission_id) + 1 if submission_id in every else 0, "of": len(every),
                "late": due.lateness(found.assignment.total_seconds_late) if found.assignment.total_seconds_late else "", "nonce": self.nonce, "title": _title(assignment)}
        try:
            cells = read(path)
            notes = cells[0]["metadata"]["systems_leadership"]["notes"] if cells and cells[0]["id"] == frame.NOTES else []
            self.write(_template().render(here=here, notes=notes, parts=parts(cells, Desk(path.parent)), groups=groups(cells), missing=""))
        except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
            self.set_status(404)
            why = f"This hand-in has not been marked by the course yet, or its page cannot be read ({escape(type(error).__name__)}). Run: systems-leadership mark"
            self.write(_template().render(here=here, notes=[], parts=[], groups=[], missing=why))
        return None


def _title(assignment: str) -> str:
    module = next((m for m in registry.course().module if m.id == assignment), None)
    return f"Module {module.number}: {module.title}" if module else assignment


class Who(_Page):
    """`who/<id>`: whose hand-in it is, asked for when a tutor wants to know and in no page before that."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, submission_id: str) -> None:
        student = self.found(submission_id).student
        self.write(json.dumps({"learner": student.id, "name": " ".join(filter(None, (student.first_name, student.last_name)))}))


class Neighbour(_Page):
    """`submissions/<id>/next` and `prev`, keeping the criterion in view (`?at=`). After the last comes the list."""

    @web.authenticated
    @check_xsrf
    @check_notebook_dir
    def get(self, submission_id: str, action: str) -> None:
        found = self.found(submission_id)
        assignment, notebook = found.assignment.assignment.name, found.notebook.name
        every = self.marked(assignment, notebook)
        step = 1 if action.startswith("next") else -1
        to = every.index(submission_id) + step if submission_id in every else -1
        if not 0 <= to < len(every):
            return self.redirect(f"{self.base_url}/formgrader/gradebook/{assignment}/{notebook}")
        query = f"?{self.request.query}" if self.request.query else ""
        self.redirect(f"{self.base_url}/formgrader/submissions/{every[to]}/{query}")
        return None
