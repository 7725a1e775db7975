"""What a course's program knows of the JupyterHub it runs on: said in its environment by the hub, and nowhere else."""
from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from typing import Any

LEARNER = "JUPYTERHUB_USER"                          # set by JupyterHub for every server it starts: on a course's hub, the learner's number
EXCHANGE, COHORT, GRADEBOOK = (f"SYSTEMS_LEADERSHIP_{name}" for name in ("EXCHANGE", "COHORT", "GRADEBOOK"))
BY_LEARNER = "SYSTEMS_LEADERSHIP_BY_LEARNER"         # set where the exchange has a folder for each learner, since every server runs as one user (Kubernetes)
PREFIX = "sl-"                                       # of every system user a course's hub makes: no number can be that of an account of the machine
LONGEST = 32                                         # letters in the name of a system user (useradd)


@dataclass(frozen=True)
class Hub:
    """Where a cohort's work goes on a hub. `gradebook` is a database address, or empty for SQLite in the tutors' folder."""

    exchange: str
    cohort: str
    gradebook: str = ""


def here() -> Hub | None:
    """The hub this process runs on, or None where there is none."""
    exchange, cohort = os.environ.get(EXCHANGE, ""), os.environ.get(COHORT, "")
    return Hub(exchange, cohort, os.environ.get(GRADEBOOK, "")) if exchange and cohort else None


def settings(c: Any) -> None:
    """What nbgrader needs to know of the hub, for learners' and tutors' programs alike. `c` is what `get_config()` returns; nothing is set where there is no hub."""
    if hub := here():
        c.Exchange.root = hub.exchange
        c.CourseDirectory.course_id = hub.cohort
        if hub.gradebook:
            c.CourseDirectory.db_url = hub.gradebook
        if os.environ.get(BY_LEARNER):
            c.CheckedCollect.by_learner = c.CheckedRelease.by_learner = True


def system_user(number: str) -> str:
    """The system user a learner's server runs as. Numbers are in small letters on a hub; a number too long for a system user's name is shortened to a digest of it."""
    name = PREFIX + number
    if len(name) <= LONGEST and re.fullmatch(r"[a-z0-9][a-z0-9._-]*", number):
        return name
    return f"{PREFIX}x{hashlib.sha256(number.encode()).hexdigest()[:20]}"
