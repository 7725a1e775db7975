"""Zip files from strangers: opened without believing them, read an entry at a time, never extracted.

No name in a zip ever becomes a path. What it says of sizes is only used to refuse; what is read is counted.
"""
from __future__ import annotations

import contextlib
import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import IO

from ...games.hand_in.bundle import LARGEST
from .checks import Entry, Unsound, too_large
from .reading import LINK, ODD

DIRECTORY, NESTED = 8_000_000, 256_000     # bytes a table of contents may have: of an LMS's download, of a zip inside one
TIGHT, WRITING = 200, 1_000_000            # an entry of more than WRITING bytes that packs to less than a 200th is no writing
TROUBLE = (zipfile.BadZipFile, NotImplementedError, ValueError, RuntimeError, EOFError, OSError, struct.error, zlib.error)


class Budgeted(io.RawIOBase):
    """A file that gives no more than `left` bytes: a table of contents of millions of entries is refused before it is read."""

    def __init__(self, file: IO[bytes], left: int) -> None:
        super().__init__()
        self.file, self.left = file, left

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.left + 1 if size is None or size < 0 else min(size, self.left + 1))
        if len(data) > self.left:
            raise Unsound("holds far too many files.")
        self.left -= len(data)
        return data

    def seek(self, offset: int, whence: int = 0) -> int:
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        return self.file.tell()

    def seekable(self) -> bool:
        return True


def looks_like(head: bytes) -> bool:
    """Whether a file's first bytes are a zip's."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def opened(file: IO[bytes], contents: int = DIRECTORY) -> zipfile.ZipFile:
    """A zip file, its table of contents read and no more. Raises Unsound."""
    budget = Budgeted(file, contents)
    try:
        found = zipfile.ZipFile(budget)  # type: ignore[arg-type]
    except TROUBLE:
        file.seek(0)
        raise Unsound("is damaged or was cut off." if looks_like(file.read(4)) else "is no zip file.") from None
    budget.left = 1 << 62
    return found


def why_not(info: zipfile.ZipInfo, limit: int = LARGEST) -> str:
    """Why an entry is not read, or nothing."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return LINK
    if kind not in (0, stat.S_IFREG):
        return ODD
    if info.flag_bits & 0x41:
        return "is locked with a password"
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is packed in a way that is not opened here"
    large, trap = too_large(info.file_size, limit), info.file_size > WRITING and info.file_size > TIGHT * max(info.compress_size, 1)
    if trap:
        return f"{large or 'is'}{',' * bool(large)} packed far more tightly than writing can be, as traps are"
    return large


class Packed:
    """A zip that can be opened again whenever it is needed, so that a thousand of them need not be held open, or in memory."""

    def __init__(self, get: Callable[[], IO[bytes]], contents: int = DIRECTORY) -> None:
        self._get, self._contents = get, contents
        self._kept: zipfile.ZipFile | None = None

    @contextlib.contextmanager
    def open(self) -> Iterator[zipfile.ZipFile]:
        """Raises Unsound."""
        if self._kept:
            yield self._kept
            return
        with self._get() as file, opened(file, self._contents) as found:
            yield found

    def inside(self, info: zipfile.ZipInfo, limit: int) -> Packed:
        """A zip inside it."""
        def get() -> IO[bytes]:
            with self.open() as found:
                return io.BytesIO(read(found, info, limit))
        return Packed(get, NESTED)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Open for as long as this lasts: it will be asked for many times. Raises Unsound."""
        with self.open() as self._kept:
            yield
        self._kept = None


def entries(found: zipfile.ZipFile, prefix: str = "") -> list[Entry]:
    """The files below `prefix`, with what is wrong with each; folders are left out."""
    return [Entry(info.filename[len(prefix):], info.file_size, _path(info.filename[len(prefix):]) or why_not(info))
            for info in found.infolist() if info.filename.startswith(prefix) and not info.is_dir()]


def _path(name: str) -> str:
    """What is wrong with a name that tries to be more than one."""
    if name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") or name[1:2] == ":":
        return "has a name that points outside the hand-in; it was not unpacked"
    return "lies in a folder of its own" if "/" in name or "\\" in name else ""


def read(found: zipfile.ZipFile, name: str | zipfile.ZipInfo, limit: int = LARGEST) -> bytes:
    """One entry. Raises Unsound, also when it is not what the zip says of it."""
    try:
        info = name if isinstance(name, zipfile.ZipInfo) else found.getinfo(name)
    except KeyError:
        raise Unsound("is not there.") from None
    if why := why_not(info, limit):
        raise Unsound(f"{why}.")
    try:
        with found.open(info) as entry:
            data = entry.read(limit + 1)
    except TROUBLE:
        raise Unsound("is damaged.") from None
    if len(data) > limit:
        raise Unsound(f"{too_large(len(data), limit)}.")
    return data
