"""Back-ups of a hub: `python -m course_hub.backup make`, `list`, `restore FILE`.

A back-up is one file in <data>/backups, readable by root only: every cohort's folder with its gradebook, every learner's folder,
the exchange, the hub's own database and secrets, and what the organisation wrote down. The software is not in it.
"""
from __future__ import annotations

import argparse
import contextlib
import datetime
import errno
import fcntl
import importlib.metadata
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import archive, gather
from .archive import SPACE, BackupError, Manifest

DATA, KEEP = Path("/srv/systems-leadership"), 14
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ\.tar\.gz")
PROGRAMS = ("systems-leadership", "nbgrader", "jupyterhub", "sqlalchemy")


def make(data: Path, gradebooks: dict[str, str], keep: int = KEEP, say: Callable[[str], None] = lambda _: None) -> Path:
    """Make a back-up and remove all but the newest `keep`. `gradebooks` has each cohort's database address, empty for SQLite.

    The file gets its name once it has been written, read back and found whole. Raises BackupError, and then the earlier ones are as they were."""
    with _only_one(data) as place:
        begun = datetime.datetime.now(datetime.UTC)
        work = Path(tempfile.mkdtemp(prefix=".making-", dir=place))
        try:
            writer = archive.Writer(work)
            gather.data(writer, data, gradebooks, say)
            whole = writer.close(Manifest(archive.FORMAT, begun.isoformat(timespec="seconds"), _versions(), {c: "postgresql" if url else "sqlite" for c, url in gradebooks.items()},
                                          writer.items, writer.notes))
            say("reading it back")
            archive.check(whole)
            to = _name(data, begun)
            os.rename(whole, to)
            _flush(place)
        except OSError as error:
            raise BackupError(f"No back-up was made. {_why(error, place)}, and run this again. Earlier back-ups ({len(made(data))}) are as before.") from None
        finally:
            shutil.rmtree(work, ignore_errors=True)
        for old in made(data)[max(1, keep):]:
            old.unlink()
        return to


def _why(error: OSError, place: Path) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{SPACE} Free some (`list` shows how large the others are)"
    return f"{error.filename or place}: {error.strerror or error}. Put it right"


@contextlib.contextmanager
def _only_one(data: Path) -> Iterator[Path]:
    """The folder of back-ups, locked; what a run that was stopped left there is removed. Raises BackupError."""
    place = data / "backups"
    try:
        place.mkdir(mode=0o700, exist_ok=True)
        fd = os.open(place / ".lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise BackupError(f"{place} could not be written to ({error.strerror}). Run this as root, with the data directory after --data.") from None
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for stray in place.glob(".making-*"):
            shutil.rmtree(stray, ignore_errors=True)
        yield place
    except BlockingIOError:
        raise BackupError("A back-up is being made or restored already. Wait for it, then run this again.") from None
    finally:
        os.close(fd)


SHAPE = "%Y-%m-%dT%H-%M-%SZ.tar.gz"


def _name(data: Path, begun: datetime.datetime) -> Path:
    """A name later than every other, though two be made within a second or the clock be put back: by their names the oldest go."""
    for newest in made(data)[:1]:
        last = datetime.datetime.strptime(newest.name, SHAPE).replace(tzinfo=datetime.UTC)
        begun = max(begun, last + datetime.timedelta(seconds=1))
    return data / "backups" / begun.strftime(SHAPE)


def _flush(place: Path) -> None:
    fd = os.open(place, os.O_RDONLY)
    os.fsync(fd)
    os.close(fd)


def _versions() -> dict[str, str]:
    found = {"python": sys.version.split()[0]}
    for name in PROGRAMS:
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found[name] = importlib.metadata.version(name)
    return found


def made(data: Path) -> list[Path]:
    """The back-ups there are, newest first."""
    place = data / "backups"
    return sorted((p for p in place.iterdir() if NAME.fullmatch(p.name) and p.is_file()), reverse=True) if place.is_dir() else []


def listed(data: Path) -> Iterator[str]:
    """A line a back-up: its name, size, and what is in it."""
    for path in made(data):
        size = f"{path.stat().st_size / 1e6:9,.1f} MB"
        try:
            found = archive.manifest(path)
            learners = sum(item.folder and item.name.startswith("learners/") and item.name.count("/") == 1 for item in found.items)
            yield f"{path.name}  {size}  {len(found.gradebooks)} cohort{'s' * (len(found.gradebooks) != 1)}, {learners} learner{'s' * (learners != 1)}, {len(found.items):,} files and folders"
        except BackupError as error:
            yield f"{path.name}  {size}  {error}"


def gradebooks(data: Path) -> dict[str, str]:
    """Each cohort's database address as hub.toml has it, empty for SQLite. Raises BackupError."""
    from .courses import gradebook
    from .places import Places
    from .settings import HubError, read
    try:
        places = Places(data)
        return {cohort.id: gradebook(places, cohort) for cohort in read(places.settings).cohort}
    except HubError as error:
        raise BackupError(str(error)) from None


def main(argv: list[str] | None = None) -> int:
    """0 when it went well; 1 with one sentence when it did not."""
    parser = argparse.ArgumentParser(prog="python -m course_hub.backup", description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help=f"the data directory (default {DATA})")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("make", help="make a back-up while everybody works on").add_argument("--keep", type=int, default=KEEP, help=f"how many to keep (default {KEEP})")
    verbs.add_parser("list", help="show what there is")
    verbs.add_parser("restore", help="put everything back as a back-up has it; the hub must be stopped").add_argument("file", help="its name in <data>/backups, or its path")
    args = parser.parse_args(argv)
    try:
        if args.verb == "make":
            path = make(args.data, gradebooks(args.data), args.keep, lambda what: print(f"  {what}", flush=True))
            print(f"Made {path} ({path.stat().st_size / 1e6:,.1f} MB), read back and found whole. Copy it to another machine: a back-up on the same disk goes with the disk.")
            print(*archive.manifest(path).notes, sep="\n", end="\n" * bool(archive.manifest(path).notes))
        elif args.verb == "list":
            print(*(list(listed(args.data)) or [f"There is no back-up in {args.data / 'backups'} yet."]), sep="\n")
        else:
            from . import restore
            path = Path(args.file) if "/" in args.file else args.data / "backups" / args.file
            for sentence in restore.restore(path, args.data, gradebooks, restore.made_again):
                print(sentence, flush=True)
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
