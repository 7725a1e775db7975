"""A start-up check of a cohort's exchange: something is released, fetched, handed in and seen, by the very system users that will do it, with nbgrader's own commands.

An exchange can say “released” and hold nothing, or hold it where a learner may not look. Better found before the first evening than on it."""
from __future__ import annotations

import json
import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from systems_leadership.hub import COHORT, EXCHANGE, LEARNER, system_user

from . import accounts, courses
from .places import Places
from .settings import Cohort, HubError

ITEM = "hosting_check"                                     # the assignment, gone again afterwards
CHECKER = "hosting-check"                                  # a learner's number nobody has; its system user stays
SECONDS = 120


def check(places: Places, cohort: Cohort) -> str:
    """Prove it, and say so in a sentence. Raises HubError, which says what failed and where to look."""
    learner, tutor = accounts.learner(places, CHECKER), pwd.getpwnam(accounts.tutor_user(cohort.id))
    word = secrets.token_hex(8)
    base = places.exchange / cohort.id
    with tempfile.TemporaryDirectory(prefix="exchange-check-", dir=places.hub.parent / "learners") as scratch:
        os.chmod(scratch, 0o711)
        mine, theirs = (accounts.own(Path(scratch) / name, 0o700, user.pw_uid, user.pw_gid) for name, user in (("learner", learner), ("tutor", tutor)))
        try:
            _write(theirs / "release" / ITEM / "work.ipynb", word, tutor)
            _nbgrader(places, cohort, tutor, theirs, "release_assignment", ITEM, "--force")
            _nbgrader(places, cohort, learner, mine, "fetch_assignment", ITEM)
            if word not in _text(mine / ITEM / "work.ipynb"):
                raise HubError(f"The exchange of {cohort.id} said it had released a page, and a learner fetched another one. Look into {base}/outbound.")
            _nbgrader(places, cohort, learner, mine, "submit", ITEM, f"--student={CHECKER}")
            seen = _as(tutor, ["find", str(base / "inbound"), "-maxdepth", "2", "-path", f"*/{CHECKER}+{ITEM}+*/work.ipynb"], theirs, courses.environment(places, cohort))
            if not seen.stdout.strip():
                raise HubError(f"The exchange of {cohort.id} took a hand-in that its tutors cannot see. Look into {base}/inbound: it belongs to {tutor.pw_name}, mode 0733.")
            peek = _as(learner, ["ls", str(base / "inbound")], mine, {"PATH": "/usr/bin:/bin"})
            if peek.returncode == 0:
                raise HubError(f"Learners can list what others handed in to {cohort.id}. Set the mode of {base}/inbound to 0733.")
        finally:
            for found in (*(base / "inbound").glob(f"{CHECKER}+*"), base / "outbound" / ITEM):
                shutil.rmtree(found, ignore_errors=True)
            shutil.rmtree(places.learner(CHECKER), ignore_errors=True)
    return "a page was released, fetched and handed in through the exchange, as a learner and a tutor would."


def _write(path: Path, word: str, user: pwd.struct_passwd) -> None:
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "id": "word", "metadata": {}, "source": word}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), encoding="utf-8")
    for made in (path, path.parent, path.parent.parent):
        os.chown(made, user.pw_uid, user.pw_gid)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _nbgrader(places: Places, cohort: Cohort, user: pwd.struct_passwd, folder: Path, verb: str, *words: str) -> None:
    env: dict[str, str] = {**courses.environment(places, cohort), "HOME": str(folder), EXCHANGE: str(places.exchange), COHORT: cohort.id, LEARNER: CHECKER,
                           "JUPYTER_CONFIG_PATH": str(places.staff / "widgets" / "systems_leadership" / "lab")}
    if user.pw_name == system_user(CHECKER):
        env.pop("PYTHONPATH")                              # a learner's programs come from the environment, which all can read
        env["JUPYTER_CONFIG_PATH"] = _lab(places)
    done = _as(user, [str(places.python), "-m", "systems_leadership.nbgrader", verb, *words], folder, env)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise HubError(f"The exchange of {cohort.id} does not work: `nbgrader {verb}` as {user.pw_name} said: {last} Look into {places.exchange / cohort.id} and its owners.")


def _lab(places: Places) -> str:
    """The settings a learner's server has, as they lie in the environment."""
    return str(next((places.env / "lib").glob("python3*/site-packages/systems_leadership/lab"), ""))


def _as(user: pwd.struct_passwd, words: list[str], folder: Path, env: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(words, cwd=folder, env=env, capture_output=True, text=True, timeout=SECONDS, user=user.pw_uid, group=user.pw_gid, extra_groups=[], umask=0o077)
    except subprocess.TimeoutExpired:
        raise HubError(f"`{' '.join(words[1:4])}` as {user.pw_name} did not end within {SECONDS} seconds. Is the disk of {folder} full, or the machine out of memory?") from None
