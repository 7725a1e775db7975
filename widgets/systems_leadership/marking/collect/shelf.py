"""Where hand-ins are put: `submitted/` for what is collected, `set-aside/` for what is not. Whole or not at all.

A hand-in is written beside its place and moved into it by a rename; the one that was there goes only then. A run that is
stopped half-way leaves the earlier hand-in, or something the next run mends.
"""
from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import re
import secrets
import shutil
import tempfile
from pathlib import Path
from typing import Any

from ...games.hand_in.bundle import NOTEBOOK
from ..report import plain
from . import reading
from .checks import SECRET, STAMP, Loaded, Unsound

ASIDE, WHY = "set-aside", "why.txt"
UNKNOWN = "unknown"        # whose a hand-in is, when it does not say so in a way that can be believed
FORMAT = "%Y-%m-%d %H:%M:%S.%f UTC"        # as nbgrader's submit writes it, and its parse_utc reads it


class Shelf:
    """The places of one assignment in a tutor's folder. `directory` is nbgrader's CourseDirectory."""

    def __init__(self, directory: Any, assignment: str) -> None:
        self.directory, self.assignment = directory, assignment
        self._kept: dict[Path, dict[bytes, Path]] = {}     # what is set aside already, by why.txt

    def place(self, learner: str) -> Path:
        return Path(self.directory.format_path(self.directory.submitted_directory, learner, self.assignment))

    def there(self, learner: str) -> tuple[bool, datetime.datetime | None]:
        """Whether a hand-in is here already, and when it was handed in, if that can be told."""
        place = self.place(learner)
        _mend(place)
        if not place.is_dir() or place.is_symlink():
            return False, None
        try:
            text = reading.file(place / STAMP, 200).decode("ascii").strip()
        except (Unsound, UnicodeDecodeError):
            return True, None
        return True, parse(text)

    def same(self, learner: str, found: Loaded) -> bool:
        """Whether exactly these files are here already."""
        wanted = self._files(found)
        if not found.secret:
            wanted.pop(SECRET)
        try:
            with reading.folder(self.place(learner)) as here:
                names = {entry.name for entry in here.listing()[0]} - {STAMP} - ({SECRET} if not found.secret else set())
                return names == set(wanted) and all(here.read(name) == data for name, data in wanted.items())
        except Unsound:
            return False

    def put(self, learner: str, when: datetime.datetime, found: Loaded) -> None:
        """Collect a hand-in. Raises OSError, and then what was there is still there."""
        files = self._files(found) | {STAMP: when.astimezone(datetime.UTC).strftime(FORMAT).encode()}
        swap(self.place(learner), files, self.directory.groupshared)

    def _files(self, found: Loaded) -> dict[str, bytes]:
        """Without a secret, feedback for a whole class could not be released: whoever came by file gets one that nobody knows."""
        files = {**found.files, SECRET: found.secret or secrets.token_hex(64).encode()}
        if NOTEBOOK not in files and (page := self._page()):
            files[NOTEBOOK] = page
        return files

    def _page(self) -> bytes:
        """The released page, which stands in for one that did not come."""
        release = Path(self.directory.format_path(self.directory.release_directory, ".", self.assignment))
        with contextlib.suppress(Unsound):
            return reading.file(release / NOTEBOOK, 20_000_000)
        return b""

    def aside(self, learner: str, when: datetime.datetime | None, where: str, why: str, files: dict[str, bytes]) -> Path:
        """Keep files that are not collected, with the reason. The same again is kept once. Returns the folder. Raises OSError."""
        names = safe_names(files)
        lines = [why, "", f"It came from: {where}", *(f"{names[name]}: {name}, {len(data)} bytes, SHA-256 {hashlib.sha256(data).hexdigest()}" for name, data in files.items())]
        text = "\n".join(plain(line) for line in lines) + "\n"
        base = Path(self.directory.root) / ASIDE / self.assignment / (learner or UNKNOWN)
        time = when.astimezone(datetime.UTC).strftime("%Y%m%dT%H%M%SZ") if when else "no-time"
        known = self._known(base)
        if text.encode() not in known:
            to = next(to for n in range(len(known) + 1, 1_000_000) if not os.path.lexists(to := base / f"{time}-{n}"))
            swap(to, {names[name]: data for name, data in files.items()} | {WHY: text.encode()}, self.directory.groupshared)
            known[text.encode()] = to
        return known[text.encode()]

    def _known(self, base: Path) -> dict[bytes, Path]:
        if base not in self._kept:
            self._kept[base] = {}
            for path in sorted(base.glob(f"*/{WHY}")):
                with contextlib.suppress(Unsound):
                    self._kept[base][reading.file(path, 1_000_000)] = path.parent
        return self._kept[base]


def parse(text: str) -> datetime.datetime | None:
    """A time as nbgrader writes it, in UTC; None if it is none."""
    with contextlib.suppress(ValueError):
        return datetime.datetime.strptime(text, FORMAT).replace(tzinfo=datetime.UTC)
    from nbgrader.utils import parse_utc
    try:
        return parse_utc(text).replace(tzinfo=datetime.UTC)
    except Exception:                                      # dateutil raises many things for what is no time
        return None


def safe_names(names: Any) -> dict[str, str]:
    """For each name one that is only a file's name anywhere, and none twice."""
    out: dict[str, str] = {}
    for name in names:
        stem, end = os.path.splitext(re.sub(r"[^A-Za-z0-9._ -]", "_", name).lstrip(". "))
        plainer = (stem[:80] or "file") + end[:12]
        while plainer.lower() in {taken.lower() for taken in (*out.values(), WHY)}:
            plainer = f"{len(out)}-{plainer}"
        out[name] = plainer
    return out


def _beside(place: Path) -> Path:
    return place.with_name(f".replaced-{place.name}")


def _mend(place: Path) -> None:
    """Put back what a run moved away and was stopped before it could replace."""
    if not os.path.lexists(place) and _beside(place).is_dir():
        os.replace(_beside(place), place)


def swap(place: Path, files: dict[str, bytes], shared: bool = False) -> None:
    """Make `place` a folder with these files, in one step. Raises OSError, and then it is as it was."""
    place.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=".collecting-", dir=place.parent))
    try:
        for name, data in files.items():
            (new / name).write_bytes(data)
            if shared:
                os.chmod(new / name, 0o664)
        os.chmod(new, 0o2775 if shared else 0o755)
        old = _beside(place)
        if os.path.lexists(place):
            _remove(old)
            os.replace(place, old)
        os.replace(new, place)
        _remove(old)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        _mend(place)
        raise


def _remove(path: Path) -> None:
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)
