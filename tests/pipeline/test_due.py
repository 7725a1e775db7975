"""Dates in a cohort's settings: on the wall's clock there, in UTC in the gradebook, and lateness told in words."""
from __future__ import annotations

import datetime
from pathlib import Path

import pytest
import tutor
from nbgrader.api import Gradebook
from packing import whole
from plays import MODULE

from systems_leadership import settings
from systems_leadership.marking import due, mark

pytestmark = pytest.mark.pipeline
CLI = "systems_leadership.cli"


@pytest.mark.parametrize(("wall", "zone", "wanted"), [
    ("2026-12-01T17:00", "Europe/London", "2026-12-01T17:00"), ("2026-07-01T17:00", "Europe/London", "2026-07-01T16:00"),
    ("2026-03-29T01:30", "Europe/London", "2026-03-29T01:30"), ("2026-10-25T01:30", "Europe/London", "2026-10-25T01:30"),
    ("2026-07-01T17:00", "Pacific/Auckland", "2026-07-01T05:00"), ("2026-07-01T17:00+02:00", "Europe/London", "2026-07-01T15:00")])
def test_summer_and_winter_time(wall: str, zone: str, wanted: str) -> None:
    """The hour that is missing in March and the one that is there twice in October are taken as the later."""
    assert due.utc(wall, zone) == datetime.datetime.fromisoformat(wanted)


@pytest.mark.parametrize(("seconds", "words"), [(20, "1 minute late"), (3600, "1 hour late"), (90_000, "25 hours late"), (3 * 86_400, "3 days late")])
def test_lateness_in_words(seconds: float, words: str) -> None:
    assert due.lateness(seconds) == words


def dated(folder: Path, *lines: str, top: str = "") -> None:
    (folder / settings.NAME).write_text(top + '[[help_line]]\nname = "Staff support"\nnumber = "01632 960 123"\n' + "".join(f"[[due]]\n{line}\n" for line in lines), encoding="utf-8")


def kept(folder: Path) -> datetime.datetime | None:
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        return book.find_assignment(MODULE).duedate


def test_teach_puts_dates_into_the_gradebook_and_status_tells_who_was_late(tmp_path: Path) -> None:
    folder = tutor.teaching(tmp_path)
    dated(folder, f'module = "{MODULE}"\ndate = "2026-07-01T17:00"')
    told = tutor.run(tmp_path, CLI, "teach", str(folder), "--prepare-only")
    assert f"{MODULE}: due Wednesday 1 July 2026, 17:00 (BST)." in told.stdout
    assert kept(folder) == datetime.datetime(2026, 7, 1, 16)
    assert ": due" not in tutor.run(tmp_path, CLI, "teach", str(folder), "--prepare-only").stdout
    place = tutor.submitted(folder, "1042")
    place.mkdir(parents=True)
    for name, data in whole().items():
        (place / name).write_bytes(data)
    (place / mark.STAMP).write_text("2026-07-01 19:00:00.000000 UTC")
    tutor.run(tmp_path, CLI, "mark", str(folder))
    assert "3 hours late" in tutor.run(tmp_path, CLI, "status", str(folder)).stdout
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        book.grant_extension(MODULE, "1042", hours=4)
    assert "late" not in tutor.run(tmp_path, CLI, "status", str(folder)).stdout, "an extension counts"
    dated(folder)
    tutor.run(tmp_path, CLI, "teach", str(folder), "--prepare-only")
    assert kept(folder) == datetime.datetime(2026, 7, 1, 16), "a date taken out of the file, or set in formgrader, stays"


@pytest.mark.parametrize(("line", "top", "says"), [
    ('module = "m9_nowhere"\ndate = "2026-07-01T17:00"', "", "a date is given for “m9_nowhere”, and there is no such module."),
    (f'module = "{MODULE}"\ndate = "next week"', "", "“next week” is no date and time."),
    (f'module = "{MODULE}"\ndate = "2026-07-01"', "", "has no time of day."),
    (f'module = "{MODULE}"\ndate = "2026-07-01T17:00"', 'time_zone = "Europe/Lundon"\n', "time_zone “Europe/Lundon” is not known."),
    (f'module = "{MODULE}"\ndate = "2026-07-01T17:00"\n[[due]]\nmodule = "{MODULE}"\ndate = "2026-07-02T17:00"', "", "two dates are given for")])
def test_a_date_that_is_none_changes_nothing(tmp_path: Path, line: str, top: str, says: str) -> None:
    folder = tutor.teaching(tmp_path)
    dated(folder, line, top=top)
    told = tutor.run(tmp_path, CLI, "teach", str(folder), "--prepare-only", ok=False)
    assert (told.returncode, "Traceback" in told.stderr) == (1, False)
    assert says in told.stderr
    assert kept(folder) is None
