"""Everything of one learner: `python -m course_hub.forget NUMBER` says what there is; `--yes` deletes it; `--copy-to FILE.zip` hands it over.

An access request is answered with the copy, a request to be forgotten with the deletion. Back-ups are only named: they go by themselves."""
from __future__ import annotations

import argparse
import contextlib
import json
import os
import pwd
import shutil
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from systems_leadership.hub import PREFIX, system_user

from . import archive, backup, held, hub_user, restore
from .held import HeldError, Place, inside
from .settings import NAME, HubError, read

TOKEN = "JUPYTERHUB_API_TOKEN"
AGAIN = ("/roster.csv", "/reports/learners.csv")           # written anew at every start, from the list hub.toml names


def said(data: Path, who: str, gradebooks: dict[str, str]) -> Iterator[str]:
    """What is held of a learner, a line each; nothing is changed. Raises HeldError."""
    for place in held.places(data, who):
        yield f"{place}: {_count(data, place)}"
    for cohort, url in sorted(gradebooks.items()):
        if marks := held.in_gradebook(data, cohort, url, held.marks(who)):
            yield f"the gradebook of {cohort}: their name, {len(marks['hand-ins'])} hand-ins with marks and comments"
    if not _hub_runs(data):
        if hub_user.in_database(data / "hub" / "jupyterhub.sqlite", who):
            yield "the hub's database: their user, and the password's hash where it has one"
    elif os.environ.get(TOKEN) and hub_user.known(_api(data), os.environ[TOKEN], who):
        yield "the hub: their user"
    if _user(data, who):
        yield f"the system user {system_user(who)}"


def left(data: Path, who: str, keep: int) -> Iterator[str]:
    """What a deletion does not reach, a line each."""
    for name in held.lists(data, who):
        again = name.startswith("courses/") and name.endswith(AGAIN)
        yield f"{name}: has a line of theirs{', until the next start of the hub writes it anew' if again else '. Take it out by hand'}."
    yield from held.back_ups(data, who, keep)


def delete(data: Path, who: str, gradebooks: dict[str, str], remove_user: Callable[[str], None] | None = None) -> Iterator[str]:
    """Delete a learner, saying in sentences what goes. Running it again goes on where it stopped. Raises HeldError, before anything has gone where it can.

    `remove_user(name)` removes a system user; by default `userdel`."""
    runs = _hub_runs(data)
    if runs and not os.environ.get(TOKEN):
        raise HeldError(f"The hub is running. Stop it first, or put an admin's token (hub page, Token) into {TOKEN}, so that it can be asked to delete the user. Nothing has been deleted.")
    rosters = _rosters(data)
    for name in held.lists(data, who):
        if name in rosters:
            raise HeldError(f"{who} is still on {name}, and the next start of the hub would make them again. Take the line out, then run this again. Nothing has been deleted.")
    if runs and hub_user.through_api(_api(data), os.environ[TOKEN], who):
        yield "Deleted from the hub, through its API; their server was stopped."
    _still(data, who)
    for cohort, url in sorted(gradebooks.items()):
        if held.in_gradebook(data, cohort, url, _remove(who)):
            yield f"Deleted from the gradebook of {cohort}."
    for place in held.places(data, who):                   # the home last: what is in it tells which feedback pages are theirs
        _delete(data, place)
        yield f"Deleted {place}."
    if not runs and hub_user.from_database(data / "hub" / "jupyterhub.sqlite", who):
        yield "Deleted from the hub's database, since the hub is stopped."
    if _user(data, who):
        (remove_user or _userdel)(system_user(who))
        yield f"Removed the system user {system_user(who)}."


def _rosters(data: Path) -> set[str]:
    """The lists hub.toml names. Raises HeldError."""
    try:
        return {cohort.learners for cohort in read(data / NAME).cohort}
    except HubError as error:
        raise HeldError(str(error)) from None


def _remove(who: str) -> Callable[[object], bool]:
    def work(gradebook: object) -> bool:
        if held.marks(who)(gradebook) is None:
            return False
        gradebook.remove_student(who)                      # type: ignore[attr-defined]
        return True
    return work


def _delete(data: Path, place: Place) -> None:
    with inside(data, place.parent) as fd:
        if fd is None:
            return
        try:
            if stat.S_ISDIR(os.stat(place.name, dir_fd=fd, follow_symlinks=False).st_mode):
                shutil.rmtree(place.name, dir_fd=fd)
            else:
                os.unlink(place.name, dir_fd=fd)
        except OSError as error:
            raise HeldError(f"{place} could not be deleted ({error.strerror}). Put it right, and run this again; what is gone stays gone.") from None


