"""What a hub holds of one learner, and where. Root looks: no link is followed, whoever laid it out, and a gradebook is opened as the user whose it is."""
from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from nbgrader.api import MissingEntry
from nbgrader.utils import notebook_hash
from sqlalchemy.exc import SQLAlchemyError

from systems_leadership.marking.course import NOTEBOOK
from systems_leadership.marking.database import DatabaseError, named, opened

from . import archive, backup, owners
from .settings import PERSON

SECRET = "submission_secret.txt"                           # nbgrader's: the name of a feedback page is made from it
STEPS = ("submitted", "autograded", "feedback")
LISTS = (".csv", ".txt", ".toml")
LARGEST = 5_000_000


class HeldError(Exception):
    """What is held of a learner cannot be told or deleted; the text says why and what to do."""


class Place(msgspec.Struct, frozen=True, order=True):
    """A file or folder of the learner's: the folder it lies in, as parts below the data directory, and its name there."""

    parent: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return "/".join((*self.parent, self.name))


def number(said: str) -> str:
    """A learner's number as the hub has it. Raises HeldError."""
    found = said.strip().lower()
    if not PERSON.fullmatch(found):
        raise HeldError(f"“{said[:50]}” is no learner's number: letters, digits, dots and dashes, at most 40.")
    return found


@contextlib.contextmanager
def inside(data: Path, parts: tuple[str, ...]) -> Iterator[int | None]:
    """A folder below the data directory, opened step by step; None where there is none, or a link is in the way."""
    fd = os.open(data, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts:
            try:
                below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=fd)
            except OSError:
                yield None
                return
            os.close(fd)
            fd = below
        yield fd
    finally:
        os.close(fd)


def names(data: Path, *parts: str) -> list[str]:
    with inside(data, parts) as fd:
        return sorted(os.listdir(fd)) if fd is not None else []


def places(data: Path, who: str) -> list[Place]:
    """Every file and folder of a learner's: what is in the exchange, in the tutors' folders, and their home, in that order."""
    found = list[Place]()
    for cohort in names(data, "exchange"):
        inbound, pages = ("exchange", cohort, "inbound"), ("exchange", cohort, "feedback")
        found += [Place(inbound, name) for name in names(data, *inbound) if name.split("+")[0] == who]
        theirs = {f"{notebook_hash(secret=secret, notebook_id=NOTEBOOK)}.html" for secret in _secrets(data, cohort, who)} | {who}
        found += [Place(pages, name) for name in names(data, *pages) if name in theirs]
    for cohort in names(data, "courses"):
        course = ("courses", cohort)
        found += [Place((*course, step), who) for step in STEPS if who in names(data, *course, step)]
        for module in names(data, *course, "set-aside"):
            found += [Place((*course, "set-aside", module), who)] if who in names(data, *course, "set-aside", module) else []
        for module in names(data, *course, "downloaded"):
            archives, extracted = (*course, "downloaded", module, "archive"), (*course, "downloaded", module, "extracted")
            found += [Place(archives, name) for name in names(data, *archives) if f"--{who}--" in name.lower()]
            found += [Place(extracted, who)] if who in names(data, *extracted) else []
    found += [Place(("learners",), who)] if who in names(data, "learners") else []
    return found


def _secrets(data: Path, cohort: str, who: str) -> set[str]:
    """Those of every hand-in of a learner's that is still anywhere: collected, in the exchange, and in what nbgrader keeps in their home."""
    folders: list[tuple[str, ...]] = [("courses", cohort, step, who, module) for step in STEPS for module in names(data, "courses", cohort, step, who)]
    folders += [("exchange", cohort, "inbound", name) for name in names(data, "exchange", cohort, "inbound") if name.split("+")[0] == who]
    cache = ("learners", who, ".local", "share", "jupyter", "nbgrader_cache", cohort)
    folders += [(*cache, name) for name in names(data, *cache)]
    return {text for folder in folders if (text := read(data, folder, SECRET).decode("ascii", "replace"))}


