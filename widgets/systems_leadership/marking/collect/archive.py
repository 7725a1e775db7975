"""Finding hand-ins among the files a tutor was sent or downloaded: zips of any name, zips of zips, folders a browser unpacked."""
from __future__ import annotations

import contextlib
import datetime
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from ...games.hand_in.bundle import MANIFEST, NOTEBOOK, NUMBER, Manifest
from . import lms, manifest, reading, zips
from .candidate import Candidate, now, said
from .checks import IN_ALL, JUNK, Loaded, Unsound, expected

DEEP = 3                   # zips inside zips: the LMS's download, one a person, and one that somebody packed again
ENTRIES, INSIDE = 20_000, 100              # files looked at in one download, and of them in what one person put into it
PACKED = (IN_ALL, IN_ALL, 5_000_000, 5_000_000)        # bytes of a zip inside a zip, by how deep it lies
WHOLE = 4_000_000_000      # bytes of one download
SLACK = datetime.timedelta(minutes=10)     # between a learner's clock and others
SEND = "Ask the learner to press Hand in and to send the file that it makes."
ALONE = {".ipynb": "is a page on its own, without the records beside it and the manifest that says whose it is.",
         ".jsonl": "is a record on its own, without the manifest that says whose it is."}
Raw = Callable[[], dict[str, bytes]]


class Finder:
    """Looks through an archive folder. A context manager: candidates can be loaded until it ends."""

    def __init__(self, assignment: str) -> None:
        self.assignment, self.expected = assignment, expected(assignment)
        self.kept = contextlib.ExitStack()
        self.all = self.own = 0            # files that may still be looked at: in this download, in what one person put into it

    def __enter__(self) -> Finder:
        return self

    def __exit__(self, *error: object) -> None:
        self.kept.close()

    def candidates(self, path: Path, names: list[str] | None = None) -> Iterator[Candidate]:
        """Every hand-in in a folder, and everything that is none, in the order of their names. What cannot be read is a candidate that says so."""
        names = names or []
        try:
            found = sorted(os.listdir(path))
        except OSError as error:
            yield self._bad(names, f"could not be opened ({error.strerror}).")
            return
        if names and MANIFEST in found:
            yield self._unpacked(path, names)
            return
        for name in found:
            below = path / name
            if name in JUNK or name.startswith("."):
                continue
            try:
                if not stat.S_ISDIR(os.lstat(below).st_mode):
                    yield from self._file(below, [*names, name])
                elif len(names) < DEEP:
                    yield from self.candidates(below, [*names, name])
            except Exception as error:                     # whatever nobody thought of stops at this one file
                yield self._bad([*names, name], f"could not be looked at ({type(error).__name__}). {SEND}")

    def _file(self, path: Path, names: list[str]) -> Iterator[Candidate]:
        def raw() -> dict[str, bytes]:
            return {path.name: reading.file(path, IN_ALL)}
        try:
            with os.fdopen(reading.opened(path), "rb") as file:
                size, head = os.fstat(file.fileno()).st_size, file.read(4)
            if size > WHOLE:
                raise Unsound(f"has {size // 1_000_000} MB, which is too much to look through.")
        except (Unsound, OSError) as trouble:
            yield self._bad(names, str(trouble))
            return
        if zips.looks_like(head) or (size and path.suffix.lower() == ".zip"):
            yield from self._zip(zips.Packed(lambda: os.fdopen(reading.opened(path), "rb")), names, raw, 0)
        elif not lms.read(names).receipt:
            yield self._loose(names, size, raw)

    def _zip(self, packed: zips.Packed, names: list[str], raw: Raw, depth: int) -> Iterator[Candidate]:
        """One hand-in, or several, or zips with hand-ins in them."""
        if depth > DEEP:
            yield self._bad(names, f"is zip files inside zip files, {DEEP} deep and deeper. {SEND}", raw)
            return
        try:
            with packed.open() as found:
                infos = [info for info in found.infolist() if not info.is_dir() and not JUNK & set(info.filename.split("/"))]
        except Unsound as trouble:
            yield self._bad(names, f"{trouble} {SEND}", raw)
            return
        roots = _roots(infos)
        for root in roots:
            yield self._packed(packed, root, [*names, *root.split("/")[:-1]], raw if len(roots) == 1 else dict)
        others = [info for info in infos if not any(info.filename.startswith(root) for root in roots)]
        if others:
            yield from self._others(packed, others, names, raw, depth, bool(roots))

    def _others(self, packed: zips.Packed, infos: list[zipfile.ZipInfo], names: list[str], raw: Raw, depth: int, any_found: bool) -> Iterator[Candidate]:
        """What is in a zip beside hand-ins, or where there is none: more zips, what somebody handed in instead, or anything."""
        if not depth:
            self.all = ENTRIES
        self.all, self.own = self.all - len(infos), (self.own if depth > 1 else INSIDE) - len(infos)
        if self.all < 0 or (depth and self.own < 0):
            yield self._bad(names, f"holds {len(infos)} files, too many to look through. If it is a download of your LMS, put it into the archive folder by itself and collect again.", raw)
            return
        with contextlib.ExitStack() as here:
            (here if depth else self.kept).enter_context(packed.held())
            yield from self._each(packed, infos, names, raw, depth, any_found)

    def _each(self, packed: zips.Packed, infos: list[zipfile.ZipInfo], names: list[str], raw: Raw, depth: int, any_found: bool) -> Iterator[Candidate]:
        strange = []
        for info in sorted(infos, key=lambda info: info.filename):
            below = [*names, *info.filename.split("/")]
            named = lms.read(below)
            if self._is_zip(packed, info):
                yield from self._zip(packed.inside(info, PACKED[depth]), below, _reader(packed, info), depth + 1)
            elif named.receipt:
                pass
            elif named.by and not depth:
                yield self._loose(below, info.file_size, _reader(packed, info), zips.why_not(info, IN_ALL))
            else:
                strange.append(info)
                continue
            any_found = True
        if not strange:
            return
        if any_found:
            few = ", ".join(info.filename for info in strange[:3]) + " …" * (len(strange) > 3)
            yield self._bad(names, f"also holds what is no hand-in ({few}), and that was passed over.")
        else:
            yield self._bad(names, _none(strange), raw)

    def _is_zip(self, packed: zips.Packed, info: zipfile.ZipInfo) -> bool:
        if info.filename.lower().endswith(".zip"):
            return True
        if zips.why_not(info, IN_ALL):
            return False
        with contextlib.suppress(Unsound, *zips.TROUBLE), packed.open() as found, found.open(info) as file:
            return zips.looks_like(file.read(4))
        return False

    def _loose(self, names: list[str], size: int, raw: Raw, why: str = "") -> Candidate:
        why = f"{why}." if why else "is empty." if not size else ALONE.get(os.path.splitext(names[-1])[1].lower(), "is no hand-in of this course.")
        return self._bad(names, f"{why} {SEND}", raw)

    def _packed(self, packed: zips.Packed, root: str, names: list[str], raw: Raw) -> Candidate:
        """A hand-in in a zip, below `root`."""
        def says() -> tuple[Manifest, datetime.datetime]:
            with packed.open() as found:
                if sum(name == root + MANIFEST for name in found.namelist()) > 1:
                    raise Unsound(f"holds {MANIFEST} twice, so nobody can tell which of the two is meant.")
                return self._says(lambda name, limit: zips.read(found, root + name, limit))

        def load() -> Loaded:
            with packed.open() as found:
                return manifest.load(says()[0], self.expected, zips.entries(found, root), lambda name: zips.read(found, root + name))
        return self._candidate(names, says, load, raw)

    def _unpacked(self, path: Path, names: list[str]) -> Candidate:
        """A hand-in that a browser has unpacked."""
        def says() -> tuple[Manifest, datetime.datetime]:
            with reading.folder(path) as found:
                return self._says(found.read)

        def load() -> Loaded:
            with reading.folder(path) as found:
                entries, many = found.listing()
                return manifest.load(says()[0], self.expected, entries, found.read, many)

        def raw() -> dict[str, bytes]:
            with reading.folder(path) as found:
                return found.ordinary()
        return self._candidate(names, says, load, raw)

    def _says(self, read: Callable[[str, int], bytes]) -> tuple[Manifest, datetime.datetime]:
        try:
            data = read(MANIFEST, manifest.LARGEST)
        except Unsound as trouble:
            raise Unsound(f"cannot be read: {MANIFEST} {trouble}") from None
        return manifest.read(data, self.assignment)

    def _candidate(self, names: list[str], says: Callable[[], tuple[Manifest, datetime.datetime]], load: Callable[[], Loaded], raw: Raw) -> Candidate:
        try:
            told, when = says()
        except Unsound as trouble:
            return self._bad(names, f"{trouble} {SEND}", raw)
        named = lms.read(names)
        when, notes = _when(when, named)
        return Candidate(" › ".join(names), told.learner, when, named, notes, "", load, raw)

    def _bad(self, names: list[str], why: str, raw: Raw = dict) -> Candidate:
        """Something that is no hand-in. Whose it is can only be guessed from its name, to say it to the tutor."""
        named = lms.read(names)
        guess = named.own or named.user
        return Candidate(" › ".join(names) or "the archive folder", guess if NUMBER.fullmatch(guess) else "", named.when, named, [], why, raw=raw)


