"""What stands in for nbgrader's Execute: nothing of the learner's is run.

Only cells whose source the gradebook holds (released, locked) have an effect, and of those only the two calls the course
makes, `show` and `check`. They are read, not executed: the record beside the notebook is data, the picture is drawn from
it, and the check's marks are attached as the output nbgrader reads. Two drivers share this: nbgrader's own `autograde`,
through the preprocessors below, and `mark.cohort`, which does a whole cohort in one process.
"""
from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import msgspec
from nbconvert.exporters import NotebookExporter
from nbformat.notebooknode import NotebookNode, from_dict
from nbformat.v4 import new_notebook
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from tornado.log import app_log

from .. import cells as calls
from .. import desk, page, registry
from ..exercise import Desk
from ..findings import Check, Finding
from ..record import RecordTrouble
from . import frame
from .frame import Cell, Frame
from .report import plain

HIDE = "remove_input"      # nbconvert's tag for a cell whose source is not shown


class Result(msgspec.Struct):
    """One hand-in, evaluated: the page with its outputs, marks of each process check, and what a person must know.

    `mended` says what was put right by itself; `missing` what is not there or could not be read."""

    cells: list[Cell]
    scores: dict[str, float]
    mended: list[str]
    missing: list[str]


def evaluate(form: Frame, page_: list[Cell], mended: list[str], here: Desk) -> Result:
    """Mark one hand-in from the records on a desk: `page_` and `mended` as `frame.rebuild` gives them, changed here.

    Never raises for anything a learner wrote: what cannot be drawn is said on the page and in `missing`."""
    scores, broken = {}, dict[str, str]()
    for cell in page_:
        call = calls.parse(cell["source"]) if cell["cell_type"] == "code" else None
        if call is None:
            continue
        result = drawn(call, here, broken)
        if isinstance(result, Check):
            scores[cell["id"]] = float(result.score)
            cell["outputs"] = [{"output_type": "execute_result", "execution_count": None, "metadata": {}, "data": result._repr_mimebundle_()}]
        else:
            cell["metadata"]["tags"] = [HIDE]
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": result._repr_mimebundle_()}]
    missing = [sentence for exercise in needed(form.assignment) for sentence in _missing(exercise, here, broken)]
    if mended or missing:
        page_.insert(0, frame.notes_cell([*missing, *mended]))
    return Result(page_, scores, mended, missing)


def drawn(call: calls.Call, here: Desk, broken: dict[str, str]) -> Check | page.Page:
    """What a released cell's call shows, from the records on a desk. Never raises: what cannot be drawn says so, and is put into `broken` by its exercise."""
    return _check(call, here, broken) if call.verb == "check" else _picture(call.exercise, here, broken)


def _check(call: calls.Call, here: Desk, broken: dict[str, str]) -> Check:
    try:
        return desk.run_check(call.exercise, call.name, here)
    except registry.Unknown as error:
        broken[call.exercise] = str(error)
    except Exception as error:                             # one learner's record never stops the cohort; `_missing` names it
        broken[call.exercise] = _broken(call.exercise, error)
    return Check(0, [Finding(0, 0, broken[call.exercise])])


def _picture(exercise_id: str, here: Desk, broken: dict[str, str]) -> page.Page:
    try:
        return desk.picture(registry.exercise(exercise_id), here)
    except registry.Unknown as error:
        broken[exercise_id] = str(error)
    except Exception as error:
        broken[exercise_id] = _broken(exercise_id, error)
    return page.trouble("Nothing to show", broken[exercise_id])


def _broken(exercise_id: str, error: Exception) -> str:
    return f"{exercise_id}.jsonl could not be drawn ({type(error).__name__}). Open it as text in submitted/, mark from that, and tell the course's authors."


def needed(assignment: str) -> list[str]:
    """The exercises of a module that carry marks: those its checks look at, and its written tasks."""
    module = next((m for m in registry.course().module if m.id == assignment), None)
    return list(dict.fromkeys([game for game, _ in module.checks] + module.tasks)) if module else []


