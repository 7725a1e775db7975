"""The learner's record: one append-only file an exercise, beside the notebook.

A record is JSON Lines. Line one says whose it is; every line after it is one move. Nothing is ever rewritten, so a
computer switched off in mid-save can spoil at most the last line, and undo, replay and the tutor's picture all read the
same moves. Lines carry their order but no clock times.

    {"record": "systems-leadership", "version": 1, "exercise": "unfolding", "case": "marlshire"}
    {"n": 1, "op": {"do": "start", ...}}

Two windows, or two kernels, may hold one record: each looks and appends under a lock, after reading what the other wrote.
Whatever happens to the file while a record is open (deleted, an older copy put back, another put in its place), the
moves in memory and the moves in the file are all kept, and `damage` says in a sentence what was done.
"""
from __future__ import annotations

import contextlib
import errno
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from . import lines
from .lines import Contents, RecordTrouble

try:                                       # not on Windows, where one window at a time is the rule
    import fcntl
except ImportError:                        # pragma: no cover
    fcntl = None  # type: ignore[assignment]

PATIENCE = 5.0                             # seconds to wait for another window's lock; it holds one for milliseconds
Stamp = tuple[int, int, int, int]


def free_name(path: Path, word: str) -> Path:
    """`unfolding.damaged.jsonl`, or `unfolding.damaged-2.jsonl` when that is taken."""
    for n in range(1, 1000):
        candidate = path.with_name(f"{path.stem}.{word}{'' if n == 1 else f'-{n}'}{path.suffix}")
        if not os.path.lexists(candidate):
            return candidate
    raise RecordTrouble(f"There are a thousand {word} copies of {path.name}. Delete some.")  # pragma: no cover


def set_aside(path: Path) -> Path:
    """Move a file that is no record of ours out of the way, keeping it. Returns its new name."""
    to = free_name(path, "set-aside")
    path.rename(to)
    return to


