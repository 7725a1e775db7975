"""A tutor's folder: nbgrader's own layout, filled from the clone. nbgrader's commands and buttons work in it."""
from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import settings
from ..build import make, notebooks
from ..environ import with_scripts

CONFIG = "nbgrader_config.py"


class TeachError(Exception):
    """The folder cannot be used; the text says why and what to do."""


def prepare(folder: Path, help_lines: list[str] | None = None) -> Iterator[str]:
    """Make or refresh a tutor's folder, saying in sentences what is done. Raises TeachError, and SettingsError while the cohort has no help line.

    Folders inside: source (with mark schemes), release, downloaded/<module>/archive (put hand-ins here), submitted,
    autograded, feedback; and gradebook.db. Beside them cohort.toml, with the cohort's help lines: `help_lines` fills it, each "Name: number"."""
    base = make.root()
    if folder.is_file():
        raise TeachError(f"{folder} is a file, not a folder. Choose another name.")
    cohort = settings.ready(folder / settings.NAME, help_lines or [])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(base / CONFIG, folder / CONFIG)
        case = make.cases(base)["marlshire"]
        for module, notebook in make.source_notebooks(base, case).items():
            (folder / "downloaded" / module / "archive").mkdir(parents=True, exist_ok=True)
            yield from _module(folder, module, notebooks.text(notebook))
    except OSError as error:
        raise TeachError(f"The folder {folder} could not be filled ({error.strerror}). Choose a folder you may write to.") from None
    yield (f"{folder} is ready for a cohort with {len(cohort.help_line)} help line{'s' * (len(cohort.help_line) != 1)} ({settings.NAME}). "
           "Put hand-in files into downloaded/<module>/archive.")


def _module(folder: Path, module: str, text: str) -> Iterator[str]:
    source = folder / "source" / module / "work.ipynb"
    if source.exists() and source.read_text(encoding="utf-8") == text and (folder / "release" / module).is_dir():
        yield f"{module}: as it was."
        return
    if source.exists() and any((folder / "submitted").glob(f"*/{module}")):
        yield (f"{module}: the course has changed since this folder was made, and hand-ins are here already. They are marked against the pages they were "
               "written on, so nothing has been changed. Make a new folder for the next cohort.")
        return
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(text, encoding="utf-8")
    yield f"{module}: preparing it in nbgrader, a few seconds."
    run = subprocess.run([sys.executable, "-m", "nbgrader", "generate_assignment", module, "--force"], cwd=folder, capture_output=True, text=True, env=with_scripts())
    if run.returncode:
        raise TeachError(f"nbgrader could not prepare {module}:\n{run.stderr[-1500:]}")
    yield f"{module}: ready, {_points(text)} marks."


def _points(text: str) -> int:
    return int(sum(cell["metadata"].get("nbgrader", {}).get("points", 0) for cell in json.loads(text)["cells"]))
