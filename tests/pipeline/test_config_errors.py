"""An error in a tutor's settings stops nbgrader and the course's own commands; stock nbgrader logs it and goes on with settings that run learners' code."""
from __future__ import annotations

from pathlib import Path

import pytest
import tutor
from packing import whole
from plays import MODULE

pytestmark = pytest.mark.pipeline
LOCAL = "nbgrader_local.py"
WRONG = [("c.LateDays.marks_a_day = = 1", f"{LOCAL}, line 1: invalid syntax"),
         ("\nimport no_such_module", f"{LOCAL}, line 2: ModuleNotFoundError: No module named 'no_such_module'"),
         ("c.LateDays.marks_per_day = 1", "LateDays has no setting marks_per_day. Did you mean marks_a_day?"),
         ("c.LatDays.marks_a_day = 1", "there is no LatDays to set anything of. Did you mean LateDays?"),
         ("c.LateDays.marks_a_day = -1", "LateDays: The value of the 'marks_a_day' trait of a LateDays instance should"),
         ("c.LateDays.grace_hours = 'two'", "LateDays: The 'grace_hours' trait of a LateDays instance expected a float"),
         ("c.Autograde.autograde_preprocessors = []", "Autograde.autograde_preprocessors is [], and has to be")]


@pytest.fixture
def teach(tmp_path: Path) -> Path:
    folder = tutor.teaching(tmp_path)
    place = tutor.submitted(folder, "1042")
    place.mkdir(parents=True)
    for name, data in whole().items():
        (place / name).write_bytes(data)
    return folder


@pytest.mark.parametrize(("text", "says"), WRONG)
def test_nbgraders_command_and_ours_stop_at_a_slip(teach: Path, text: str, says: str) -> None:
    (teach / LOCAL).write_text(text)
    for words in (("nbgrader", "autograde", MODULE), ("systems_leadership.cli", "mark", str(teach))):
        told = tutor.run(teach, *words, ok=False)
        assert told.returncode == 1
        assert says in told.stderr
        assert "Nothing has been done." in told.stderr
        assert "Traceback" not in told.stderr
    assert not (teach / "autograded").exists()


def test_stock_nbgrader_goes_on_with_its_defaults(teach: Path) -> None:
    """What this is for: the same slip, in nbgrader's own way of keeping settings."""
    (teach / "nbgrader_config.py").write_text("c = get_config()\nimport no_such_module\n")
    told = tutor.run(teach, "nbgrader", "autograde", MODULE, "--course=systems_leadership", ok=False)
    assert "no_such_module" in told.stderr
    assert "Autograding" in told.stderr, "it goes on, and starts a kernel"


def test_a_tutors_own_settings_are_taken_and_kept(teach: Path) -> None:
    (teach / LOCAL).write_text("c.LateDays.marks_a_day = 1\nc.NbGrader.logfile = 'marking.log'\nc.Exchange.root = '/srv/exchange'\n")
    assert tutor.run(teach, "systems_leadership.cli", "mark", str(teach)).returncode == 0
    tutor.run(teach.parent, "systems_leadership.cli", "teach", str(teach), "--prepare-only")
    assert "marks_a_day = 1" in (teach / LOCAL).read_text()
