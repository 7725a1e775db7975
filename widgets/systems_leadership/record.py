"""The learner's record: one append-only file an exercise, beside the notebook.

A record is JSON Lines. Line one says whose it is; every line after it is one move. Nothing is ever rewritten, so a
computer switched off in mid-save can spoil at most the last line, and undo, replay and the tutor's picture all read the
same moves. Lines carry their order but no clock times.

    {"record": "systems-leadership", "version": 1, "exercise": "unfolding", "case": "marlshire"}
    {"n": 1, "op": {"do": "start", ...}}

Two windows, or two kernels, may hold one record: each append happens under a lock, after reading what the other wrote.
"""
from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

try:                                       # not on Windows, where one window at a time is the rule
    import fcntl
except ImportError:                        # pragma: no cover
    fcntl = None  # type: ignore[assignment]

VERSION = 1
LARGEST = 8_000_000                        # bytes; some hundred times a long game
MARK = "systems-leadership"


class RecordTrouble(Exception):
    """A record cannot be used as it stands. `str()` is one sentence or two for the learner.

    `can_set_aside` says whether moving the file out of the way and starting a new one would help."""

    def __init__(self, message: str, can_set_aside: bool = False) -> None:
        super().__init__(message)
        self.can_set_aside = can_set_aside


class Header(msgspec.Struct):
    record: str
    version: int
    exercise: str
    case: str = ""


class Line(msgspec.Struct):
    n: int
    op: dict[str, Any]


class Contents(msgspec.Struct):
    """What a file holds: moves in order, bytes that were sound, and a sentence if it was damaged."""

    ops: list[dict[str, Any]]
    sound: int
    damage: str = ""


_header = msgspec.json.Decoder(Header)
_line = msgspec.json.Decoder(Line)


def read(path: Path, exercise: str) -> Contents:
    """The moves in a record, as data, changing nothing. An absent or empty file is an empty record.

    Raises RecordTrouble if the file is another exercise's, no record, too large, made by newer software, or unreadable."""
    name = path.name
    try:
        if path.exists() and path.stat().st_size > LARGEST:
            raise RecordTrouble(f"{name} is {path.stat().st_size // 1_000_000} MB, far more than any game writes. "
                                "It has been left as it is. You can set it aside and start a new record.", True)
        data = path.read_bytes() if path.exists() else b""
    except OSError as error:
        raise RecordTrouble(f"{name} could not be read ({error.strerror}). Your work is still in the file. "
                            "Ask whoever looks after this computer to give you access to it.") from None
    if not data.strip():
        return Contents([], 0)
    first, _, _ = data.partition(b"\n")
    _check_header(first, name, exercise)
    return _moves(data, len(first) + 1, name)


def _check_header(first: bytes, name: str, exercise: str) -> None:
    try:
        header = _header.decode(first)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        header = None
    if header is None or header.record != MARK:
        raise RecordTrouble(f"{name} is not a record of this course. It has been left as it is. "
                            "You can set it aside and start a new record.", True)
    if header.version > VERSION:
        raise RecordTrouble(f"{name} was written by a newer version of the course (records version {header.version}; "
                            f"this is {VERSION}). Nothing has been changed. Update the course, then open this page again.")
    if header.exercise != exercise:
        raise RecordTrouble(f"{name} belongs to another exercise (“{header.exercise[:40]}”). It has been left as it is. "
                            "You can set it aside and start a new record.", True)


def _moves(data: bytes, start: int, name: str) -> Contents:
    """Moves from byte `start` on, up to the first line that is not the next move."""
    ops: list[dict[str, Any]] = []
    at = start
    while at < len(data):
        end = data.find(b"\n", at)
        piece = data[at:end] if end >= 0 else data[at:]
        try:
            line = _line.decode(piece)
            torn = end < 0 or line.n != len(ops) + 1
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            torn = True
        if torn:
            whole = f"Moves 1 to {len(ops)} are back" if ops else "No move could be read"
            stem = Path(name).stem
            return Contents(ops, at, f"{name} was damaged from move {len(ops) + 1} on. {whole}; "
                                     f"the damaged copy is kept as {stem}.damaged.jsonl.")
        ops.append(line.op)
        at = end + 1
    return Contents(ops, at)


def free_name(path: Path, word: str) -> Path:
    """`unfolding.damaged.jsonl`, or `unfolding.damaged-2.jsonl` when that is taken."""
    for n in range(1, 1000):
        candidate = path.with_name(f"{path.stem}.{word}{'' if n == 1 else f'-{n}'}{path.suffix}")
        if not candidate.exists():
            return candidate
    raise RecordTrouble(f"There are a thousand {word} copies of {path.name}. Delete some.")  # pragma: no cover


