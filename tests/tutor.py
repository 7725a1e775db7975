"""A tutor's folder for tests: prepared once a process by nbgrader itself, then copied."""
from __future__ import annotations

import atexit
import functools
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook
from plays import MODULE

from systems_leadership.environ import with_scripts

COURSE = "systems_leadership"


@functools.cache
def _prepared() -> Path:
    base = Path(tempfile.mkdtemp(prefix="tutor-"))
    atexit.register(shutil.rmtree, base, ignore_errors=True)
    run(base, "systems_leadership.cli", "teach", "teach", "--prepare-only", "--help-line", "Staff support: 01632 960 123")
    return base / "teach"


def run(cwd: Path, *words: str, ok: bool = True) -> subprocess.CompletedProcess[str]:
    """A command as a person types it, after `python -m`."""
    done = subprocess.run([sys.executable, "-m", *words], cwd=cwd, capture_output=True, text=True, timeout=300, env=with_scripts())
    assert not ok or done.returncode == 0, done.stderr[-3000:]
    return done


def teaching(place: Path, *settings: str) -> Path:
    """A folder of one's own in `place`, with more lines in its nbgrader_config.py. `c` is nbgrader's config there."""
    folder = place / "teach"
    shutil.copytree(_prepared(), folder)
    with (folder / "nbgrader_config.py").open("a", encoding="utf-8") as file:
        file.write("\nc = get_config()  # noqa: F821\n" + "\n".join(settings) + "\n")
    return folder


def archive(folder: Path) -> Path:
    return folder / "downloaded" / MODULE / "archive"


def submitted(folder: Path, learner: str) -> Path:
    return folder / "submitted" / learner / MODULE


def enrol(folder: Path, *learners: str, **names: tuple[str, str]) -> None:
    """Put learners into the gradebook, those in `names` with first and last name; a number there is written `n1042`."""
    with Gradebook(f"sqlite:///{folder / 'gradebook.db'}", COURSE) as book:
        for learner in learners:
            book.update_or_create_student(learner)
        for learner, (first, last) in names.items():
            book.update_or_create_student(learner.removeprefix("n"), first_name=first, last_name=last)
