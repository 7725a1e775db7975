"""Who owns what on a machine, by name; and work done as the owner, so that root follows no link and opens no file that somebody else laid out."""
from __future__ import annotations

import grp
import os
import pwd
from collections.abc import Callable


def user_name(uid: int) -> str:
    """A user's name, or `#1000` for one without."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"#{uid}"


def group_name(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return f"#{gid}"


def uid(name: str) -> int:
    """Raises KeyError when there is no such user."""
    return int(name[1:]) if name.startswith("#") else pwd.getpwnam(name).pw_uid


def gid(name: str) -> int:
    return int(name[1:]) if name.startswith("#") else grp.getgrnam(name).gr_gid


def as_owner(owner: os.stat_result, work: Callable[[], bytes]) -> bytes:
    """Do something as the user who owns a folder, in a process of its own. Raises OSError with what went wrong there.

    Whoever is not root, or whose own it is, does it here and now. To be called where no other thread runs: a fork takes locks along and leaves their holders behind."""
    if os.geteuid() != 0 or owner.st_uid == 0:
        return work()
    theirs, ours = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(theirs)
            os.setgroups([])
            os.setgid(owner.st_gid)
            os.setuid(owner.st_uid)
            os.umask(0o077)
            said = b"+" + work()
        except BaseException as error:
            said = b"-" + f"{type(error).__name__}: {error}".encode("utf-8", "replace")
        with os.fdopen(ours, "wb") as pipe:
            pipe.write(said)
        os._exit(0)
    os.close(ours)
    with os.fdopen(theirs, "rb") as pipe:
        heard = pipe.read()
    os.waitpid(pid, 0)
    if heard[:1] != b"+":
        raise OSError(heard[1:].decode("utf-8", "replace") or "it ended without a word")
    return heard[1:]
