"""Handing in on a hub: through nbgrader's exchange, collected and marked by nbgrader's own commands."""
from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from systems_leadership import folder, registry
from systems_leadership.environ import with_scripts
from systems_leadership.exercise import Desk, Session

pytestmark = pytest.mark.pipeline
MODULE = "m1_defining_the_system"


def run(cwd: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True, timeout=180, env={**with_scripts(), **env})


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An exchange, a tutor's folder that has released to it, and the settings a hub gives a learner's server."""
    (tmp_path / "exchange").mkdir(mode=0o777)
    (tmp_path / "exchange").chmod(0o777)
    settings = tmp_path / "settings"
    settings.mkdir()
    (settings / "nbgrader_config.py").write_text("c = get_config()\n" f"c.Exchange.root = {str(tmp_path / 'exchange')!r}\n"
                                                 "from systems_leadership.marking.config import configure\nconfigure(c)\n")
    for name, value in (("JUPYTER_CONFIG_DIR", settings), ("JUPYTER_DATA_DIR", tmp_path / "data"), ("HOME", tmp_path / "home")):
        monkeypatch.setenv(name, str(value))
    (tmp_path / "home").mkdir()
    made = run(tmp_path, "systems_leadership.cli", "teach", "teach", "--prepare-only", "--help-line", "Staff support: 01632 960 123")
    assert made.returncode == 0, made.stderr
    released = run(tmp_path / "teach", "nbgrader", "release_assignment", MODULE)
    assert released.returncode == 0, released.stderr
    monkeypatch.setenv("JUPYTERHUB_USER", "ann")
    return tmp_path


def test_hand_in_through_the_exchange(hub: Path) -> None:
    """One button: nbgrader submit, a receipt, and the tutor's collect and autograde find the records."""
    folder.fill(hub / "my-course")
    desk = Desk(hub / "my-course" / MODULE)
    game = Session(registry.exercise("unfolding"), desk)
    assert game.do({"do": "start", "standpoint": "family", "how": "picked", "seed": 1})[0].made
    session = Session(registry.exercise("hand_in"), desk)
    assert session.state.learner == "ann"
    outcome, _ = session.do({"do": "hand_in"})
    assert outcome.made, outcome.said
    assert outcome.said == "Handed in: 2 files, sent to the exchange."
    collected = run(hub / "teach", "nbgrader", "collect", MODULE)
    assert collected.returncode == 0, collected.stderr
    submitted = next((hub / "teach" / "submitted").glob(f"*/{MODULE}"))
    assert (submitted / "unfolding.jsonl").read_bytes() == (desk.folder / "unfolding.jsonl").read_bytes()
    assert not (submitted / "reading.ipynb").exists(), "a reading is never handed in"
    marked = run(hub / "teach", "nbgrader", "autograde", MODULE)
    assert marked.returncode == 0, marked.stderr


def test_an_exchange_that_refuses_says_so_and_leaves_no_receipt(hub: Path) -> None:
    """When nbgrader will not take it, the learner reads why; nothing is recorded as handed in."""
    folder.fill(hub / "my-course")
    desk = Desk(hub / "my-course" / MODULE)
    Session(registry.exercise("unfolding"), desk).do({"do": "start", "standpoint": "family", "how": "picked", "seed": 1})
    (hub / "exchange" / "systems_leadership").rename(hub / "gone")
    outcome, _ = Session(registry.exercise("hand_in"), desk).do({"do": "hand_in"})
    assert not outcome.made
    assert outcome.said.startswith("The exchange did not take it:")
    assert Session(registry.exercise("hand_in"), desk).state.receipts == []
