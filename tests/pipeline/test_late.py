"""Lateness: shown, and costing nothing unless a tutor says so; worked out anew each time."""
from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import tutor
from nbgrader.api import Gradebook
from packing import whole
from plays import MODULE
from traitlets import TraitError

from systems_leadership.marking import feedback, mark
from systems_leadership.marking.late import DAY, HOUR, LateDays

pytestmark = pytest.mark.pipeline


@pytest.mark.parametrize(("seconds", "score", "off"), [(0, 20, None), (2 * HOUR, 20, None), (2 * HOUR + 1, 20, 2), (2 * HOUR + DAY, 20, 2),
                                                       (2 * HOUR + DAY + 1, 20, 4), (90 * DAY, 20, 5), (90 * DAY, 3, 3)])
def test_so_many_marks_a_day_begun_after_the_time_of_grace(seconds: float, score: float, off: float | None) -> None:
    assert LateDays(marks_a_day=2, grace_hours=2, at_most=5).late_submission_penalty("1042", score, seconds) == off


def test_nothing_is_taken_off_by_default() -> None:
    assert LateDays().late_submission_penalty("1042", 20, 400 * DAY) is None


def test_marks_cannot_be_given_for_lateness() -> None:
    with pytest.raises(TraitError):
        LateDays(marks_a_day=-1)


def penalty(folder: Path, due: str) -> float | None:
    """Marks off for the one hand-in, after marking with the date moved to `due`; the same by nbgrader's own command."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        book.update_or_create_assignment(MODULE, duedate=datetime.datetime.fromisoformat(due))
    mark.cohort(folder, MODULE, force=True)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        ours = book.find_submission_notebook("work", MODULE, "1042").late_submission_penalty
    tutor.run(folder, "nbgrader", "autograde", MODULE, "--force")
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        theirs = book.find_submission_notebook("work", MODULE, "1042").late_submission_penalty
    assert ours == theirs
    return ours


def test_moving_the_date_gives_marks_back(tmp_path: Path) -> None:
    """nbgrader once kept a penalty when the date had moved (its issue 723)."""
    folder = tutor.teaching(tmp_path)
    (folder / "nbgrader_local.py").write_text("c.LateDays.marks_a_day = 1\nc.LateDays.grace_hours = 0\n")
    place = tutor.submitted(folder, "1042")
    place.mkdir(parents=True)
    for name, data in whole().items():
        (place / name).write_bytes(data)
    (place / mark.STAMP).write_text("2026-11-20 10:00:00.000000 UTC")
    assert penalty(folder, "2026-11-18T09:00") == 3
    assert penalty(folder, "2026-11-21T09:00") is None


def told(folder: Path, due: str, local: str = "") -> tuple[str, str]:
    """The sentence on lateness in the feedback, ours and by nbgrader's own command; of the hand-in of 20 November, ten o'clock."""
    (folder / "nbgrader_local.py").write_text(local)
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", tutor.COURSE) as book:
        book.update_or_create_assignment(MODULE, duedate=datetime.datetime.fromisoformat(due))
    mark.cohort(folder, MODULE, force=True)
    page, out = folder / "feedback" / "1042" / MODULE / "work.html", []
    for write in (lambda: feedback.cohort(folder, MODULE, force=True), lambda: tutor.run(folder, "nbgrader", "generate_feedback", MODULE, "--force")):
        write()
        out.append(next(iter(re.findall(r"<p>(It came in .*?)</p>", page.read_text(encoding="utf-8"))), ""))
    return out[0], out[1]


def test_the_learner_is_told_how_late_it_was_and_what_that_cost(tmp_path: Path) -> None:
    folder = tutor.teaching(tmp_path)
    place = tutor.submitted(folder, "1042")
    place.mkdir(parents=True)
    for name, data in whole().items():
        (place / name).write_bytes(data)
    (place / mark.STAMP).write_text("2026-11-20 10:00:00.000000 UTC")
    free = "It came in 2 days late. Nothing was taken off for that."
    assert told(folder, "2026-11-18T09:00") == (free, free)
    costly = "It came in 2 days late, and 3 marks were taken off for that."
    assert told(folder, "2026-11-18T09:00", "c.LateDays.marks_a_day = 1\nc.LateDays.grace_hours = 0\n") == (costly, costly)
    assert told(folder, "2026-11-21T09:00") == ("", "")
