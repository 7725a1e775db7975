"""What a hand-in must be, said once for both ways in: files a learner sent, and the exchange.

A hand-in is the page, work.ipynb, and the records of its module's exercises. Both ways in list what they found as
`Entry`s, each with a reason if it cannot be taken, and give a function that reads one; `sound` decides.
"""
from __future__ import annotations

import functools
from collections.abc import Callable

import msgspec

from ... import registry
from ...games.hand_in.bundle import LARGEST, MANIFEST, NOTEBOOK

STAMP, SECRET = "timestamp.txt", "submission_secret.txt"    # written by nbgrader's submit
HOUSEKEEPING = frozenset({MANIFEST, STAMP, SECRET})
IN_ALL = 60_000_000        # bytes of one hand-in; a whole one has some 40,000
MOST = 200                 # files in one hand-in; a whole one has six
NAMED = 5                  # files that do not belong, named one by one; the rest are counted
KEPT = 20                  # of them, how many are kept in set-aside/, as long as they are
SMALL = 5_000_000          # bytes or less
INSTEAD = "The released page stands in its place, and no answer is lost by it."
JUNK = frozenset({".ipynb_checkpoints", "__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", "__pycache__"})     # made by software, no work of anybody's


class Unsound(Exception):
    """A hand-in, or a file of it, cannot be taken. `str()` is one sentence that follows its name: "unfolding.jsonl is a link." """


class Expected(msgspec.Struct, frozen=True):
    """The files a hand-in of one assignment may hold. `work` are the records that make it one; the others only go along."""

    records: frozenset[str]
    work: frozenset[str]
    any_record: bool = False               # an assignment that is not the course's: any record will do

    def __contains__(self, name: object) -> bool:
        return name == NOTEBOOK or self.record(str(name))

    def record(self, name: str) -> bool:
        return name in self.records or (self.any_record and name.endswith(".jsonl") and name[:-6].replace("_", "").isalnum())


@functools.cache
def expected(assignment: str) -> Expected:
    """What a hand-in of `assignment` may hold, from course.toml."""
    module = next((m for m in registry.course().module if m.id == assignment), None)
    if module is None:
        return Expected(frozenset(), frozenset(), True)
    keep = [e for e in module.exercises if e.kind not in registry.STILL]
    work = [e for e in keep if e.kind not in ("hand_in", "cards") and (e.kind != "sheet" or e.id in module.tasks)]
    return Expected(frozenset(f"{e.id}.jsonl" for e in keep), frozenset(f"{e.id}.jsonl" for e in work or keep))


class Entry(msgspec.Struct):
    """A file found in a hand-in. `why` says what is wrong with it, if anything is: "is a link, not a file"."""

    name: str
    size: int = 0
    why: str = ""


class Extra(msgspec.Struct):
    """A file that is no part of a hand-in, or a page that could not be taken. `data` is None when it stays where it was."""

    name: str
    why: str
    data: bytes | None = None


class Loaded(msgspec.Struct):
    """A sound hand-in, read: files by name, what was left out of it, and sentences a tutor must read."""

    files: dict[str, bytes]
    extras: list[Extra] = []
    notes: list[str] = []
    secret: bytes = b""


def too_large(size: int, limit: int = LARGEST) -> str:
    """The reason for a file past its limit, or nothing."""
    return f"has {size // 1_000_000} MB, and no file of a hand-in has more than {limit // 1_000_000}" if size > limit else ""


def sound(wanted: Expected, entries: list[Entry], read: Callable[[str], bytes], many: int = 0, changed: Callable[[str, bytes], str] | None = None) -> Loaded:
    """Read a hand-in, or raise Unsound. `many` files were found, if more than are listed; `changed` compares with a manifest.

    One record that cannot be taken makes the whole hand-in unsound, so that it never replaces a better one. A page that
    cannot be taken does not: marking puts the page together again from the release."""
    files = [entry for entry in entries if entry.name not in HOUSEKEEPING and entry.name.split("/")[0] not in JUNK]
    if (many := max(many, len(files))) > MOST:
        raise Unsound(f"holds {many} files, and a hand-in has some ten.")
    names = [entry.name for entry in files]
    if twice := next((name for name in names if name in wanted and names.count(name) > 1), ""):
        raise Unsound(f"holds {twice} twice, so nobody can tell which of the two is meant.")
    found, total = Loaded({}), 0
    for entry in files:
        if entry.name not in wanted:
            continue
        try:
            if entry.why:
                raise Unsound(f"{entry.why}.")
            if (total := total + entry.size) > IN_ALL:
                raise Unsound(f"brings the hand-in to {total // 1_000_000} MB, and none has more than {IN_ALL // 1_000_000}.")
            data = read(entry.name)
            if why := changed(entry.name, data) if changed else "":
                raise Unsound(f"{why}.")
            found.files[entry.name] = data
        except Unsound as trouble:
            if entry.name != NOTEBOOK:
                raise Unsound(f"{entry.name} {trouble}") from None
            found.extras.append(Extra(NOTEBOOK, str(trouble).rstrip("."), _kept(entry, read)))
            found.notes.append(f"{NOTEBOOK} {str(trouble).rstrip('.')}. {INSTEAD}")
    if NOTEBOOK not in names:
        found.notes.append(f"{NOTEBOOK} is not there. {INSTEAD}")
    if not any(data.strip() for name, data in found.files.items() if name != NOTEBOOK and (name in wanted.work or wanted.any_record)):
        raise Unsound("holds no record of any work: only the page, or less.")
    _leave(found, [entry for entry in files if entry.name not in wanted], read)
    return found


def _leave(found: Loaded, others: list[Entry], read: Callable[[str], bytes]) -> None:
    """Name what does not belong, and keep a copy of what is small and ordinary."""
    for n, entry in enumerate(others):
        found.extras.append(Extra(entry.name, entry.why or "is no part of a hand-in", _kept(entry, read) if n < KEPT else None))


def _kept(entry: Entry, read: Callable[[str], bytes]) -> bytes | None:
    if entry.why or entry.size > SMALL:
        return None
    try:
        return read(entry.name)
    except Unsound:
        return None
