"""A cohort's tutors' folder and service: prepared as `systems-leadership teach` prepares one, by the service's own system user."""
from __future__ import annotations

import os
import pwd
import subprocess
from pathlib import Path

from systems_leadership.hub import COHORT, EXCHANGE, GRADEBOOK
from systems_leadership.settings import HelpLine, SettingsError

from . import accounts, roster
from .places import Places
from .settings import Cohort, HubError


def name(cohort: str) -> str:
    """The hub's name for a cohort's service, part of its address: /services/<name>/."""
    return f"course-{cohort}"


def environment(places: Places, cohort: Cohort) -> dict[str, str]:
    """What every program that works in a cohort's folder is told."""
    env = {"PATH": os.pathsep.join([str(places.env / "bin"), "/usr/local/bin", "/usr/bin", "/bin"]), "HOME": str(places.course(cohort.id)), "LANG": "C.UTF-8",
           "PYTHONPATH": str(places.staff / "widgets"), EXCHANGE: str(places.exchange), COHORT: cohort.id}
    return env | ({GRADEBOOK: address} if (address := gradebook(places, cohort)) else {})


def gradebook(places: Places, cohort: Cohort) -> str:
    """The address of a cohort's database, from hub.toml or from the file it names there; empty for SQLite. Raises HubError."""
    if not cohort.gradebook or "://" in cohort.gradebook:
        return cohort.gradebook
    try:
        return (places.data / cohort.gradebook).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise HubError(f"The file with the address of {cohort.id}'s gradebook, {places.data / cohort.gradebook}, could not be read ({error.strerror}).") from None


def run(places: Places, cohort: Cohort, *words: str, timeout: int = 600) -> subprocess.CompletedProcess[str]:
    """Run a `systems-leadership` command in a cohort's folder, as its system user."""
    user = pwd.getpwnam(accounts.tutor_user(cohort.id))
    return subprocess.run([str(places.python), "-m", "systems_leadership.cli", *words], cwd=places.course(cohort.id), env=environment(places, cohort), capture_output=True, text=True,
                          timeout=timeout, user=user.pw_uid, group=user.pw_gid, extra_groups=[], umask=0o077)


def prepare(places: Places, cohort: Cohort, rows: list[tuple[str, ...]]) -> list[str]:
    """Make or refresh a cohort's folder, put its learners in and release its modules. Returns sentences to show. Raises HubError."""
    user, folder = accounts.tutor(places, cohort.id), places.course(cohort.id)
    listed = folder / "roster.csv"
    listed.write_text(roster.text(rows), encoding="utf-8")
    os.chown(listed, user.pw_uid, user.pw_gid)
    listed.chmod(0o600)
    _show(places, cohort)
    lines = [word for line in cohort.help_lines for word in ("--help-line", line)] if not (folder / "cohort.toml").exists() else []
    said = []
    for words in (["teach", ".", "--prepare-only", *lines, *(["--learners", "roster.csv"] if rows else [])], ["release", "."]):
        done = run(places, cohort, *words)
        if done.returncode not in (0, 3):
            raise HubError(f"The folder of {cohort.id} could not be prepared: {(done.stderr.strip() or done.stdout.strip())[-600:]}")
        said += done.stdout.strip().splitlines()
    return said


def _show(places: Places, cohort: Cohort) -> None:
    """Write what the cohort's learners see on their start page. Raises HubError."""
    found = []
    for line in cohort.help_lines:
        who, _, number = line.partition(":")
        found.append(HelpLine(who.strip(), number.strip()))
    text = "".join([f"title = {_quoted(cohort.title)}\n" if cohort.title else "", *(f"[[help_line]]\nname = {_quoted(h.name)}\nnumber = {_quoted(h.number)}\n" for h in found)])
    path = places.shown(cohort.id)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.chmod(0o644)
    os.replace(part, path)
    from systems_leadership import settings
    try:
        settings.read(path)
    except SettingsError as error:
        raise HubError(f"hub.toml, help_lines of {cohort.id}: {str(error).removeprefix(str(path) + ': ')}") from None


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def service(places: Places, cohort: Cohort, port: int) -> dict[str, object]:
    """The hub's entry for a cohort's service."""
    return {"name": name(cohort.id), "display": True, "url": f"http://127.0.0.1:{port}", "user": accounts.tutor_user(cohort.id), "cwd": str(places.course(cohort.id)),
            "command": tethered(places, "-m", "systems_leadership.cli", "serve", "--tutor", "."),
            "environment": environment(places, cohort) | {"JUPYTERHUB_DEFAULT_URL": "/formgrader"}, "oauth_no_confirm": True}


def tethered(places: Places, *words: str) -> list[str]:
    """A command of the hub's environment that ends with the hub."""
    return [str(places.python), str(Path(__file__).with_name("tether.py")), str(places.python), *words]
