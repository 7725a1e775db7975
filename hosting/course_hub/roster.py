"""Who is on the hub: each cohort's learners from its CSV file, and its tutors from hub.toml. On a hub every number is in small letters."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .settings import PERSON, Cohort, HubError, Settings

CARETAKERS = "caretakers"                                  # the group of those who look after a hub
# What they may: the hub's admin page, stopping servers, deleting people. JupyterHub's own role "admin" would open every learner's server and every cohort's hand-ins too.
CARE = {"name": "caretaker", "groups": [CARETAKERS],
        "scopes": ["admin-ui", "list:users", "read:users", "delete:users", "servers", "list:groups", "read:groups", "list:services", "read:services", "read:hub"]}


@dataclass
class People:
    """Everybody who may log in. `cohort_of` has a learner's cohort by number; `groups` the hub's groups by name."""

    cohort_of: dict[str, str] = field(default_factory=dict)
    groups: dict[str, list[str]] = field(default_factory=dict)
    admins: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    learners: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)          # rows of each cohort's roster as its gradebook gets them

    @property
    def members(self) -> dict[str, set[str]]:
        """The groups each person belongs to, by name."""
        found: dict[str, set[str]] = {name: {CARETAKERS} for name in self.admins}
        for group, names in self.groups.items():
            for name in names:
                found.setdefault(name, set()).add(group)
        return found

    def put(self, cohort: str, learners: Iterable[str], tutors: Iterable[str]) -> None:
        """Put a cohort's people on the hub; numbers and names in small letters. Raises HubError for a number that is in another cohort."""
        self.groups[f"learners-{cohort}"], self.groups[f"tutors-{cohort}"] = sorted(set(learners)), sorted(set(tutors))
        for number in self.groups[f"learners-{cohort}"]:
            other = self.cohort_of.setdefault(number, cohort)
            if other != cohort:
                raise HubError(f"{number} is on the rosters of {other} and {cohort}. A person has one place on a hub: take the number off one of them, or give the person a second number.")

    def check(self) -> None:
        """Raises HubError when somebody is a learner and more, once everybody is there."""
        staff = {name for group, names in self.groups.items() if group.startswith("tutors-") for name in names}
        if both := sorted({*staff, *self.admins} & set(self.cohort_of)):
            raise HubError(f"{both[0]} is both a learner's number and the name of a tutor or an admin. Give one of them another name: a learner must not get a tutor's door.")


COLUMNS = ("number", "first name", "last name", "email", "lms_user_id")


def read(settings: Settings, base: Path) -> People:
    """Everybody on the hub. Roster files are named from `base`, the folder hub.toml is in. Raises HubError when a roster cannot be read, or a number is in two cohorts."""
    people = People(admins=list(settings.admins))
    for cohort in settings.cohort:
        rows = _rows(cohort, base, people.notes)
        people.learners[cohort.id] = rows
        people.put(cohort.id, (row[0] for row in rows), cohort.tutors)
    people.check()
    return people


def _rows(cohort: Cohort, base: Path, notes: list[str]) -> list[tuple[str, ...]]:
    if not cohort.learners:
        notes.append(f"{cohort.id} has no roster yet (learners, in hub.toml).")
        return []
    from systems_leadership.marking import roster
    from systems_leadership.marking.course import CourseError
    try:
        found, wrong = roster.read(base / cohort.learners)
    except CourseError as error:
        raise HubError(str(error)) from None
    notes += [f"{cohort.learners}, line {line}: {why} Left out." for line, why in wrong]
    rows: dict[str, tuple[str, ...]] = {}
    for one in found:
        number = one.id.lower()
        if not PERSON.fullmatch(number):
            notes.append(f"{cohort.learners}: “{one.id}” cannot be a name on the hub. Left out.")
        elif number in rows:
            notes.append(f"{cohort.learners}: {one.id} and another number differ only in capitals, and are one person on a hub. The first counts.")
        else:
            rows[number] = (number, one.first_name or "", one.last_name or "", one.email or "", one.lms_user_id or "")
    return list(rows.values())


def text(rows: list[tuple[str, ...]]) -> str:
    """A cohort's roster as `systems-leadership teach --learners` reads it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([COLUMNS, *rows])
    return out.getvalue()
