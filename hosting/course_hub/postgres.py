"""A gradebook in PostgreSQL, dumped and restored with PostgreSQL's own programs. No address, user or password stands on a command line, where others could read it."""
from __future__ import annotations

import glob
import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import make_url

from systems_leadership.marking.database import named

from .archive import BackupError

# What may follow the `?` of an address, and the variable PostgreSQL's programs know it by.
OPTIONS = {"host": "PGHOST", "port": "PGPORT", "passfile": "PGPASSFILE", "service": "PGSERVICE", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
           "sslkey": "PGSSLKEY", "connect_timeout": "PGCONNECT_TIMEOUT", "options": "PGOPTIONS", "password": "PGPASSWORD"}


def dump(db_url: str, to: Path) -> None:
    """Write a consistent dump of a database, while others use it. Raises BackupError."""
    _run(db_url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")


def restore(db_url: str, dumped: Path) -> None:
    """Put a database back as it was dumped, all of it or nothing. Raises BackupError."""
    _run(db_url, "pg_restore", "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", f"--dbname={make_url(db_url).database}", str(dumped))


def program(name: str) -> str:
    """The newest of a program of PostgreSQL's: an older one refuses to dump a newer server. Raises BackupError."""
    found = max(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(Path(path).parts[4].split(".")[0]), default="") or shutil.which(name)
    if not found:
        raise BackupError(f"{name} is missing, and a gradebook is in PostgreSQL. On Debian: apt-get install postgresql-client. Then run this again.")
    return found


def environment(db_url: str) -> dict[str, str]:
    """An address as PostgreSQL's programs take it."""
    url = make_url(db_url)
    given = {"PGHOST": url.host, "PGPORT": url.port and str(url.port), "PGUSER": url.username, "PGPASSWORD": url.password, "PGDATABASE": url.database}
    given |= {OPTIONS[key]: value for key, value in url.query.items() if key in OPTIONS and isinstance(value, str)}
    return {**os.environ, "PGCONNECT_TIMEOUT": "10", **{key: str(value) for key, value in given.items() if value}}


def _run(db_url: str, name: str, *words: str) -> None:
    done = subprocess.run([program(name), "--no-password", *words], env=environment(db_url), stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        why = " ".join(done.stderr.split())[-300:]
        if "No space left" in why:
            raise OSError(28, "No space left on device")
        raise BackupError(f"{named(db_url)}: {name} could not do it ({why}). See that the server runs and that the address in hub.toml is right, and run this again. "
                          "The database is as it was.")
