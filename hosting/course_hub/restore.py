"""Putting a hub back as a back-up has it. What is there now is put aside, never deleted; nothing is changed before the whole archive has been read and found sound."""
from __future__ import annotations

import contextlib
import datetime
import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from . import archive, backup, owners, postgres
from .archive import SPACE, BackupError, Item, Manifest

Gradebooks = Callable[[Path], dict[str, str]]
MakeUser = Callable[[str, Path, str], object]              # name, home, group


def restore(path: Path, data: Path, gradebooks: Gradebooks, make_user: MakeUser) -> Iterator[str]:
    """Restore a back-up into a data directory, saying in sentences what is done.

    `gradebooks` reads the cohorts' database addresses from a data directory: the present one's hub.toml counts, or where there is none the back-up's.
    `make_user(name, home, group)` makes a system user the machine does not have. Raises BackupError, and then everything is as it was."""
    data.mkdir(parents=True, exist_ok=True)
    with backup._only_one(data):
        _stopped(data)
        manifest = archive.check(path)
        yield f"{path.name} is whole: made {manifest.made}, {len(manifest.items):,} files and folders."
        staging = Path(tempfile.mkdtemp(prefix=".restoring-", dir=data))
        try:
            yield from _users(manifest, data, make_user)
            _unpack(path, staging)
            addresses = gradebooks(data if (data / "hub.toml").is_file() else staging)
            aside = _aside(data)
            restored = list[str]()
            try:
                _databases(manifest, staging, aside, addresses, restored)
                _swap(staging, data, aside)
            except (OSError, BackupError):
                _undo(restored, aside, addresses)          # should this fail too, the dumps stay where they are
                shutil.rmtree(aside, ignore_errors=True)
                raise
        except OSError as error:
            why = SPACE if error.errno in (errno.ENOSPC, errno.EDQUOT) else f"{error.filename or data}: {error.strerror or error}."
            raise BackupError(f"Nothing was restored. {why} Put it right, and run this again. Everything is as it was.") from None
        finally:
            shutil.rmtree(staging, ignore_errors=True)
        for cohort in restored:
            yield f"The gradebook of {cohort} is in its database again."
        yield f"Restored. What was there before is in {aside}; remove it once you have looked."
        if any(item.name.startswith("exchange/") and item.name.count("/") == 3 and "/inbound/" in item.name for item in manifest.items):
            yield "Hand-ins that nobody had collected yet will be said to have come in now: a time in the exchange cannot be put back. Their own names say when it was."


def _stopped(data: Path) -> None:
    """Refuse while the hub, its proxy, or a server of a learner's or a tutor's runs. Raises BackupError."""
    data = data.resolve()
    for pid_file in (data / "hub").glob("*.pid") if (data / "hub").is_dir() else ():
        text = pid_file.read_text(encoding="ascii", errors="replace").strip()
        if text.isdigit() and running(int(text)):
            raise BackupError(f"The hub is running ({pid_file.name} says process {text}). Stop it first; nothing has been changed.")
    for part in ("learners", "courses"):
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                here = os.readlink(process / "cwd")
                if here.startswith(f"{data / part}/") and process.name != str(os.getpid()):
                    raise BackupError(f"A server still runs in {here} (process {process.name}). Stop the hub with all its servers first; nothing has been changed.")


def running(pid: int) -> bool:
    """Whether a pid left in a file is a hub's or a proxy's still. A number that another program has since got is not."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return any(name in words for name in (b"jupyterhub", b"course_hub", b"configurable-http-proxy"))


def _users(manifest: Manifest, data: Path, make_user: MakeUser) -> Iterator[str]:
    """Make the users again that this machine does not have. Their homes come first, so that each is made with its own. Raises BackupError."""
    if os.geteuid() != 0:
        return
    for item in manifest.items:
        try:
            owners.uid(item.owner)
        except KeyError:
            if not item.folder:
                raise BackupError(f"{item.name} belongs to {item.owner}, whom this machine does not have, and who has no folder. Make that user, then run this again. "
                                  "Nothing has been changed.") from None
            make_user(item.owner, data / item.name, item.group)
            yield f"Made the user {item.owner} again."
        try:
            owners.gid(item.group)
        except KeyError:
            raise BackupError(f"This machine has no group {item.group}. Make it (groupadd --system {item.group}), then run this again. Nothing has been changed.") from None


def made_again(name: str, home: Path, group: str) -> object:
    """Make a hub's system user as the hub itself does."""
    from .accounts import PREFIX, _user
    if not name.startswith(PREFIX):
        raise BackupError(f"The back-up has files of {name}, whom this machine does not have and a hub does not make. Make that user, then run this again. Nothing has been changed.")
    return _user(name, home, group)


def _unpack(path: Path, staging: Path) -> None:
    """Write the archive into a folder that is new and root's, so that no link can lie in the way; owners and modes come last."""
    done = list[Item]()
    with archive.opened(path) as (_, members):
        for item, file in members:
            to = staging / item.name
            if file is None:
                to.mkdir(mode=0o700)
            else:
                with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
                    shutil.copyfileobj(file, out, 1 << 20)
            done.append(item)
    for item in reversed(done):
        to = staging / item.name
        if os.geteuid() == 0:
            os.chown(to, owners.uid(item.owner), owners.gid(item.group), follow_symlinks=False)
        to.chmod(item.mode & (0o3777 if item.folder else 0o777))
        os.utime(to, (item.modified, item.modified))
    os.sync()


def _aside(data: Path) -> Path:
    now = datetime.datetime.now(datetime.UTC)
    while (aside := data / f"before-restore-{now:%Y-%m-%dT%H-%M-%SZ}").exists():
        now += datetime.timedelta(seconds=1)
    aside.mkdir(mode=0o700)
    return aside


def _databases(manifest: Manifest, staging: Path, aside: Path, addresses: dict[str, str], done: list[str]) -> None:
    """Restore the dumps, each after a dump of what is there; `done` says which. Raises BackupError."""
    (aside / "databases").mkdir(mode=0o700)
    for cohort, kind in sorted(manifest.gradebooks.items()):
        if kind != "postgresql":
            continue
        if not addresses.get(cohort):
            raise BackupError(f"The back-up has the gradebook of {cohort} in PostgreSQL, and hub.toml names no database for it. Write `gradebook` into hub.toml, and run this again.")
        postgres.dump(addresses[cohort], aside / "databases" / f"{cohort}.dump")
        postgres.restore(addresses[cohort], staging / "databases" / f"{cohort}.dump")
        done.append(cohort)


def _undo(cohorts: list[str], aside: Path, addresses: dict[str, str]) -> None:
    for cohort in cohorts:
        postgres.restore(addresses[cohort], aside / "databases" / f"{cohort}.dump")


def _swap(staging: Path, data: Path, aside: Path) -> None:
    """Each part of the data directory out of the way, and the restored one into its place: renames only. When one fails, all are taken back. Raises OSError."""
    done = list[tuple[Path, Path]]()
    try:
        for part in sorted(staging.iterdir()):
            if part.name == "databases":
                continue
            for source, to in ((data / part.name, aside / part.name), (part, data / part.name)):
                if os.path.lexists(source):
                    os.rename(source, to)
                    done.append((to, source))
    except OSError:
        for source, to in reversed(done):
            os.rename(source, to)
        raise
