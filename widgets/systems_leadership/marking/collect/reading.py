"""Reading files that somebody else may write to: looked at and read through one descriptor, so that nothing can be swapped between.

No link is followed, nothing that could make us wait is opened for long, and no more is read than its limit.
"""
from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from ...games.hand_in.bundle import LARGEST
from .checks import HOUSEKEEPING, IN_ALL, MOST, Entry, Unsound, too_large

FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
LINK, ODD = "is a link, not a file", "is no ordinary file"
BENEATH = os.open in os.supports_dir_fd    # not on Windows, which has no exchange either


def _reason(about: os.stat_result, owner: int | None, limit: int) -> str:
    """What is wrong with a file. With an `owner` it must be theirs and have one name only, as files in the exchange must."""
    if stat.S_ISLNK(about.st_mode):
        return LINK
    if not stat.S_ISREG(about.st_mode):
        return ODD
    if owner is not None and about.st_uid != owner:
        return f"belongs to somebody else ({user(about.st_uid)})"
    if owner is not None and about.st_nlink > 1:
        return "is a second name of a file that lies elsewhere"
    return too_large(about.st_size, limit)


def user(uid: int) -> str:
    """The name of a user of this machine; `user 4242` when there is none."""
    try:
        import pwd
        return pwd.getpwuid(uid).pw_name
    except (ImportError, KeyError):
        return f"user {uid}"


def through(fd: int, owner: int | None = None, limit: int = LARGEST) -> bytes:
    """The bytes of an open file, which is closed. Raises Unsound."""
    with open(fd, "rb") as file:
        before = os.fstat(fd)
        if why := _reason(before, owner, limit):
            raise Unsound(f"{why}.")
        data = file.read(limit + 1)
        after = os.fstat(fd)
    if len(data) > limit or (before.st_size, before.st_mtime_ns, before.st_ctime_ns) != (after.st_size, after.st_mtime_ns, after.st_ctime_ns):
        raise Unsound("was being written to while it was read. Collect again.")
    return data


def _failed(error: OSError) -> Unsound:
    return Unsound(f"{LINK}." if error.errno == errno.ELOOP else f"could not be read ({error.strerror}).")


def file(path: Path, limit: int) -> bytes:
    """A file by its path. Raises Unsound."""
    return through(opened(path), limit=limit)


def opened(path: Path) -> int:
    """A descriptor of an ordinary file, to be closed by the caller. Raises Unsound."""
    try:
        if why := _reason(os.lstat(path), None, 1 << 62):   # a device does something when it is merely opened
            raise Unsound(f"{why}.")
        fd = os.open(path, FLAGS)
    except OSError as error:
        raise _failed(error) from None
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise Unsound(f"{ODD}.")
    return fd


class Folder:
    """An open directory. What is done with it is done with that one, whatever its name is given to meanwhile."""

    def __init__(self, path: Path, fd: int, owner: int | None) -> None:
        self.path, self.fd, self.owner = path, fd, owner

    def _at(self, name: str) -> tuple[str, int | None]:
        return (name, self.fd) if BENEATH else (str(self.path / name), None)

    def about(self) -> os.stat_result:
        return os.fstat(self.fd) if BENEATH else os.stat(self.path)

    def stat(self, name: str) -> os.stat_result | None:
        at, fd = self._at(name)
        try:
            return os.stat(at, dir_fd=fd, follow_symlinks=False)
        except (OSError, ValueError):
            return None

    def listing(self) -> tuple[list[Entry], int]:
        """What lies in it, and how many there are, should that be more than are listed."""
        with os.scandir(self.fd if BENEATH else self.path) as found:
            names, many = [], 0
            for entry in found:
                many += entry.name not in HOUSEKEEPING
                if many <= MOST + 10:
                    names.append(os.fsencode(entry.name).decode("utf-8", "backslashreplace"))
        return [self._entry(name) for name in sorted(names)], many

    def _entry(self, name: str) -> Entry:
        about = self.stat(name)
        if about is None:
            return Entry(name, 0, "could not be looked at")
        if stat.S_ISDIR(about.st_mode):
            return Entry(name, 0, "is a folder")
        return Entry(name, about.st_size, _reason(about, self.owner, LARGEST))

    def read(self, name: str, limit: int = LARGEST) -> bytes:
        """One file of it. Raises Unsound."""
        about = self.stat(name)
        if about is None:
            raise Unsound("is not there.")
        if why := _reason(about, self.owner, limit):
            raise Unsound(f"{why}.")
        at, fd = self._at(name)
        try:
            return through(os.open(at, FLAGS, dir_fd=fd), self.owner, limit)
        except OSError as error:
            raise _failed(error) from None


    def ordinary(self) -> dict[str, bytes]:
        """The files that are just files, as far as a hand-in may go: what is kept when it is set aside."""
        out, total = dict[str, bytes](), 0
        for entry in self.listing()[0][:MOST]:
            total += entry.size
            if not entry.why and total <= IN_ALL:
                with contextlib.suppress(Unsound):
                    out[entry.name] = self.read(entry.name)
        return out


@contextlib.contextmanager
def folder(path: Path, beneath: int | None = None, owned: bool = False) -> Iterator[Folder]:
    """A directory, opened without following a link; by its name in another that is open, `beneath`.

    `owned`: its files must belong to whoever it belongs to, and lie nowhere else. Raises Unsound."""
    if not BENEATH:
        if path.is_symlink():
            raise Unsound(f"{LINK}.")
        yield Folder(path, -1, None)
        return
    try:
        fd = os.open(path.name if beneath is not None else path, FLAGS | os.O_DIRECTORY, dir_fd=beneath)
    except OSError as error:
        about = os.lstat(path) if os.path.lexists(path) else None
        if about is not None and stat.S_ISLNK(about.st_mode):
            raise Unsound("is a link, not a folder.") from None
        raise Unsound("is no folder." if error.errno == errno.ENOTDIR else f"could not be opened ({error.strerror}).") from None
    try:
        yield Folder(path, fd, os.fstat(fd).st_uid if owned else None)
    finally:
        os.close(fd)
