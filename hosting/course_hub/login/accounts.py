"""Accounts for hubs with passwords of their own: made from the list with one-time passwords, each to be replaced at the first sign-in."""
from __future__ import annotations

import contextlib
import csv
import os
import re
import secrets
from collections.abc import Collection, Iterator
from pathlib import Path

import bcrypt
from jupyterhub.orm import DatabaseSchemaMismatch, new_session_factory
from nativeauthenticator.orm import UserInfo
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from systems_leadership.games.hand_in.bundle import NUMBER

from .tables import LoginError

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"          # none that is taken for another
ONE_TIME = re.compile(rf"[{LETTERS}]{{4}}(-[{LETTERS}]{{4}}){{2}}")
LONGEST = 72                                         # bytes; bcrypt takes no more


def one_time() -> str:
    """A password such as `k7mp-3xwd-qh4t`: 59 bits, to be typed from paper once. Known by its form, so that the hub asks for another at the first sign-in."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))


def is_one_time(password: str) -> bool:
    return ONE_TIME.fullmatch(password) is not None


def new_password(database: str, name: str) -> str:
    """A new one-time password for somebody who has lost theirs; the old one is worth nothing from now on. Raises LoginError.

    `database` is the hub's, such as `sqlite:////srv/systems-leadership/hub/jupyterhub.sqlite`; it is made when it is not there."""
    with _open(database) as session:
        if not (known := UserInfo.find(session, _name(name))):
            raise LoginError(f"{name} has no account here. Put them on a cohort's list, and make accounts.")
        session.delete(known)
        session.flush()
        password = _put(session, _name(name))
        session.commit()
    return password


def make_accounts(database: str, numbers: Collection[str], sheet: Path) -> int:
    """An account for everybody who has none, and a CSV (0600) of their one-time passwords to hand out; returns how many. With nobody new, no file is written.

    Raises LoginError; then nothing has been made. The sheet is deleted once it has been handed out."""
    with _open(database) as session:
        known = {name for (name,) in session.query(UserInfo.username)}
        new = sorted({_name(number) for number in numbers} - known)
        if not new:
            return 0
        rows = [(number, _put(session, number)) for number in new]
        session.flush()
        _write(rows, sheet)
        try:
            session.commit()
        except SQLAlchemyError:
            sheet.unlink(missing_ok=True)
            raise
    return len(rows)


def remove(database: str, name: str) -> bool:
    """Take away an account; whether there was one. For a hub that is stopped: a running one does it when the user is deleted."""
    with _open(database) as session:
        gone = session.query(UserInfo).filter(UserInfo.username == _name(name)).delete()
        session.commit()
    return bool(gone)


@contextlib.contextmanager
def _open(database: str) -> Iterator[Session]:
    where = re.sub(r"//[^/@]*@", "//", database)
    try:
        with new_session_factory(database)() as session:
            yield session
    except DatabaseSchemaMismatch:
        raise LoginError(f"{where}: the hub's database is of another version of JupyterHub. Follow hosting/upgrade.md, and run this again.") from None
    except SQLAlchemyError as error:
        raise LoginError(f"{where}: the hub's database could not be used ({str(getattr(error, 'orig', None) or error)[:200]}). Nothing has been changed.") from None


def _name(name: str) -> str:
    if not NUMBER.fullmatch(name):
        raise LoginError(f"“{name[:40]}” is no name the hub can use: letters, digits, dots and dashes, at most 40, and no spaces.")
    return name.lower()


def _put(session: Session, name: str) -> str:
    password = one_time()
    # 2¹⁰ rounds rather than bcrypt's 2¹²: nobody guesses 59 random bits, and a cohort's list takes seconds, not a minute.
    session.add(UserInfo(username=name, password=bcrypt.hashpw(password.encode(), bcrypt.gensalt(10)), is_authorized=True))
    return password


def _write(rows: list[tuple[str, str]], sheet: Path) -> None:
    try:
        handle = os.open(sheet, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise LoginError(f"{sheet}: there is such a file already, perhaps with passwords not yet handed out. Move it away, and run this again.") from None
    except OSError as error:
        raise LoginError(f"{sheet}: could not be written ({error.strerror}). No account has been made.") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("number", "one-time password"))
            writer.writerows(rows)
            out.flush()
            os.fsync(handle)
    except OSError as error:
        sheet.unlink(missing_ok=True)
        raise LoginError(f"{sheet}: could not be written ({error.strerror}). No account has been made.") from None
