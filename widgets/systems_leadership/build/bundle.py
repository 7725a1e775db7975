"""What a learner without a clone receives: one zip with a wheel, the notebooks, the tested versions and plain instructions. No staff material."""
from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from .. import __version__, settings
from .make import BuildError

READ_ME = """Systems leadership: how to open the course

You need Python 3.11 or newer. On Windows and macOS get it from python.org; on Debian or Ubuntu it is the package python3-venv.
Unpack this file into a folder of its own, open a terminal (on Windows: PowerShell) in that folder, and type these lines.

Windows
    py -m venv course-software
    course-software\\Scripts\\python -m pip install -c constraints.txt {wheel}
    course-software\\Scripts\\systems-leadership learn my-course --cohort notebooks\\cohort.toml

macOS and Linux
    python3 -m venv course-software
    course-software/bin/python -m pip install -c constraints.txt {wheel}
    course-software/bin/systems-leadership learn my-course --cohort notebooks/cohort.toml

The second line takes a few minutes, once. The third opens the course in your browser, with your organisation's help lines on its start page; next time only that line is needed.
Your work is kept in the folder my-course. To stop, press Ctrl+C in the terminal.
If you already have JupyterLab with this course's software, open notebooks/start.ipynb instead.
"""


def make(base: Path, to: Path, cohort: Path) -> Path:
    """Write `systems-leadership-<version>.zip` into `to` and return its path, with the cohort's settings in it.

    Raises SettingsError while the cohort has no help line, and BuildError if the wheel cannot be built."""
    settings.ready(cohort)
    to.mkdir(parents=True, exist_ok=True)
    out = to / f"systems-leadership-{__version__}.zip"
    with tempfile.TemporaryDirectory() as temporary:
        wheel = _wheel(base, Path(temporary))
        files = {wheel.name: wheel.read_bytes(), "constraints.txt": (base / "constraints.txt").read_bytes(),
                 "READ-ME-FIRST.txt": READ_ME.format(wheel=wheel.name).encode(),
                 f"notebooks/{settings.NAME}": cohort.read_bytes()}
        files |= {f"notebooks/{p.relative_to(base / 'exercises').as_posix()}": p.read_bytes() for p in (base / "exercises").rglob("*.ipynb")}
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in sorted(files.items()):
                archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return out


def _wheel(base: Path, into: Path) -> Path:
    run = subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(into), str(base)],
                         capture_output=True, text=True)
    found = list(into.glob("*.whl"))
    if run.returncode or not found:
        raise BuildError(f"The wheel could not be built:\n{run.stderr[-1500:]}")
    return found[0]
