"""A learner's folder: filled once, added to later, never overwritten where somebody has worked."""
from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

NOTE = ".systems-leadership.json"        # what each page looked like when it was put there


class FolderError(Exception):
    """The folder cannot be used; the text says why and what to do."""


def released() -> Path:
    """The notebooks learners are handed: in the wheel, or in the clone this runs from. Raises FolderError."""
    here = Path(__file__).resolve().parent
    for place in (here / "exercises", here.parents[1] / "exercises"):
        if (place / "start.ipynb").is_file():
            return place
    raise FolderError("The course's pages are missing from this installation. Install it again, or run `systems-leadership build` in a clone.")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _note(folder: Path) -> dict[str, str]:
    try:
        found = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


def fill(folder: Path) -> list[str]:
    """Put the course's pages into `folder`. A page that is there stays as it is, unless it is exactly as an earlier version left it.

    Returns the names of pages put there or renewed. Raises FolderError."""
    source, note, put = released(), _note(folder), []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(source.rglob("*.ipynb")):
            name, data = path.relative_to(source).as_posix(), path.read_bytes()
            to = folder / name
            if to.exists():
                old = to.read_bytes()
                if old == data or _digest(old) != note.get(name):
                    continue
            to.parent.mkdir(parents=True, exist_ok=True)
            part = to.with_name(to.name + ".part")
            part.write_bytes(data)
            os.replace(part, to)
            note[name] = _digest(data)
            put.append(name)
        if put:
            (folder / NOTE).write_text(json.dumps(note, indent=1, sort_keys=True), encoding="utf-8")
    except NotADirectoryError:
        raise FolderError(f"{folder} is a file, not a folder. Choose another name.") from None
    except OSError as error:
        raise FolderError(f"The folder {folder} could not be filled ({error.strerror}). Choose a folder you may write to.") from None
    return put
