"""Handing in and getting feedback on a hub, through nbgrader's exchange as the hub has set it up.

nbgrader runs in a process of its own: it is slow to import and no part of a game."""
from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from ...environ import with_scripts
from ...exercise import Refused
from ...hub import LEARNER, here

RECEIPT = "the exchange"               # where a receipt says the work went on a hub
FEEDBACK = "feedback"                  # nbgrader's folder for it, in the module's
WHEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? \w+")       # nbgrader names a page's folder by when the work was handed in


def learner() -> str:
    """The learner's number as the hub has it; empty where there is no hub."""
    return os.environ.get(LEARNER, "")


def submit(folder: Path) -> str:
    """Hand in the module in `folder` and return where it went. Raises Refused with what nbgrader said."""
    _nbgrader("submit", folder, "The exchange did not take it: {} Your work is saved here. Tell your tutor what it said.")
    return RECEIPT


def fetch(folder: Path) -> str:
    """Fetch what feedback there is on the module, and say so in a sentence. Raises Refused."""
    before = set(pages(folder))
    _nbgrader("fetch_feedback", folder, "The exchange could not be asked: {} Tell your tutor what it said.")
    found = set(pages(folder))
    if not found:
        return "There is no feedback on this module yet. Your tutor sends it when your work has been marked."
    return "Your feedback is here." if found - before or not before else "Nothing new. What you have is below."


def pages(folder: Path) -> dict[str, str]:
    """Feedback pages in a module's folder, newest first: their paths from the course's folder, by when that work was handed in (ISO 8601)."""
    found = {}
    for page in sorted((folder / FEEDBACK).glob("*/work.html"), reverse=True):
        if WHEN.fullmatch(page.parent.name) and page.is_file() and not page.is_symlink():
            date, time, _ = page.parent.name.split(" ", 2)
            found[f"{date}T{time[:8]}Z"] = f"{folder.name}/{FEEDBACK}/{page.parent.name}/{page.name}"
    return found


def _nbgrader(verb: str, folder: Path, refusal: str) -> None:
    """Run one of nbgrader's commands on the module. On a course's hub the system user has a name of its own, so the learner's number is given."""
    whose = [f"--student={learner()}"] if here() else []
    try:
        run = subprocess.run([sys.executable, "-m", "systems_leadership.nbgrader", verb, folder.name, *whose], cwd=folder.parent, capture_output=True, text=True, timeout=120, env=with_scripts())
    except subprocess.TimeoutExpired:
        raise Refused(refusal.format("it did not answer for two minutes.")) from None
    if run.returncode:
        last = (run.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refused(refusal.format(last))
