"""What a hand-in holds and how it is written. The tutor's side reads the same manifest.

A hand-in is a zip file: the work notebook (the frame), the records (the work) and manifest.json, which names every file
with its size and SHA-256. It is written whole under another name and then renamed, so a half-written one is never sent.
"""
from __future__ import annotations

import contextlib
import datetime
import hashlib
import io
import json
import os
import re
import zipfile
from pathlib import Path

import msgspec

from ... import lines
from ...exercise import Refused

MANIFEST, MARK, VERSION = "manifest.json", "systems-leadership hand-in", 1
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
FILE = re.compile(r"[\w.-]{1,150}\.zip")
NOTEBOOK = "work.ipynb"
LARGEST = 20_000_000       # bytes, of one file


class Item(msgspec.Struct):
    """One file in a hand-in."""

    name: str
    bytes: int
    sha256: str


class Manifest(msgspec.Struct):
    """What a hand-in says of itself."""

    hand_in: str
    version: int
    assignment: str
    learner: str
    handed_in: str                     # ISO 8601, UTC
    files: list[Item]


def notebook_path(folder: Path, assignment: str) -> Path:
    """The work notebook in a learner's folder, also when it was renamed.

    Raises Refused, saying what to do, if it is not there."""
    if (folder / NOTEBOOK).is_file():
        return folder / NOTEBOOK
    for path in sorted(folder.glob("*.ipynb")):
        try:
            meta = json.loads(path.read_bytes()).get("metadata", {}).get("systems_leadership", {})
        except (ValueError, OSError, AttributeError, RecursionError):
            continue
        if meta.get("assignment") == assignment and meta.get("page") == "work":
            return path
    raise Refused(f"Your work page ({NOTEBOOK}) is not in this folder. Close Jupyter and run the course again: "
                  "a missing page is put back, and your records are untouched.")


def collect(folder: Path, assignment: str, records: list[str]) -> dict[str, bytes]:
    """Files of a hand-in by name: the notebook as work.ipynb, and each record that exists.

    Raises Refused if there is no notebook, no record at all, or a file that cannot be read."""
    files: dict[str, bytes] = {}
    try:
        files[NOTEBOOK] = notebook_path(folder, assignment).read_bytes()
        for exercise in records:
            path = folder / f"{exercise}.jsonl"
            with contextlib.suppress(FileNotFoundError):
                files[path.name] = lines.bytes_of(path)
    except lines.RecordTrouble as trouble:
        raise Refused(f"{trouble} Nothing was handed in.") from None
    except OSError as error:
        raise Refused(f"A file could not be read ({error.strerror}: {Path(error.filename or '').name}). Nothing was handed in. Close other programs that have it open and try again.") from None
    if len(files) == 1:
        raise Refused("There is nothing to hand in yet: no play and no sheet has been begun in this folder.")
    return files


def manifest(assignment: str, learner: str, files: dict[str, bytes], now: datetime.datetime) -> Manifest:
    items = [Item(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in sorted(files.items())]
    return Manifest(MARK, VERSION, assignment, learner, now.strftime("%Y-%m-%dT%H:%M:%SZ"), items)


def zipped(says: Manifest, files: dict[str, bytes]) -> bytes:
    """The hand-in as bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(says), indent=1))
        for name, data in sorted(files.items()):
            archive.writestr(name, data)
    return out.getvalue()


def file_name(says: Manifest) -> str:
    """`m1_defining_the_system--1042--20261122T235900Z.zip`: sorts by module, learner and time."""
    return f"{says.assignment}--{says.learner}--{re.sub('[-:]', '', says.handed_in)}.zip"


def write(folder: Path, name: str, data: bytes) -> Path:
    """Write a hand-in into `folder` in one step. Raises Refused with the reason if it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part = folder / f".{name}.part"
        part.write_bytes(data)
        os.replace(part, folder / name)
    except OSError as error:
        raise Refused(f"Not handed in: the file could not be written ({error.strerror}). Free some space or ask for write access, then try again.") from None
    return folder / name
