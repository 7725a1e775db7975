"""The gradebook's side of marking a cohort: nbgrader's own tables, read once and written in a few statements.

nbgrader's converters open the gradebook some six times a hand-in and commit after every cell. Here one assignment is read
in four queries and a batch of hand-ins is written in one transaction; what is in the tables afterwards is the same.
Several tutors may mark at once: a batch is read again when it is written, while nobody else writes this assignment.
"""
from __future__ import annotations

import datetime
from typing import Any

import msgspec
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
    new_uuid,
)
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from traitlets.config import Config

from .frame import Frame


class Kept(msgspec.Struct):
    """What the gradebook holds of one hand-in. Grades by grade_id: the row's id, manual marks or None, extra credit."""

    submission: str
    notebook: str
    timestamp: datetime.datetime | None = None
    extension: datetime.timedelta | None = None
    grades: dict[str, tuple[str, float | None, float]] = {}
    comments: set[str] = set()


class Marked(msgspec.Struct):
    """One hand-in's process marks, ready to be written. `again` says that its records are not those marked before."""

    learner: str
    timestamp: datetime.datetime | None
    scores: dict[str, float]
    again: bool = True


class Book:
    """One assignment in the gradebook."""

    def __init__(self, gradebook: Gradebook, form: Frame, config: Config) -> None:
        self.db, self.form = gradebook.db, form
        page = gradebook.find_notebook(form.notebook, form.assignment)
        self.assignment, self.page, self.due = page.assignment.id, page.id, page.assignment.duedate
        self.cells: dict[str, str] = {}                    # grade_id -> id of the cell that is graded
        self.commented: dict[str, str] = {}                # of those, the ones a person may comment on
        for cell in [*page.grade_cells, *page.task_cells]:
            self.cells[cell.name] = cell.id
        for cell in [*page.solution_cells, *page.task_cells]:
            self.commented[cell.name] = cell.id
        self._late = AssignLatePenalties(config=config)
        self._late.init_plugin()
        self._late.log.setLevel("ERROR")
        self.known = {i for (i,) in self.db.execute(select(Student.id))}
        self.kept = self._read()
        self.db.rollback()                                 # nothing was written; a reader that stays in a transaction is in the way of others

    def _read(self, learners: list[str] | None = None) -> dict[str, Kept]:
        """What the gradebook holds, of some learners or of all. With `learners` on PostgreSQL, the rows stay as they are until the transaction ends."""
        these = SubmittedAssignment.student_id.in_(learners) if learners is not None else SubmittedAssignment.student_id.is_not(None)
        rows = self.db.execute(select(SubmittedAssignment.student_id, SubmittedAssignment.id, SubmittedAssignment.timestamp, SubmittedAssignment.extension, SubmittedNotebook.id)
                               .join(SubmittedNotebook, (SubmittedNotebook.assignment_id == SubmittedAssignment.id) & (SubmittedNotebook.notebook_id == self.page), isouter=True)
                               .where(SubmittedAssignment.assignment_id == self.assignment, these))
        kept = {learner: Kept(submission, notebook or "", timestamp, extension) for learner, submission, timestamp, extension, notebook in rows}
        by_notebook = {k.notebook: k for k in kept.values() if k.notebook}
        of_page = select(SubmittedNotebook.id).join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id).where(SubmittedNotebook.notebook_id == self.page, these)
        grades = (select(Grade.notebook_id, BaseCell.name, Grade.id, Grade.manual_score, Grade.extra_credit).join(BaseCell, BaseCell.id == Grade.cell_id)
                  .where(Grade.notebook_id.in_(of_page)))
        for notebook, name, row, manual, extra in self.db.execute(grades if learners is None else grades.with_for_update(of=Grade)):
            if notebook in by_notebook:
                by_notebook[notebook].grades[name] = (row, manual, extra or 0.0)
        for notebook, name in self.db.execute(select(Comment.notebook_id, BaseCell.name).join(BaseCell, BaseCell.id == Comment.cell_id).where(Comment.notebook_id.in_(of_page))):
            if notebook in by_notebook:
                by_notebook[notebook].comments.add(name)
        return kept

    def save(self, batch: list[Marked]) -> None:
        """Write a batch of hand-ins in one transaction. Manual marks and comments stay; where work came in again they ask to be looked at again."""
        for attempt in range(3):
            try:
                return self._save(batch)
            except IntegrityError:                         # a learner whom somebody marking another module put in at the same moment
                if attempt == 2:
                    raise

    def _save(self, batch: list[Marked]) -> None:
        names = [one.learner for one in batch]
        new: dict[Any, list[dict[str, Any]]] = {table: [] for table in (Student, SubmittedAssignment, SubmittedNotebook, Grade, Comment)}
        changed: dict[Any, list[dict[str, Any]]] = {table: [] for table in (SubmittedAssignment, SubmittedNotebook, Grade)}
        try:
            self.db.execute(select(Assignment.id).where(Assignment.id == self.assignment).with_for_update())        # on PostgreSQL: one at a time, from whichever machine
            self.known |= set(self.db.execute(select(Student.id).where(Student.id.in_(names))).scalars())
            for name in names:
                self.kept.pop(name, None)
            self.kept |= self._read(names)
            for one in batch:
                self._plan(one, new, changed)
            for table, rows in new.items():
                if rows:
                    self.db.execute(insert(table), rows)
            for table, rows in changed.items():
                if rows:
                    self.db.execute(update(table), rows)
            self.db.commit()
        except BaseException:
            self.db.rollback()
            self.known.difference_update(row["id"] for row in new[Student])
            raise

    def _plan(self, one: Marked, new: dict[Any, list], changed: dict[Any, list]) -> None:
        if one.learner not in self.known:
            self.known.add(one.learner)
            new[Student].append({"id": one.learner})
        kept = self.kept.get(one.learner)
        if kept is None:
            kept = self.kept[one.learner] = Kept(new_uuid(), "", one.timestamp)
            new[SubmittedAssignment].append({"id": kept.submission, "assignment_id": self.assignment, "student_id": one.learner, "timestamp": one.timestamp})
        elif one.timestamp is not None:
            kept.timestamp = one.timestamp
            changed[SubmittedAssignment].append({"id": kept.submission, "timestamp": one.timestamp})
        first = not kept.notebook
        if first:
            kept.notebook = new_uuid()
        total = 0.0
        for name, cell in self.cells.items():
            row, manual, extra = kept.grades.get(name, ("", None, 0.0))
            auto = one.scores[name] if name in self.form.checks else None
            values = self._grade(name, auto, manual, one.again)
            if not row:
                row = new_uuid()
                new[Grade].append({"id": row, "notebook_id": kept.notebook, "cell_id": cell, **values})
            elif values:
                changed[Grade].append({"id": row, **values})
            kept.grades[name] = (row, manual, extra)
            total += (manual if manual is not None else auto or 0.0) + extra
        for name, cell in self.commented.items():
            if name not in kept.comments:
                kept.comments.add(name)
                new[Comment].append({"id": new_uuid(), "notebook_id": kept.notebook, "cell_id": cell})
        penalty = self._penalty(one.learner, kept, total)
        if first:
            new[SubmittedNotebook].append({"id": kept.notebook, "assignment_id": kept.submission, "notebook_id": self.page, "flagged": False, "late_submission_penalty": penalty})
        else:
            changed[SubmittedNotebook].append({"id": kept.notebook, "late_submission_penalty": penalty})

    def _grade(self, name: str, auto: float | None, manual: float | None, again: bool) -> dict[str, Any]:
        """What changes in one grade. A process check a tutor has overruled asks for them again, as in nbgrader; so does a criterion when its work came in anew."""
        if name in self.form.checks:
            return {"auto_score": auto, "needs_manual_grade": manual is not None}
        return {"needs_manual_grade": True} if manual is None or again else {}

    def late(self, learner: str) -> float:
        """Seconds past the date a learner's work was due (their extension counted), or 0."""
        kept = self.kept.get(learner)
        if kept is None or kept.timestamp is None or self.due is None:
            return 0.0
        return max(0.0, (kept.timestamp - self.due - (kept.extension or datetime.timedelta())).total_seconds())

    def _penalty(self, learner: str, kept: Kept, total: float) -> float | None:
        """Marks off for lateness, as the plug-in nbgrader is set up with has it; None where there is none."""
        late = self.late(learner)
        off = self._late.plugin_inst.late_submission_penalty(learner, total, late) if late > 0 else None
        return None if off is None else min(max(0.0, off), total)