class Record:
    """An open record. `ops` are the moves so far; `damage` is a sentence if the file was damaged, or changed behind our back."""

    def __init__(self, path: Path, exercise: str, case: str = "") -> None:
        """Open (not create) the record at `path`. Raises RecordTrouble as `lines.read` does."""
        self.path, self.exercise, self.case = Path(path), exercise, case
        self.ops: list[dict[str, Any]] = []
        self.damage = self.not_saved = self._stuck = ""
        self._stamp: Stamp | None = None                   # the file as last seen; None when it was not there
        self._end, self._unended = 0, False                # bytes that are ours, and whether they lack their line end
        try:
            with self._locked(create=False) as fd:
                self._compare(fd)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise RecordTrouble(f"{self.path.name} could not be read ({error.strerror}). Your work is still in the file. "
                                "Ask whoever looks after this computer to give you access to it.") from None

    @property
    def rev(self) -> int:
        """How many moves the record holds."""
        return len(self.ops)

    @contextlib.contextmanager
    def _locked(self, create: bool) -> Iterator[int]:
        """The file, open and locked against the other window. Yields its descriptor; where the file may only be read, one to read."""
        for _ in range(50):
            fd = self._open(create)
            try:
                _lock(fd)
                if self._is_ours(fd):                      # not when it was renamed or replaced while we waited
                    yield fd
                    return
            finally:
                os.close(fd)
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    def _open(self, create: bool) -> int:
        try:
            return lines.open_file(self.path, os.O_RDWR | os.O_APPEND | (os.O_CREAT if create else 0), links=True)
        except OSError as error:
            if create or error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
                raise
            return lines.open_file(self.path, links=True)

    def _is_ours(self, fd: int) -> bool:
        try:
            return os.path.samestat(os.fstat(fd), os.stat(self.path))
        except FileNotFoundError:
            return False

    def catch_up(self) -> list[dict[str, Any]]:
        """Moves that were not here when this one last looked: another window's, as a rule.

        If the file was replaced by one that goes another way, that one is followed: all its moves are returned, and what was here is kept in a copy."""
        self._stuck = ""
        try:
            about = os.stat(self.path)
            if _stamp(about) == self._stamp or (stat.S_ISREG(about.st_mode) and about.st_size == 0):
                return []
            with self._locked(create=False) as fd:
                return self._compare(fd)
        except FileNotFoundError:
            return []
        except RecordTrouble as trouble:
            self._make_way(trouble)
        except OSError as error:
            self._stuck = _why(error)
        return []

    def _make_way(self, trouble: RecordTrouble) -> None:
        """Something that is no record has come in our place: keep it under another name, so that the moves here can be written again."""
        if not trouble.can_set_aside:
            self._stuck = f"Not saved. {trouble}"
            return
        try:
            kept = set_aside(self.path)
        except OSError as error:
            self._stuck = _why(error)
            return
        self._end = 0
        self.damage = (f"{self.path.name} was replaced by something else while this page was open. That is kept as {kept.name}; "
                       "what you see here goes into a new file with your next move, so nothing is lost.")

    def _compare(self, fd: int) -> list[dict[str, Any]]:
        """Bring memory and file together, under the lock; returns what memory did not have. Raises RecordTrouble, OSError."""
        data = lines.take(fd, self.path.name)
        found = lines.parse(data, self.path.name, self.exercise)
        if found.damage:
            self._mend(fd, data, found)
        mine, theirs = self.ops, found.ops
        both = min(len(mine), len(theirs))
        new = theirs[both:]
        if mine[:both] != theirs[:both]:
            kept = free_name(self.path, "set-aside")
            _keep(kept, lines.head(self.exercise, self.case) + _lines(mine))
            self.damage = f"{self.path.name} was replaced by another version while this page was open. That version is shown now; what was here before is kept as {kept.name}."
            self.ops, new = theirs, theirs
        elif new:
            self.ops.extend(new)
        self._end, self._unended = found.sound, found.unended
        if found.sound and (lacking := mine[both:]) and not new:
            self._write(fd, _lines(lacking, len(theirs)))
            what = self.damage if found.damage else f"{self.path.name} was replaced by an older copy while this page was open."
            self.damage = f"{what} What it lacked ({len(lacking)} of your moves) has been written back, so nothing is lost."
        self._stamp = _stamp(os.fstat(fd))
        return new

    def _mend(self, fd: int, data: bytes, found: Contents) -> None:
        """Keep the damaged file under another name, then cut it back to its sound part."""
        try:
            kept = free_name(self.path, "damaged")
            _keep(kept, data)
            os.ftruncate(fd, found.sound)
            os.fsync(fd)
        except OSError as error:
            raise RecordTrouble(f"{found.damage} It could not be mended ({_reason(error)}). Free some space or ask for access, then open this page again.") from None
        self.damage = f"{found.damage} The damaged copy, with all that was in it, is kept as {kept.name}."

    def append(self, op: dict[str, Any]) -> str:
        """Add one move and wait until it is on the disk. Raises msgspec.ValidationError for a move no record can hold.

        Returns "saved"; "behind" when another window wrote first (nothing is added: `catch_up`, look again, retry);
        or "not saved", with `not_saved` saying why."""
        data = lines.line(self.rev + 1, op)
        self.not_saved = self._stuck
        if self.rev >= lines.MOST or self._end + len(data) > lines.LARGEST:
            self.not_saved = f"Not saved: {self.path.name} is full, with {self.rev:,} moves. Hand in what is there and tell your tutor."
        if self.not_saved:
            return "not saved"
        try:
            with self._locked(create=True) as fd:
                about = os.fstat(fd)
                if about.st_size and _stamp(about) != self._stamp:
                    return "behind"
                if not about.st_size or not self._end:     # a new record, one that held only blanks, or one emptied under our hands: write it all
                    self._begin(fd)
                self._write(fd, data)
                self._stamp = _stamp(os.fstat(fd))
        except RecordTrouble:
            return "behind"                                # something else lies there now; `catch_up` sees to it
        except OSError as error:
            self.not_saved = _why(error)
            return "not saved"
        self.ops.append(op)
        return "saved"

    def _begin(self, fd: int) -> None:
        lost = self._end > 0 and self.rev > 0
        os.ftruncate(fd, 0)
        self._end, self._unended = 0, False
        self._write(fd, lines.head(self.exercise, self.case) + _lines(self.ops))
        if lost:
            self.damage = f"{self.path.name} was deleted or emptied while this page was open. It has been written again with all {self.rev} moves, so nothing is lost."

    def _write(self, fd: int, data: bytes) -> None:
        """Add whole lines at the end and wait for the disk; all of them or none."""
        data = b"\n" * self._unended + data
        try:
            done = 0
            while done < len(data):
                done += os.write(fd, data[done:])
            os.fsync(fd)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(fd, self._end)                # half a line is worse than none
                self._stamp = _stamp(os.fstat(fd))
            raise
        self._end, self._unended = self._end + len(data), False


def _lock(fd: int) -> None:
    """Lock a file, waiting for another window but not for ever. Raises OSError when it is held too long."""
    if not fcntl:                                          # pragma: no cover
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(0.002)
        except OSError:                                    # some network drives cannot lock
            return


def _stamp(about: os.stat_result) -> Stamp:
    """What tells that a file is the one last seen."""
    return about.st_dev, about.st_ino, about.st_size, about.st_mtime_ns


def _keep(path: Path, data: bytes) -> None:
    """Write a copy that nothing overwrites, and wait until it is on the disk."""
    with open(path, "xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _lines(ops: list[dict[str, Any]], before: int = 0) -> bytes:
    return b"".join(lines.line(n, op) for n, op in enumerate(ops, before + 1))


def _reason(error: OSError) -> str:
    return {errno.ENOSPC: "the disk is full", errno.EROFS: "the disk is read-only", errno.EDQUOT: "your share of the disk is full",
            errno.EACCES: "this folder is read-only", errno.EPERM: "this folder is read-only", errno.EBADF: "this file is read-only",
            errno.EAGAIN: "another window is holding the file"}.get(error.errno or 0, error.strerror or "unknown")


def _why(error: OSError) -> str:
    reason = _reason(error)
    remedy = "Free some space" if "full" in reason else "Close that window" if "window" in reason else "Ask for write access to this folder"
    return f"Not saved: {reason}. Your last move has not been made. {remedy} and try it again."