def read(data: Path, parts: tuple[str, ...], name: str) -> bytes:
    """A file's bytes, or none where it is not there, is no ordinary file, or is very large."""
    with inside(data, parts) as fd, contextlib.suppress(OSError):
        if fd is not None:
            with os.fdopen(os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=fd), "rb") as file:
                about = os.fstat(file.fileno())
                return file.read() if stat.S_ISREG(about.st_mode) and about.st_size <= LARGEST else b""
    return b""


def lists(data: Path, who: str) -> list[str]:
    """Lists that still have a line of theirs: rosters, reports, marks that were exported. They are somebody's own, and are only named."""
    found = []
    for parts in ((), *(("courses", cohort, *more) for cohort in names(data, "courses") for more in ((), ("reports",)))):
        for name in names(data, *parts):
            if name.endswith(LISTS) and who.encode() in _words(read(data, parts, name)):
                found.append("/".join((*parts, name)))
    return found


def _words(data: bytes) -> set[bytes]:
    return {word.strip(b"\"' ") for line in data.lower().splitlines() for word in line.replace(b";", b",").replace(b"\t", b",").split(b",")}


def in_gradebook(data: Path, cohort: str, db_url: str, work: Callable[[Any], Any]) -> Any:
    """Do something with a cohort's gradebook as the user whose folder it is in. What comes back is JSON's. None where there is no gradebook. Raises HeldError."""
    folder = data / "courses" / cohort
    if not db_url and "gradebook.db" not in names(data, "courses", cohort):
        return None
    url = db_url or f"sqlite:///{folder / 'gradebook.db'}"

    def there() -> bytes:
        with opened(url, cohort) as gradebook:
            return msgspec.json.encode(work(gradebook))
    try:
        return msgspec.json.decode(owners.as_owner(os.stat(folder), there))
    except (OSError, DatabaseError, SQLAlchemyError) as error:
        raise HeldError(f"The gradebook of {cohort} ({named(url)}) could not be used: {error} Put it right, and run this again; what is gone stays gone.") from None


def marks(who: str) -> Callable[[Any], Any]:
    """What a gradebook holds of a learner; None when it does not know them."""
    def look(gradebook: Any) -> Any:
        try:
            student = gradebook.find_student(who)
        except MissingEntry:
            return None
        return {"number": student.id, "first name": student.first_name, "last name": student.last_name, "email": student.email, "lms id": student.lms_user_id,
                "hand-ins": [{"module": work.assignment.name, "handed in (UTC)": str(work.timestamp or ""), "extension": str(work.extension or ""),
                              "taken off for lateness": page.late_submission_penalty,
                              "marks": {g.cell.name: {"worked out": g.auto_score, "given": g.manual_score, "extra": g.extra_credit} for g in page.grades},
                              "comments": {c.cell.name: c.comment for c in page.comments if c.comment}} for work in student.submissions for page in work.notebooks]}
    return look


def back_ups(data: Path, who: str, keep: int) -> list[str]:
    """A sentence for each back-up that still holds something of theirs, with when it goes."""
    found = []
    for n, path in enumerate(backup.made(data)):
        try:
            if any(who in (parts := item.name.split("/")) or parts[-1].startswith(f"{who}+") for item in archive.manifest(path).items):
                found.append(f"backups/{path.name}: goes when {max(1, keep - n)} more have been made, or when you delete it.")
        except archive.BackupError:
            found.append(f"backups/{path.name}: cannot be read, and may hold them. Delete it.")
    return found


def perhaps(data: Path) -> list[str]:
    """A sentence for each thing that may hold something of anybody's."""
    found = [f"{aside.name}: was put aside when a back-up was restored, and may hold them. Delete it when you have no more use for it." for aside in sorted(data.glob("before-restore-*"))]
    return found + (["hub/*.log: the hub's logs name people until they are rotated away."] if any((data / "hub").glob("*.log*")) else [])
