"""When modules are due: written in cohort.toml as the clock on the wall has it, kept in the gradebook as nbgrader has it, in UTC."""
from __future__ import annotations

import datetime
import zoneinfo
from collections.abc import Iterator

from nbgrader.api import Assignment
from sqlalchemy import select

from .. import settings
from .course import Course


def apply(course: Course) -> Iterator[str]:
    """Put the dates of cohort.toml into the gradebook, saying in sentences which have changed. A module without one there is left as it is.

    Raises SettingsError for a date that cannot be read or a module that is not there, before anything is changed; CourseError."""
    path = course.folder / settings.NAME
    cohort = settings.read(path)
    with course.gradebook() as gradebook:
        known = {found.name: found for found in gradebook.db.execute(select(Assignment)).scalars()}
        for due in cohort.due:
            if due.module not in known:
                there = ", ".join(sorted(known)) or "none yet"
                raise settings.SettingsError(f"{path}: a date is given for “{due.module}”, and there is no such module. There is {there}. Correct it, and run this again.")
        for due in cohort.due:
            at = utc(due.date, cohort.time_zone)
            if known[due.module].duedate != at:
                known[due.module].duedate = at
                yield f"{due.module}: due {said(at, cohort.time_zone)}."
        gradebook.db.commit()


def utc(date: str, zone: str) -> datetime.datetime:
    """A date and time on the wall, in UTC without a zone, as nbgrader keeps it. Where the clocks go forward or back and a time is not there, or there twice, the later counts."""
    given = datetime.datetime.fromisoformat(date)
    wall = [given] if given.tzinfo else [given.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=fold) for fold in (0, 1)]
    return max(time.astimezone(datetime.UTC) for time in wall).replace(tzinfo=None)


def said(at: datetime.datetime, zone: str) -> str:
    """A time from the gradebook as a person reads it."""
    local = at.replace(tzinfo=datetime.UTC).astimezone(zoneinfo.ZoneInfo(zone))
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M} ({local.tzname()})"


def seconds_late(handed_in: datetime.datetime | None, due: datetime.datetime | None, extension: datetime.timedelta | None) -> float:
    """Seconds past the date it was due, the learner's extension counted; 0 when it was in time or there is no date."""
    if handed_in is None or due is None:
        return 0.0
    return max(0.0, (handed_in - due - (extension or datetime.timedelta())).total_seconds())


def lateness(seconds: float) -> str:
    """How late, in words."""
    hours = seconds / 3600
    n, unit = (round(hours / 24), "day") if hours >= 48 else (round(hours), "hour") if hours >= 1 else (max(1, round(seconds / 60)), "minute")
    return f"{n} {unit}{'s' * (n != 1)} late"
