"""The lines of a record as data: read within bounds, changing nothing. What is read may be anybody's file.

The live page and the tutor's process read through here alike. A file is looked at and read through one descriptor, no
more of it than `LARGEST`; what could make a reader wait (a pipe, a device) is not opened. A move is plain data of no
great size or depth: what no exercise could have written is damage, and never reaches the rules.
"""
from __future__ import annotations

import contextlib
import os
import re
import stat
from pathlib import Path
from typing import Annotated, Any

import msgspec

VERSION = 1
LARGEST = 8_000_000                        # bytes of a record; some hundred times a long game
MOST = 50_000                              # moves; somebody typing with one finger makes some 15,000 over a long reflection
LONGEST = 100_000                          # characters of one text in a move; a box keeps 20,000
MARK = "systems-leadership"
OPENING = b'{"record":"systems-leadership"'
BOM = b"\xef\xbb\xbf"                      # Notepad may put one before the first line

_Text = Annotated[str, msgspec.Meta(max_length=LONGEST)]
_Whole = Annotated[int, msgspec.Meta(ge=-2 ** 53, le=2 ** 53)]
_Plain = _Text | _Whole | float | bool | None
_One = _Plain | list[_Plain] | dict[_Text, _Plain]        # written out: a type that names itself has no bottom
_Two = _Plain | list[_One] | dict[_Text, _One]
_Three = _Plain | list[_Two] | dict[_Text, _Two]
_Value = _Plain | list[_Three] | dict[_Text, _Three]      # the deepest move there is, a comparison of parcels, goes three levels down


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
    op: dict[_Text, _Value]


class Contents(msgspec.Struct):
    """What a file holds: moves in order, how many bytes were sound, whether these lack their last line end, and a sentence if it was damaged."""

    ops: list[dict[str, Any]]
    sound: int
    unended: bool = False
    damage: str = ""


_header = msgspec.json.Decoder(Header)
_line = msgspec.json.Decoder(Line)
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)      # the last from what stands beside a move, however deep


def read(path: Path, exercise: str, links: bool = False) -> Contents:
    """The moves in a record, as data, changing nothing. An absent or empty file is an empty record; a link is followed only if `links`.

    Raises RecordTrouble if the file is another exercise's, no record, no ordinary file, too large, made by newer software, or unreadable."""
    try:
        return parse(bytes_of(path, links), path.name, exercise)
    except FileNotFoundError:
        return Contents([], 0)
    except OSError as error:
        raise RecordTrouble(f"{path.name} could not be read ({error.strerror}). Your work is still in the file. "
                            "Ask whoever looks after this computer to give you access to it.") from None


def bytes_of(path: Path, links: bool = False) -> bytes:
    """The bytes of a record's file. Raises OSError, RecordTrouble."""
    fd = open_file(path, links=links)
    try:
        return take(fd, path.name)
    finally:
        os.close(fd)


def open_file(path: Path, flags: int = os.O_RDONLY, links: bool = False) -> int:
    """A descriptor of an ordinary file, for the caller to close. Raises OSError, or RecordTrouble if it is anything else; never waits."""
    with contextlib.suppress(FileNotFoundError):          # merely opening a device may set it off
        _ordinary(os.stat(path, follow_symlinks=links), path.name)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0) | (0 if links else getattr(os, "O_NOFOLLOW", 0))
    fd = os.open(path, flags, 0o644)
    try:
        _ordinary(os.fstat(fd), path.name)
    except RecordTrouble:
        os.close(fd)
        raise
    return fd


def _ordinary(about: os.stat_result, name: str) -> None:
    if stat.S_ISLNK(about.st_mode):
        raise RecordTrouble(f"{name} is a link to a file elsewhere, and a link is not read here. Put the file itself in its place.", True)
    if not stat.S_ISREG(about.st_mode):
        raise RecordTrouble(f"{name} is no ordinary file, so it was not read. You can set it aside and start a new record.", True)


def take(fd: int, name: str) -> bytes:
    """The bytes of an open record, from its beginning. Raises RecordTrouble if it is too large."""
    size, parts, left = os.fstat(fd).st_size, [], LARGEST + 1
    if size <= LARGEST:
        os.lseek(fd, 0, os.SEEK_SET)
        while left and (part := os.read(fd, min(left, 1 << 20))):
            parts.append(part)
            left -= len(part)
    if size > LARGEST or not left:
        raise RecordTrouble(f"{name} is {max(size, LARGEST) // 1_000_000} MB, far more than any game writes. "
                            "It has been left as it is. You can set it aside and start a new record.", True)
    return b"".join(parts)