def set_aside(path: Path) -> Path:
    """Move a file that is no record of ours out of the way, keeping it. Returns its new name."""
    to = free_name(path, "set-aside")
    path.rename(to)
    return to


class Record:
    """An open record. `ops` are the moves so far; `damage` is a sentence if some could not be read back."""

    def __init__(self, path: Path, exercise: str, case: str = "") -> None:
        """Open (not create) the record at `path`. Raises RecordTrouble as `read` does."""
        self.path, self.exercise, self.case = Path(path), exercise, case
        contents = read(self.path, exercise)
        self.ops, self._sound, self.damage = contents.ops, contents.sound, contents.damage
        self.not_saved = ""
        if self.damage:
            self._mend()

    @property
    def rev(self) -> int:
        """How many moves the record holds."""
        return len(self.ops)

    def _mend(self) -> None:
        """Keep the damaged file under another name and put the sound part back in one step."""
        data = self.path.read_bytes()
        try:
            free_name(self.path, "damaged").write_bytes(data)
            part = self.path.with_name(self.path.name + ".part")
            part.write_bytes(data[: self._sound])
            os.chmod(part, 0o644)
            os.replace(part, self.path)
        except OSError as error:
            self.damage = (f"{self.path.name} is damaged from move {self.rev + 1} on, and could not be mended "
                           f"({error.strerror}). Moves 1 to {self.rev} are shown. Free some space or ask for access, then open this page again.")
            raise RecordTrouble(self.damage) from None

    @contextlib.contextmanager
    def _locked(self) -> Iterator[int]:
        """The file, open for appending and locked against the other window. Yields its descriptor."""
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o644)
        try:
            if fcntl:
                with contextlib.suppress(OSError):         # some network drives cannot lock
                    fcntl.flock(fd, fcntl.LOCK_EX)
            yield fd
        finally:
            os.close(fd)

    def catch_up(self) -> list[dict[str, Any]]:
        """Moves another window has added since this one last looked."""
        try:
            if not self.path.exists() or self.path.stat().st_size <= self._sound:
                return []
            with self._locked() as fd:
                return self._read_new(fd)
        except OSError:
            return []

    def _read_new(self, fd: int) -> list[dict[str, Any]]:
        size = os.fstat(fd).st_size
        if size <= self._sound:
            return []
        contents = read(self.path, self.exercise)
        new = contents.ops[self.rev:]
        self.ops.extend(new)
        self._sound = contents.sound
        return new

    def append(self, op: dict[str, Any]) -> str:
        """Add one move and wait until it is on the disk.

        Returns "saved"; "behind" when another window wrote first (nothing is added: `catch_up`, look again, retry);
        or "not saved", with `not_saved` saying why."""
        try:
            with self._locked() as fd:
                size = os.fstat(fd).st_size
                if size > self._sound:
                    return "behind"
                if size == 0:                              # a new record, or one deleted under our hands: write it all
                    self._sound = _write(fd, self._head() + b"".join(_encode(n, o) for n, o in enumerate(self.ops, 1)))
                try:
                    added = _write(fd, _encode(self.rev + 1, op))
                    os.fsync(fd)
                except OSError:
                    os.ftruncate(fd, self._sound)          # half a line is worse than none
                    raise
                self._sound += added
        except OSError as error:
            self.not_saved = _why(error)
            return "not saved"
        self.ops.append(op)
        self.not_saved = ""
        return "saved"

    def _head(self) -> bytes:
        return msgspec.json.encode(Header(MARK, VERSION, self.exercise, self.case)) + b"\n"


def _encode(n: int, op: dict[str, Any]) -> bytes:
    return msgspec.json.encode(Line(n, op)) + b"\n"


def _write(fd: int, data: bytes) -> int:
    done = 0
    while done < len(data):
        done += os.write(fd, data[done:])
    return done


def _why(error: OSError) -> str:
    reason = {errno.ENOSPC: "the disk is full", errno.EROFS: "the disk is read-only", errno.EDQUOT: "your share of the disk is full",
              errno.EACCES: "this folder is read-only", errno.EPERM: "this folder is read-only"}.get(error.errno or 0, error.strerror or "unknown")
    remedy = "Free some space" if "full" in reason else "Ask for write access to this folder"
    return f"Not saved: {reason}. Your last move has not been made. {remedy} and try it again."
