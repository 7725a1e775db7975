"""Records written by the first version of the course (in tests/records/), met by today's: every move is understood and the work is there.

The files are never written again. A change that breaks one of these tests would lose somebody's work.
"""
from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from systems_leadership import registry
from systems_leadership.exercise import Desk, Session

RECORDS = Path(__file__).parent / "records"


@pytest.mark.parametrize("path", sorted(RECORDS.glob("*.jsonl")), ids=lambda p: p.stem)
def test_an_older_record_opens_whole(path: Path, tmp_path: Path) -> None:
    shutil.copy(path, tmp_path)
    session = Session(registry.exercise(path.stem), Desk(tmp_path))
    assert session.screen["notice"] == ""
    assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_what_was_played_and_written_is_there(tmp_path: Path) -> None:
    for path in RECORDS.glob("*.jsonl"):
        shutil.copy(path, tmp_path)
    desk = Desk(tmp_path)
    runs = desk.state(registry.exercise("unfolding")).runs
    assert [(run.standpoint, len(run.asked), run.finished) for run in runs[:2]] == [("mh_commissioner", 24, True), ("family", 14, True)]
    assert desk.state(registry.exercise("reflection_a")).drafts["not_seen"] == "The landlord, at question 14."
    boundary = registry.exercise("reflection_b")
    assert boundary.empty(desk.state(boundary)) == []
    assert desk.state(boundary).drafts["next"] == "Written under next, when its label still asked it all at once."
    assert desk.state(registry.exercise("market_row")).kept["problem"] == "Nobody takes people out."
    assert desk.state(registry.exercise("hand_in")).learner == "1042"
    assert registry.run_check("unfolding", "first_play", desk).score == 2
    assert registry.run_check("unfolding", "second_play", desk).score == 2