def _reader(packed: zips.Packed, info: zipfile.ZipInfo) -> Raw:
    def raw() -> dict[str, bytes]:
        with packed.open() as found:
            return {info.filename.rsplit("/", 1)[-1]: zips.read(found, info, IN_ALL)}
    return raw


def _roots(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Where in a zip there are hand-ins: "" when it is one itself, else the folders that have a manifest, outermost first."""
    found = sorted({info.filename[: -len(MANIFEST)] for info in infos if f"/{info.filename}".endswith(f"/{MANIFEST}")}, key=lambda root: (root.count("/"), root))
    out: list[str] = []
    for root in found:
        if not any(root.startswith(outer) for outer in out):
            out.append(root)
    return out


def _none(infos: list[zipfile.ZipInfo]) -> str:
    """Why a zip is no hand-in."""
    if trap := next((f"{info.filename} {why}" for info in infos if (why := zips.why_not(info))), ""):
        return f"was not opened: in it, {trap}. {SEND}"
    if any(info.filename.rsplit("/", 1)[-1] == NOTEBOOK or info.filename.endswith(".jsonl") for info in infos):
        return f"has no manifest, so nobody can tell whose it is. {SEND}"
    return f"holds no hand-in of this course. {SEND}"


def _when(made: datetime.datetime, named: lms.Named) -> tuple[datetime.datetime, list[str]]:
    """When it was handed in. The learner's clock, and file, can say anything; the LMS's time they cannot set, so the later of the two counts."""
    late = ["the LMS says that it came late."] if named.late else []
    if named.when and named.when > made:
        far = named.when - made > datetime.timedelta(days=1)
        return named.when, late + [f"its file says {said(made)}; the LMS had it at {said(named.when)}, and that time is kept."] * far
    if made > now() + SLACK:
        return now(), [*late, f"its file says {said(made)}, which has not come yet: the learner's clock is wrong. The time it was collected is kept instead."]
    return made, late