def copy(data: Path, who: str, gradebooks: dict[str, str], to: Path) -> int:
    """Write everything of a learner's into one zip file (0600), marks and comments among it as marks.json. Returns the number of files. Raises HeldError."""
    n = 0
    try:
        with open(os.open(to, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "w+b") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
            for place in held.places(data, who):
                for name, fd in _files(data, place):
                    with os.fdopen(fd, "rb") as file:
                        if name.endswith(f"/{held.SECRET}"):   # says nothing of the learner, and opens their feedback page to whoever has it
                            continue
                        with pack.open(name, "w", force_zip64=True) as into:
                            shutil.copyfileobj(file, into)
                    n += 1
            for cohort, url in sorted(gradebooks.items()):
                if marks := held.in_gradebook(data, cohort, url, held.marks(who)):
                    pack.writestr(f"courses/{cohort}/marks.json", json.dumps(marks, ensure_ascii=False, indent=1))
                    n += 1
    except OSError as error:
        raise HeldError(f"{to} could not be written ({error.strerror}). Choose a new name, on a disk with space.") from None
    return n


def _files(data: Path, place: Place) -> Iterator[tuple[str, int]]:
    """Every ordinary file in a place, opened; caches and links are passed over."""
    with inside(data, place.parent) as at:
        if at is None:
            return
        if stat.S_ISREG(os.stat(place.name, dir_fd=at, follow_symlinks=False).st_mode):
            yield str(place), os.open(place.name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=at)
            return
        for folder, folders, files, fd in os.fwalk(place.name, dir_fd=at, follow_symlinks=False):
            folders[:] = [name for name in folders if name not in (".cache", ".ipython", "__pycache__")]
            for name in files:
                with contextlib.suppress(OSError):
                    found = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=fd)
                    if stat.S_ISREG(os.fstat(found).st_mode):
                        yield "/".join((*place.parent, folder, name)), found
                    else:
                        os.close(found)


def _count(data: Path, place: Place) -> str:
    sizes = []
    for _, fd in _files(data, place):
        sizes.append(os.fstat(fd).st_size)
        os.close(fd)
    return f"{len(sizes)} file{'s' * (len(sizes) != 1)}, {sum(sizes) / 1000:,.0f} kB"


def _still(data: Path, who: str) -> None:
    """Raises HeldError while something runs in the learner's home."""
    home = (data / "learners" / who).resolve()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if Path(os.readlink(process / "cwd")).is_relative_to(home):
                raise HeldError(f"Something of {who} still runs (process {process.name}). Stop their server, then run this again.")


def _hub_runs(data: Path) -> bool:
    for file in (data / "hub").glob("*.pid"):
        text = file.read_text(encoding="ascii", errors="replace").strip()
        if text.isdigit() and restore.running(int(text)):
            return True
    return False


def _api(data: Path) -> str:
    """Of the hub itself, past its proxy. Raises HeldError."""
    from . import ports
    from .places import Places
    try:
        places = Places(data)
        return f"http://127.0.0.1:{ports.inner(places, read(places.settings))['hub']}/hub/api"
    except HubError as error:
        raise HeldError(str(error)) from None


def _user(data: Path, who: str) -> bool:
    """Whether the machine has a system user for a learner of this hub. One of another hub's on the same machine has its home there."""
    with contextlib.suppress(KeyError):
        return Path(pwd.getpwnam(system_user(who)).pw_dir) == data.resolve() / "learners" / who
    return False


def _userdel(name: str) -> None:
    assert name.startswith(PREFIX)
    done = subprocess.run(["userdel", name], capture_output=True, text=True)
    if done.returncode:
        raise HeldError(f"The system user {name} could not be removed ({done.stderr.strip()[-200:]}). Put it right, and run this again.")


def main(argv: list[str] | None = None) -> int:
    """0 when it went well; 1 with one sentence when it did not, or there is nothing."""
    parser = argparse.ArgumentParser(prog="python -m course_hub.forget", description=__doc__)
    parser.add_argument("number", help="the learner's number")
    parser.add_argument("--data", type=Path, default=backup.DATA, help=f"the data directory (default {backup.DATA})")
    parser.add_argument("--keep", type=int, default=backup.KEEP, help="how many back-ups are kept, to say when those that hold the learner go")
    parser.add_argument("--copy-to", type=Path, metavar="FILE.zip", help="write everything into a zip file to hand over")
    parser.add_argument("--yes", action="store_true", help="delete it; this cannot be undone")
    args = parser.parse_args(argv)
    try:
        who, gradebooks = held.number(args.number), backup.gradebooks(args.data)
        found, rest = list(said(args.data, who, gradebooks)), list(left(args.data, who, args.keep))
        if not found and not rest:
            raise HeldError(f"Nothing is held of {who} in {args.data}.")
        print(f"Of {who} there is:", *(f"  {line}" for line in found or ["nothing any more"]), sep="\n")
        if args.copy_to:
            print(f"Copied {copy(args.data, who, gradebooks, args.copy_to)} files to {args.copy_to}. Look through it before you hand it over: comments may speak of others.")
        if args.yes:
            print(*delete(args.data, who, gradebooks), sep="\n")
            rest = list(left(args.data, who, args.keep))
        if rest := [*rest, *held.perhaps(args.data)]:
            print("This is not deleted with it:", *(f"  {line}" for line in rest), sep="\n")
        if not args.yes:
            print("Nothing has been deleted. To delete all of it, add --yes.")
    except (HeldError, archive.BackupError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
