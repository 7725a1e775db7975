"""Who the learners are: those a tutor put into the gradebook."""
from __future__ import annotations

import datetime
from typing import Any

import msgspec


class Roster(msgspec.Struct):
    """Learners by number, with first and last name where they are known. `given` is false while nobody has made a list."""

    learners: dict[str, tuple[str, str]] = {}
    given: bool = False
    due: datetime.datetime | None = None   # when the assignment is due, in UTC
    _called: dict[str, set[str]] | None = None

    def called(self, person: str) -> set[str]:
        """Learners of a name, whichever part comes first. `person` has letters only, in lower case."""
        if self._called is None:
            self._called = {}
            for learner, (first, last) in self.learners.items():
                for name in (first + last, last + first):
                    if first and last and (plain := "".join(c for c in name.casefold() if c.isalnum())):
                        self._called.setdefault(plain, set()).add(learner)
        return self._called.get(person, set()) if person else set()

    def stranger(self, learner: str) -> bool:
        return self.given and learner not in self.learners


def load(gradebook: Any, assignment: str) -> Roster:
    """The roster in a gradebook (nbgrader.api.Gradebook), in two queries.

    Marking puts whoever handed in into the gradebook too, without a name. So there is a list only if somebody in it has a
    name or an address, or has handed in nothing."""
    from nbgrader.api import Assignment, Student, SubmittedAssignment
    from sqlalchemy import select

    db = gradebook.db
    people = db.execute(select(Student.id, Student.first_name, Student.last_name, Student.email)).all()
    marked = set(db.execute(select(SubmittedAssignment.student_id).distinct()).scalars())
    due = db.execute(select(Assignment.duedate).where(Assignment.name == assignment)).scalar()
    return Roster({id: (first or "", last or "") for id, first, last, _ in people},
                  any(first or last or email or id not in marked for id, first, last, email in people),
                  due.replace(tzinfo=datetime.UTC) if due else None)
