"""What goes into a back-up: everything in the data directory but the software, file by file, and each gradebook as it stands at one moment though tutors are marking."""
from __future__ import annotations

import io
import os
import shutil
import sqlite3
import stat
import tempfile
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import IO

from . import owners, postgres
from .archive import KEPT_OUT, Item, Writer

CACHES = (".cache", ".npm", ".local/bin", ".local/lib", ".local/share/Trash", ".local/share/jupyter/runtime")          # of a home: what programs make again, and keys of the moment
NEVER = ("__pycache__", ".ipynb_checkpoints")
PASSING = (".lock", ".pid", ".log", ".sock", "-journal", "-wal", "-shm", ".part")          # ends of names of what is of the moment only
MAGIC = b"SQLite format 3\0"
WAIT = 60                  # seconds for whoever is writing to a database
NOTES = 200                # of what was left out; a learner can make as many links as they like


def data(writer: Writer, base: Path, gradebooks: dict[str, str], say: Callable[[str], None] = lambda _: None) -> None:
    """Put a data directory into an archive, and the dumps of the cohorts whose gradebook is in PostgreSQL. Raises OSError or BackupError."""
    for cohort, db_url in sorted(gradebooks.items()):
        if db_url:
            say(f"the gradebook of {cohort}")
            _dump(writer, cohort, db_url)
    for entry in sorted(os.scandir(base), key=lambda e: e.name):
        if entry.name in KEPT_OUT or entry.name.startswith((".", "before-restore-", "passwords-")):        # a sheet of passwords is handed out and deleted, and not kept
            continue
        say(entry.name)
        _tree(writer, base, entry.name)


def _dump(writer: Writer, cohort: str, db_url: str) -> None:
    place = writer.place / "dump"
    postgres.dump(db_url, place)
    if not any(item.name == "databases" for item in writer.items):
        writer.folder(Item("databases", "root", "root", 0o700))
    with place.open("rb") as file:
        writer.file(Item(f"databases/{cohort}.dump", "root", "root", 0o600), file)
    place.unlink()


def _tree(writer: Writer, base: Path, top: str) -> None:
    """A file at the top of the data directory, or a folder and all in it. Links, pipes and what belongs to somebody other than the home's owner stay out, and are named."""
    about = os.lstat(base / top)
    if not stat.S_ISDIR(about.st_mode):
        fd = os.open(base, os.O_RDONLY | os.O_DIRECTORY)
        try:
            _file(writer, fd, base, top, top, None)
        finally:
            os.close(fd)
        return
    for folder, folders, files, fd in os.fwalk(base / top, follow_symlinks=False):
        name, depth = str(Path(folder).relative_to(base)), len(Path(folder).relative_to(base).parts)
        if not _text(writer, name):
            folders.clear()
            continue
        writer.folder(_item(name, os.fstat(fd)))
        home = os.fstat(fd) if depth == 2 else None
        if home:
            theirs = home.st_uid
        for one in sorted(folders):
            if one in NEVER or (top in ("learners", "courses") and "/".join([*name.split("/")[2:], one]) in CACHES) or one.startswith((".being-marked-", ".collecting-")):
                folders.remove(one)
            elif stat.S_ISLNK(os.stat(one, dir_fd=fd, follow_symlinks=False).st_mode):
                folders.remove(one)
                _leave(writer, f"{name}/{one}", "it is a link")
        folders.sort()
        for one in sorted(files):
            if not one.endswith(PASSING) or top not in ("hub", "courses"):
                _file(writer, fd, Path(folder), one, f"{name}/{one}", theirs if top == "learners" and depth > 1 else None)


def _file(writer: Writer, folder: int, place: Path, name: str, full: str, owner: int | None) -> None:
    """One file, opened without following a link and looked at once it is open. `owner` is whose it has to be."""
    if not _text(writer, full):
        return
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    except FileNotFoundError:
        return                                             # gone since the folder was read
    except OSError as error:
        _leave(writer, full, f"it is a link, or cannot be opened ({error.strerror})")
        return
    with os.fdopen(fd, "rb") as file:
        about = os.fstat(fd)
        if not stat.S_ISREG(about.st_mode):
            _leave(writer, full, "it is no ordinary file")
        elif owner is not None and about.st_uid != owner:
            _leave(writer, full, f"it belongs to {owners.user_name(about.st_uid)}, who is somebody else")
        elif full.startswith(("hub/", "courses/")) and full.count("/") <= 2 and os.pread(fd, 16, 0) == MAGIC:
            _database(writer, os.fstat(folder), place / name, _item(full, about), file)
        else:
            writer.file(_item(full, about), file)


def _database(writer: Writer, owner: os.stat_result, path: Path, item: Item, raw: IO[bytes]) -> None:
    """A SQLite database as it is at one moment, by SQLite's own way of copying; read as its owner. One that is broken is copied as it is, and named."""
    with tempfile.TemporaryFile(dir=writer.place) as copy:
        try:
            owners.as_owner(owner, lambda: _copy(path, copy))
        except (OSError, sqlite3.Error) as error:
            if getattr(error, "errno", None):              # of this machine's, such as a full disk: not the database's fault
                raise
            _leave(writer, item.name, f"SQLite could not copy it ({error}), so it was copied as it lies there", "")
            return writer.file(item, raw)
        copy.seek(0)
        return writer.file(item, copy)


def _copy(path: Path, to: IO[bytes]) -> bytes:
    source, copy = sqlite3.connect(f"file:{urllib.parse.quote(str(path))}?mode=rw", uri=True, timeout=WAIT), sqlite3.connect(":memory:")
    try:
        source.backup(copy)
        [(said,)] = copy.execute("PRAGMA quick_check(1)").fetchall()
        if said != "ok":
            raise sqlite3.DatabaseError(said)
        shutil.copyfileobj(io.BytesIO(copy.serialize()), to)
        to.flush()
    finally:
        source.close()
        copy.close()
    return b""


def _item(name: str, about: os.stat_result) -> Item:
    return Item(name, owners.user_name(about.st_uid), owners.group_name(about.st_gid), stat.S_IMODE(about.st_mode) & 0o3777, about.st_mtime)


def _text(writer: Writer, name: str) -> bool:
    """Whether a name is text; one that is not would be lost on its way through the manifest."""
    try:
        name.encode()
        return True
    except UnicodeEncodeError:
        _leave(writer, ascii(name), "its name is no text")
        return False


def _leave(writer: Writer, name: str, why: str, what: str = "Left out: ") -> None:
    if len(writer.notes) < NOTES:
        writer.notes.append(f"{what}{name}: {why}.")
