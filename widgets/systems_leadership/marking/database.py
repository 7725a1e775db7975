"""The gradebook's database: SQLite in the tutor's folder, or PostgreSQL for several tutors or more than one machine.

`c.CourseDirectory.db_url` says which. What goes wrong with it is said in one sentence that names the database, never its password.
"""
from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:                                        # pragma: no cover
    fcntl = None               # type: ignore[assignment]
from nbgrader.api import Gradebook, InvalidEntry
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, OperationalError, ProgrammingError, SQLAlchemyError

SHAPE = "postgresql+psycopg://user@host/database"
WHERE = "c.CourseDirectory.db_url in nbgrader_local.py (on a hub, `gradebook` in hub.toml)"
PATIENCE = "10"            # seconds for a server to answer; without a word PostgreSQL's client waits for minutes
ATTEMPTS = 3               # several tutors may open a new database at once, and only one of them makes its tables


class DatabaseError(Exception):
    """The gradebook cannot be used; the text says why and what to do."""


def opened(db_url: str, course_id: str) -> Gradebook:
    """nbgrader's Gradebook, its tables made when they are not there. Raises DatabaseError; SQLAlchemyError where SQLite fails."""
    os.environ.setdefault("PGCONNECT_TIMEOUT", PATIENCE)
    for attempt in range(ATTEMPTS):
        try:
            return Gradebook(db_url, course_id)
        except (InvalidEntry, IntegrityError, ProgrammingError) as error:
            if attempt == ATTEMPTS - 1 or "permission denied" in str(error):
                raise DatabaseError(said(db_url, error)) from None
            time.sleep(0.2 * (attempt + 1))
        except (ArgumentError, ImportError, OperationalError, ValueError) as error:
            if isinstance(error, OperationalError) and db_url.startswith("sqlite"):
                raise
            raise DatabaseError(said(db_url, error)) from None
    raise AssertionError


def named(db_url: str) -> str:
    """A database's address as it may be shown: without password and options."""
    try:
        url = make_url(db_url)
    except (ArgumentError, ValueError):
        return re.sub(r"//.*@", "//…@", db_url.partition("?")[0])
    if url.drivername.startswith("sqlite"):
        return f"sqlite:///{url.database or ''}"
    place = f"{url.host or url.query.get('host') or ''}{f':{url.port}' if url.port else ''}"
    return f"{url.drivername}://{f'{url.username}@' if url.username else ''}{place}/{url.database or ''}"


def said(db_url: str, error: Exception) -> str:
    """What is wrong with a database, and the next step."""
    name = named(db_url)
    if isinstance(error, ImportError) or type(error).__name__ == "NoSuchModuleError":
        return (f"The gradebook is to be in {name}, and this Python has no driver for that ({error}). For PostgreSQL write {SHAPE}, and install the driver: "
                "pip install 'psycopg[binary]'. Then run this again.")
    if isinstance(error, (ArgumentError, ValueError)) and not isinstance(error, InvalidEntry):
        return f"“{name}” is no address of a database. It looks like this: {SHAPE}. Correct {WHERE}, and run this again."
    why = _reason(error)
    if "permission denied" in why:
        return (f"The user of {name} may not make or change the gradebook's tables ({why}). Make that user the owner of the database (in psql: ALTER DATABASE … OWNER TO …), "
                "and run this again.")
    if isinstance(error, DBAPIError) and isinstance(error, OperationalError):
        return (f"The gradebook's database {name} could not be used ({why}). See that the server runs and can be reached from here, and that host, user, password and database are right in "
                f"{WHERE}. Then run this again; what is marked already stays marked.")
    return f"The gradebook's database {name} could not be used ({why}). Run this again; what is marked already stays marked."


def _reason(error: Exception) -> str:
    """The driver's own words, in one line; they have no password in them."""
    return " ".join(str(getattr(error, "orig", None) or error).split())[:250]


def failed(db_url: str, error: SQLAlchemyError) -> str:
    """What to say of an error in the middle of work."""
    if not db_url.startswith("sqlite"):
        return said(db_url, error)
    return (f"The gradebook could not be used ({str(error).splitlines()[0][:200]}). Close other programs that use it, see that there is space, "
            "and run this again; what is marked already stays marked.")


@contextlib.contextmanager
def alone(place: Path) -> Iterator[None]:
    """Keep other processes that write into a tutor's folder waiting until this one is through. One that is killed keeps nobody waiting."""
    fd = os.open(place / ".lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o660)
    try:
        if fcntl:
            with contextlib.suppress(OSError):             # some network drives cannot lock; then the database's own lock has to do
                fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)