def parse(data: bytes, name: str, exercise: str) -> Contents:
    """The moves in the bytes of a record. Raises RecordTrouble."""
    if not data.removeprefix(BOM).strip():
        return Contents([], 0)
    if not data.strip(b"\0"):
        raise RecordTrouble(f"{name} holds nothing but zeros, as a power cut can leave a file, so nothing in it can be read. "
                            "If you have a copy of it, put that in its place. If not, set it aside and start a new record.", True)
    if data.count(b"\n") > 2 * MOST or data.count(b"[") + data.count(b"{") > 6 * MOST:      # a list of nothing takes three bytes here, and seventy in memory
        raise RecordTrouble(f"{name} has far more in it than any game makes. It has been left as it is. You can set it aside and start a new record.", True)
    first, end, _ = data.partition(b"\n")
    header = _decoded(first.removeprefix(BOM))
    start = first.removeprefix(BOM)
    if header is None and not end and (start.startswith(OPENING) or OPENING.startswith(start)):
        return Contents([], 0, damage=f"{name} was cut off in its first line, before any move.")
    _check_header(header, name, exercise)
    return _moves(data, len(first) + 1, name) if end else Contents([], len(first), unended=True)


def _decoded(first: bytes) -> Header | None:
    try:
        return _header.decode(first)
    except _UNREADABLE:
        return None


def _check_header(header: Header | None, name: str, exercise: str) -> None:
    if header is None or header.record != MARK:
        raise RecordTrouble(f"{name} is not a record of this course. It has been left as it is. "
                            "You can set it aside and start a new record.", True)
    if header.version > VERSION:
        raise RecordTrouble(f"{name} was written by a newer version of the course (records version {_short(str(header.version))}; "
                            f"this is {VERSION}). Nothing has been changed. Update the course, then open this page again.")
    if header.exercise != exercise:
        raise RecordTrouble(f"{name} belongs to another exercise (“{_short(header.exercise)}”). It has been left as it is. "
                            "You can set it aside and start a new record.", True)


def _short(text: str) -> str:
    """What a file says of itself, fit to stand in a sentence of ours."""
    return re.sub(r"[^\w.-]", "?", text[:40])


def _moves(data: bytes, start: int, name: str) -> Contents:
    """Moves from byte `start` on, up to the first line that is not the next move. Blank lines say nothing."""
    ops: list[dict[str, Any]] = []
    at, end = start, 0
    while at < len(data):
        end = data.find(b"\n", at)
        piece = data[at:end] if end >= 0 else data[at:]
        if piece.strip():
            line = _sound(piece)
            if line is None or line.n != len(ops) + 1:
                return Contents(ops, at, damage=_damage(name, len(ops), _later(data, end)))
            if len(ops) == MOST:
                raise RecordTrouble(f"{name} has more than {MOST:,} moves, far more than any game makes. "
                                    "It has been left as it is. You can set it aside and start a new record.", True)
            ops.append(line.op)
        at = end + 1 if end >= 0 else len(data)
    return Contents(ops, len(data), unended=end < 0)


def _sound(piece: bytes) -> Line | None:
    try:
        return _line.decode(piece)
    except _UNREADABLE:
        return None


def _later(data: bytes, end: int) -> int:
    """How many sound lines stand after byte `end`."""
    found = 0
    while end >= 0:
        at, end = end + 1, data.find(b"\n", end + 1)
        found += _sound(data[at:end] if end >= 0 else data[at:]) is not None
    return found


def _damage(name: str, whole: int, later: int) -> str:
    back = f"Moves 1 to {whole} are back" if whole > 1 else "Move 1 is back" if whole else "No move could be read"
    after = f"; the {later} after the damage {'are' if later > 1 else 'is'} not, since the moves between are gone" if later else ""
    return f"{name} was damaged from move {whole + 1} on. {back}{after}."


def head(exercise: str, case: str) -> bytes:
    """The first line of a record."""
    return msgspec.json.encode(Header(MARK, VERSION, exercise, case)) + b"\n"


def line(n: int, op: dict[str, Any]) -> bytes:
    """Move number `n` as a line. Raises msgspec.ValidationError for a move that could not be read back."""
    data = msgspec.json.encode(Line(n, op))
    _line.decode(data)
    return data + b"\n"
