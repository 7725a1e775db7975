"""A PostgreSQL server of one's own for tests: made in a temporary folder by an unprivileged user, on a socket and a free loopback port, stopped at the end."""
from __future__ import annotations

import contextlib
import glob
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy

USERS = ("postgres", "nobody")             # the server refuses to be root


@dataclass
class Server:
    """A server that runs. `admin` may make databases; `password` is that of every URL."""

    port: int
    password: str
    sockets: Path

    def url(self, database: str, *, password: str | None = None, port: int | None = None) -> str:
        """The address of a database as nbgrader takes it."""
        return f"postgresql+psycopg://admin:{password or self.password}@127.0.0.1:{port or self.port}/{database}"

    def socket_url(self, database: str) -> str:
        """The same, over the socket."""
        return f"postgresql+psycopg://admin:{self.password}@/{database}?host={self.sockets}&port={self.port}"

    def make(self, database: str) -> str:
        """Make an empty database; return its URL."""
        self._say(f'CREATE DATABASE "{database}"')
        return self.url(database)

    def drop(self, database: str) -> None:
        self._say(f'DROP DATABASE "{database}"')

    def connections(self, database: str) -> int:
        """How many there are to a database from elsewhere."""
        engine = sqlalchemy.create_engine(self.url("postgres"))
        with engine.connect() as connection:
            found = connection.execute(sqlalchemy.text("SELECT count(*) FROM pg_stat_activity WHERE datname = :name"), {"name": database}).scalar_one()
        engine.dispose()
        return int(found)

    def _say(self, words: str) -> None:
        engine = sqlalchemy.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sqlalchemy.text(words))
        engine.dispose()


def program(name: str) -> str:
    """A program of PostgreSQL's. Debian keeps the server's out of the PATH, and puts a script before the others."""
    found = max(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), key=lambda path: int(Path(path).parts[4].split(".")[0]), default="") or shutil.which(name)
    assert found, f"{name} is not to be found. `make setup` installs PostgreSQL."
    return os.path.realpath(found)         # the server looks for its other programs beside itself


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextlib.contextmanager
def server(durable: bool = False) -> Iterator[Server]:
    """Start one. `durable` writes through to the disk as a real one does; otherwise nothing waits for the disk."""
    place = Path(tempfile.mkdtemp(prefix="pg-"))            # a short name: a socket's may have 107 letters
    found = Server(free_port(), secrets.token_hex(8), place)
    who: dict[str, str] = {}
    if os.geteuid() == 0:
        user = next(pwd.getpwnam(name) for name in USERS if _is_user(name))
        who = {"user": user.pw_name, "group": str(user.pw_gid)}
        os.chown(place, user.pw_uid, user.pw_gid)

    def run(*words: str) -> None:
        done = subprocess.run(words, cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60, env={**os.environ, "LC_ALL": "C.UTF-8"},
                              user=who.get("user"), group=int(who["group"]) if who else None, extra_groups=[] if who else None)
        assert done.returncode == 0, done.stdout[-2000:]
    try:
        (place / "password").write_text(found.password)
        run(program("initdb"), "-D", "data", "-U", "admin", "--auth=scram-sha-256", "--pwfile=password", "--encoding=UTF8", "--no-sync")
        options = f"-p {found.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={place}" + ("" if durable else " -c fsync=off -c synchronous_commit=off -c full_page_writes=off")
        run(program("pg_ctl"), "-D", "data", "-w", "-l", str(place / "log"), "-o", options, "start")
        try:
            yield found
        finally:
            run(program("pg_ctl"), "-D", "data", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _is_user(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False
