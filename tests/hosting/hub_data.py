"""A hub's data directory for tests of what looks after it: a cohort with a real gradebook, two learners with records, an exchange, secrets."""
from __future__ import annotations

import functools
import os
import pwd
import sqlite3
import tempfile
from pathlib import Path

from nbgrader.api import Gradebook

from systems_leadership.environ import with_scripts

COHORT, MODULE = "autumn", "m1_defining_the_system"
HUB_TOML = """admins = ["anna"]
[[cohort]]
id = "autumn"
learners = "autumn.csv"
help_lines = ["Staff support: 01632 960 123"]
"""
LEARNERS = ("1042", "1043")
SOMEBODY = pwd.getpwnam("nobody")          # who owns a learner's files here


@functools.cache
def gradebook() -> bytes:
    """A gradebook with one module and a mark of both learners, as nbgrader makes it."""
    with tempfile.TemporaryDirectory() as place:
        os.environ["PATH"] = with_scripts()["PATH"]
        fill(f"sqlite:///{place}/gradebook.db")
        return (Path(place) / "gradebook.db").read_bytes()


def fill(url: str) -> None:
    with Gradebook(url, COHORT) as book:
        book.add_assignment(MODULE)
        book.add_notebook("work", MODULE)
        book.add_grade_cell("check", "work", MODULE, max_score=3, cell_type="code")
        book.add_solution_cell("check", "work", MODULE)
        for learner in LEARNERS:
            book.add_student(learner, first_name="Robin", email=f"{learner}@example.org")
            book.add_submission(MODULE, learner)
            book.find_grade("check", "work", MODULE, learner).manual_score = 2
            book.find_comment("check", "work", MODULE, learner).manual_comment = f"for {learner}"
        book.db.commit()


def students(url: str) -> list[str]:
    with Gradebook(url, COHORT) as book:
        return sorted(student.id for student in book.students)


def put(path: Path, text: str | bytes = "x", owner: pwd.struct_passwd | None = None, mode: int = 0o600) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(mode)
    if owner and os.geteuid() == 0:
        os.chown(path, owner.pw_uid, owner.pw_gid)
    return path


def make(data: Path) -> Path:
    """Fill a data directory."""
    put(data / "hub.toml", HUB_TOML)
    put(data / "autumn.csv", "number,first name\n1042,Robin\n1043,Robin\n")
    put(data / "hub" / "cookie-secret", "secret")
    put(data / "hub" / "hub.log", "1042 logged in")
    with sqlite3.connect(data / "hub" / "jupyterhub.sqlite") as db:
        db.execute("CREATE TABLE users (name)")
        db.execute("INSERT INTO users VALUES ('1042')")
    db.close()
    course = data / "courses" / COHORT
    put(course / "gradebook.db", gradebook())
    put(course / "cohort.toml", "[[help_line]]\nname = \"a\"\nnumber = \"1\"\n")
    for learner in LEARNERS:
        for step in ("submitted", "autograded", "feedback"):
            put(course / step / learner / MODULE / "work.ipynb", f"{step} {learner}")
        put(course / "submitted" / learner / MODULE / "timestamp.txt", "2026-11-20 10:00:00.000000 UTC")
        put(course / "submitted" / learner / MODULE / "submission_secret.txt", f"secret-of-{learner}")
        put(data / "learners" / learner / "course" / MODULE / "boundary.jsonl", f'{{"who": "{learner}"}}\n', SOMEBODY)
        put(data / "exchange" / COHORT / "inbound" / f"{learner}+{MODULE}+2026-11-20 10:00:00 UTC+abcdef" / "boundary.jsonl", learner, SOMEBODY)
        if os.geteuid() == 0:
            for folder in (data / "learners" / learner, data / "learners" / learner / "course"):
                os.chown(folder, SOMEBODY.pw_uid, SOMEBODY.pw_gid)
        (data / "learners" / learner).chmod(0o700)
    put(data / "exchange" / COHORT / "outbound" / MODULE / "work.ipynb", "released", mode=0o644)
    (data / "exchange" / COHORT / "inbound").chmod(0o733)
    if os.geteuid() == 0:
        for path in (course, *course.rglob("*")):
            os.chown(path, SOMEBODY.pw_uid, SOMEBODY.pw_gid)
    course.chmod(0o700)
    put(data / "env" / "bin" / "python", "software")
    put(data / "staff" / "solutions.md", "software")
    return data


def tree(data: Path, *but: str) -> dict[str, tuple[str, int, int]]:
    """Every file below, with its text, mode and owner, but for parts of the data directory."""
    found = {}
    for path in sorted(data.rglob("*")):
        name = str(path.relative_to(data))
        if path.is_file() and not path.is_symlink() and not name.startswith(but) and path.suffix not in (".sqlite", ".db"):
            found[name] = (path.read_bytes().decode("utf-8", "replace"), path.stat().st_mode & 0o7777, path.stat().st_uid)
    return found
