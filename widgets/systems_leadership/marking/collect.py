"""Taking in hand-in files: how `nbgrader zip_collect` learns from a hand-in's manifest whose it is and what belongs to it."""
from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.plugins.zipcollect import FileNameCollectorPlugin

from ..games.hand_in.bundle import LARGEST, MANIFEST, MARK, NUMBER, VERSION, Manifest

EXPECTED = re.compile(r"work\.ipynb|[a-z][a-z0-9_]{0,60}\.jsonl")


class ManifestCollector(FileNameCollectorPlugin):
    """Reads the manifest beside each file. A file it does not name, or whose bytes it does not match, is left out and named in the log."""

    def collect(self, submitted_file: str) -> dict[str, Any] | None:
        """Whose file it is and when it was handed in; None leaves it out."""
        path = Path(submitted_file)
        if path.name == MANIFEST:
            return None
        says, problem = manifest_of(path)
        if says is None:
            self.log.warning("%s is left out: %s", path, problem)
            return None
        if problem := mismatch(path, says):
            self.log.warning("%s (handed in as %s) is left out: %s", path, says.learner, problem)
            return None
        return {"student_id": says.learner, "file_id": path.name, "timestamp": says.handed_in}


def manifest_of(path: Path) -> tuple[Manifest | None, str]:
    """The manifest beside a file, or None and why there is none to trust."""
    try:
        says = msgspec.json.decode((path.parent / MANIFEST).read_bytes(), type=Manifest)
    except OSError:
        return None, "there is no manifest beside it, so it is no hand-in of this course. Ask the learner to hand in again."
    except msgspec.MsgspecError as error:
        return None, f"its manifest cannot be read ({error}). Ask the learner to hand in again."
    if says.hand_in != MARK or says.version > VERSION:
        return None, "its manifest was made by other or newer software. Update the course, then collect again."
    if not NUMBER.fullmatch(says.learner):
        return None, "its learner number is not one. Ask the learner to hand in again."
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", says.handed_in):
        return None, "its manifest has no proper time. Ask the learner to hand in again."
    return says, ""


def mismatch(path: Path, says: Manifest) -> str:
    """Why a file is not what the manifest says, or nothing."""
    item = next((i for i in says.files if i.name == path.name), None)
    if item is None or not EXPECTED.fullmatch(path.name):
        return "it is not one of the files a hand-in holds."
    if path.is_symlink() or not path.is_file():
        return "it is a link, not a file."
    if path.stat().st_size > LARGEST or path.stat().st_size != item.bytes:
        return "its size is not what the manifest says."
    if hashlib.sha256(path.read_bytes()).hexdigest() != item.sha256:
        return "it was changed after it was handed in."
    return ""