def _missing(exercise_id: str, here: Desk, broken: dict[str, str]) -> list[str]:
    """Sentences on an answer that is not there, or a record that could not be read whole."""
    exercise: Any = registry.exercise(exercise_id)
    name = f"{exercise_id}.jsonl"
    if exercise_id in broken:
        return [f"{exercise.title}: {broken[exercise_id]}"]
    if not here.record_path(exercise_id).exists():
        return [f"{exercise.title}: the hand-in has no {name}, so this answer is missing. If the learner did it, ask them to hand in again."]
    try:
        found = here.opened(exercise)
    except RecordTrouble as error:
        return [f"{exercise.title}: {error}"]
    out = [f"{exercise.title}: {found.damage}"] if found.damage else []
    if found.play.skipped:
        moves = "1 move" if found.play.skipped == 1 else f"{found.play.skipped} moves"
        out.append(f"{exercise.title}: not understood and left out of {name}: {moves}.")
    if empty := exercise.empty(found.play.state) if hasattr(exercise, "empty") else []:
        out.append(f"{exercise.title}: {_parts(empty, len(exercise.text.question))} empty.")
    return out


def _parts(empty: list[int], of: int) -> str:
    if len(empty) == of:
        return "every part is"
    return f"part {empty[0]} is" if len(empty) == 1 else f"parts {', '.join(map(str, empty[:-1]))} and {empty[-1]} are"


class ReleasedPage(NotebookExporter):
    """Reads a learner's notebook without trusting that it is one. Set as `c.Autograde.exporter_class`.

    Nothing of it reaches nbgrader as a notebook: `resources["theirs"]` carries the cells as data, `resources["unreadable"]` why there are none."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """See nbconvert's Exporter."""
        path = Path(filename)
        theirs, unreadable = frame.read(path)
        given = {**(resources or {}), "metadata": {"path": str(path.parent), "name": path.stem}, "theirs": theirs, "unreadable": unreadable}
        return self.from_notebook_node(new_notebook(), resources=given, **kw)


def disarm(assignment: str, student: str, notebooks: list[str]) -> None:
    """nbgrader's `pre_convert_hook`, called before it copies a hand-in: there it would follow a link, and fail at a pipe.

    What is no file gives way to a line of text that says what it was. (An error here would be logged and passed over.)"""
    for folder, subfolders, files in os.walk(Path(notebooks[0]).parent):
        for path in (Path(folder, name) for name in [*subfolders, *files]):
            mode = path.lstat().st_mode
            if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
                continue
            was = f"a link to {os.readlink(path)}" if stat.S_ISLNK(mode) else "a pipe, a socket or a device"
            path.unlink()
            path.with_name(f"{path.name}.was-no-file.txt").write_text(f"{plain(path.name)} was {plain(was)}. It was not used.\n", encoding="utf-8")
            app_log.warning("%s is no ordinary file and was not used: it was %s.", plain(str(path)), plain(was))


class _Step(NbGraderPreprocessor):
    def form(self, resources: dict[str, Any]) -> Frame:
        """The released page, from the gradebook nbgrader names in `resources`."""
        where, converter = resources["nbgrader"], self.parent.parent
        release = converter.coursedir.format_path(converter.coursedir.release_directory, ".", where["assignment"])
        with Gradebook(where["db_url"], converter.coursedir.course_id) as gradebook:
            return frame.load(gradebook, where["assignment"], where["notebook"], Path(release))


class RebuildFrame(_Step):
    """Put the page together again from what the gradebook holds. First of `c.Autograde.sanitize_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Needs `resources["nbgrader"]`, as nbgrader sets it, and what `ReleasedPage` read."""
        form = self.form(resources)
        page_, mended = frame.rebuild(form, resources["theirs"], resources["unreadable"])
        nb.cells = [from_dict(cell) for cell in ([frame.notes_cell(mended)] if mended else []) + page_]
        nb.metadata = from_dict(form.metadata)
        return nb, resources


class EvaluateReleased(_Step):
    """Give released cells the outputs the record leads to. Stands in place of Execute among `c.Autograde.autograde_preprocessors`."""

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """Needs the page as `RebuildFrame` wrote it, and `resources["metadata"]["path"]`, the folder the records are in."""
        form, page_, mended = self.form(resources), resources["theirs"], []
        if page_ and page_[0]["id"] == frame.NOTES:
            mended = page_.pop(0)["metadata"]["systems_leadership"]["notes"]
        for cell in page_:
            cell["source"] = "".join(cell["source"])
        found = evaluate(form, page_, mended, Desk(Path(resources["metadata"]["path"])))
        nb.cells, nb.metadata = [from_dict(cell) for cell in found.cells], from_dict(form.metadata)
        return nb, resources
