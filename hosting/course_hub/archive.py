"""One back-up as one file: a tar archive, compressed, whose first member is a manifest with the size and SHA-256 of every other.

Nothing in an archive is believed: it holds plain files and folders only, under sound names, and each is what the manifest says of it.
"""
from __future__ import annotations

import contextlib
import gzip
import hashlib
import io
import os
import shutil
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

import msgspec

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 500_000_000
IN_MEMORY = 16_000_000
SPACE = "There is no space left on the disk."


class BackupError(Exception):
    """A back-up cannot be made or used; the text says why and what to do."""


class Item(msgspec.Struct):
    """A file or folder: its name from the data directory, with slashes; owner and group by name, or `#1000` where there is no name."""

    name: str
    owner: str
    group: str
    mode: int
    modified: float = 0.0
    size: int = 0
    sha256: str = ""                                       # of a file; a folder has none

    @property
    def folder(self) -> bool:
        return not self.sha256


class Manifest(msgspec.Struct):
    """What is in a back-up."""

    format: int
    made: str                                              # when it was begun, in UTC
    versions: dict[str, str]
    gradebooks: dict[str, str]                             # by cohort: "sqlite" or "postgresql"
    items: list[Item]
    notes: list[str] = []                                  # what was left out or could not be read as it should


class Writer:
    """Writes the members of an archive into `place`, a folder of its own, one after the other."""

    def __init__(self, place: Path) -> None:
        self.place, self.items, self.notes = place, list[Item](), list[str]()
        self._file = (place / "body").open("wb")
        self._gz = gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=6, mtime=0)

    def folder(self, item: Item) -> None:
        self.items.append(item)
        self._gz.write(_header(item))

    def file(self, item: Item, data: IO[bytes]) -> None:
        """A file as it is now: what is read is what is counted, however it grows meanwhile."""
        with tempfile.SpooledTemporaryFile(IN_MEMORY, dir=str(self.place)) as kept:
            digest = hashlib.sha256()
            while block := data.read(1 << 20):
                digest.update(block)
                kept.write(block)
            item.size, item.sha256 = kept.tell(), digest.hexdigest()
            kept.seek(0)
            self.items.append(item)
            self._gz.write(_header(item))
            shutil.copyfileobj(kept, self._gz, 1 << 20)
            self._gz.write(b"\0" * (-item.size % tarfile.BLOCKSIZE))

    def close(self, manifest: Manifest) -> Path:
        """Put the manifest before the rest, and see that all of it is on the disk. Returns the whole archive."""
        self._gz.write(b"\0" * (2 * tarfile.BLOCKSIZE))
        self._gz.close()
        self._file.close()
        data = msgspec.json.encode(manifest)
        whole = self.place / "whole"
        with whole.open("wb") as out:
            os.fchmod(out.fileno(), 0o600)
            with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as first:
                first.write(_header(Item(MANIFEST, "root", "root", 0o600, size=len(data), sha256="-")) + data + b"\0" * (-len(data) % tarfile.BLOCKSIZE))
            with (self.place / "body").open("rb") as body:
                shutil.copyfileobj(body, out, 1 << 20)
            out.flush()
            os.fsync(out.fileno())
        return whole


def _header(item: Item) -> bytes:
    info = tarfile.TarInfo(item.name)
    info.type = tarfile.DIRTYPE if item.folder else tarfile.REGTYPE
    info.size, info.mode, info.mtime, info.uname, info.gname = item.size, item.mode, int(item.modified), item.owner, item.group
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[Item, IO[bytes] | None]]]]:
    """An archive's manifest, and its members as they come; each file's bytes are checked when it has been read to its end. Raises BackupError."""
    try:
        with gzip.open(path) as stream, tarfile.open(fileobj=stream, mode="r|", errorlevel=2) as tar:      # gzip's own reader: the archive is two streams, one after the other
            manifest = _manifest(path, tar)
            yield manifest, _members(path, tar, manifest)
    except FileNotFoundError:
        raise BackupError(f"{path}: there is no such back-up. `list` shows what there is.") from None
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, UnicodeError) as error:
        raise damaged(path, str(error) or type(error).__name__) from None


def damaged(path: Path, why: str) -> BackupError:
    return BackupError(f"{path.name} is damaged ({why}). Nothing has been changed. Use another back-up; `list` shows what there is.")


def _manifest(path: Path, tar: tarfile.TarFile) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or not first.isreg() or first.size > LARGEST_MANIFEST:
        raise damaged(path, "it does not begin with its manifest, so it is none of ours or only part of one")
    file = tar.extractfile(first)
    data = file.read() if file else b""
    try:
        says = msgspec.json.decode(data, type=dict[str, Any])
        if isinstance(says.get("format"), int) and says["format"] > FORMAT:
            raise BackupError(f"{path.name} was made by a newer version of the course (format {says['format']}; this one reads up to {FORMAT}). Update the course on this machine, and run this again.")
        found = msgspec.convert(says, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise damaged(path, f"its manifest cannot be read: {error}") from None
    for item in found.items:
        if why := unsound(item.name):
            raise damaged(path, f"“{ascii(item.name)[:80]}” {why}")
    return found


def unsound(name: str) -> str:
    """Why a name cannot be one of ours, or nothing."""
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or str(PurePosixPath(name)) != name or ".." in parts or "\0" in name or parts[0].startswith("."):
        return "is no name inside the data directory"
    return "is a place that back-ups do not hold" if parts[0] in KEPT_OUT else ""


KEPT_OUT = ("backups", "env", "staff")                     # at the top of the data directory: themselves, and what an installation makes again


def _members(path: Path, tar: tarfile.TarFile, manifest: Manifest) -> Iterator[tuple[Item, IO[bytes] | None]]:
    wanted = iter(manifest.items)
    for member in iter(tar.next, None):
        item = next(wanted, None)
        if item is None or member.name != item.name:
            raise damaged(path, f"“{ascii(member.name)[:80]}” is not in its manifest")
        if not (member.isdir() if item.folder else member.isreg()):
            raise damaged(path, f"“{ascii(member.name)[:80]}” is a link or a device, or not what its manifest says")
        if item.folder:
            yield item, None
            continue
        file = tar.extractfile(member)
        assert file
        reader = _Checked(file)
        yield item, reader                                 # type: ignore[misc]
        reader.rest()
        if (reader.size, reader.digest.hexdigest()) != (item.size, item.sha256):
            raise damaged(path, f"“{ascii(item.name)[:80]}” is not as it was")
    if (missing := next(wanted, None)) is not None:
        raise damaged(path, f"“{ascii(missing.name)[:80]}” is missing")


class _Checked(io.RawIOBase):
    """Counts and adds up what is read."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.size, self.digest = file, 0, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.size += len(data)
        self.digest.update(data)
        return data

    def rest(self) -> None:
        while self.read(1 << 20):
            pass


def check(path: Path) -> Manifest:
    """Read a whole archive and compare it with its manifest. Raises BackupError when anything is not as it was."""
    with opened(path) as (manifest, members):
        for _ in members:
            pass
    return manifest


def manifest(path: Path) -> Manifest:
    """What a back-up says it holds, without reading the rest. Raises BackupError."""
    with opened(path) as (found, _):
        return found
