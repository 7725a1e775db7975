"""What the course adds to a hub on Kubernetes: who is on it, and a place in the exchange that is each learner's own.

The chart's hub runs `configure` from `hub.extraConfig`, with what stands under `custom` in values.yaml. In a cluster every server
runs as the same user, so file owners tell nobody apart. What keeps learners apart is what their pods mount: of the one
shared volume `outbound` to read, and as `inbound` and `feedback` folders of their own. The tutors' pod mounts their cohort's all.
"""
from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
from tornado.web import HTTPError

from systems_leadership.hub import COHORT, EXCHANGE

from . import login
from .landing import landing
from .roster import CARE, People
from .settings import ID, PERSON, HubError

ROOT = Path("/srv/exchange")               # the exchange, in every pod
SECRETS = Path("/srv/login")               # what [login] names as files, from the cluster's Secret
SETTINGS = "/srv/cohort"                   # a cohort's help lines, from its ConfigMap
VOLUME, CLAIM = "exchange", "systems-leadership-exchange"
NO_PLACE = "You are on no cohort's list here, so there is no course to open. Ask whoever looks after the course to put {} on it."
NO_EXCHANGE = "The folder that work is handed in to cannot be reached just now. Nothing of yours is lost. Try again in some minutes; if it stays so, tell whoever looks after the course."


class Cohort(msgspec.Struct, forbid_unknown_fields=True):
    """Who is in a cohort: learners by number, tutors by the name they sign in with."""

    learners: list[str] = []
    tutors: list[str] = []


class Custom(msgspec.Struct, forbid_unknown_fields=True):
    """What stands under `custom` in values.yaml."""

    cohorts: dict[str, Cohort]
    admins: list[str]
    address: str = ""                      # where the hub is found, such as https://course.example.org
    login: dict[str, Any] = msgspec.field(default_factory=lambda: {"kind": "native"})


def configure(c: Any, custom: dict[str, Any], root: Path = ROOT, secrets: Path = SECRETS) -> None:
    """Set a hub on Kubernetes up, after the chart has. Raises HubError or LoginError, which stop the hub with one sentence."""
    said = read(custom)
    people = listed(said)
    for cohort in said.cohorts:
        _served(c, cohort)
        lay_out(root, cohort)
    login.configure(c, said.login, secrets, people.members, cohorts=list(said.cohorts), address=said.address)
    c.JupyterHub.load_roles = [*c.JupyterHub.load_roles, CARE]
    c.JupyterHub.template_paths.append(str(Path(__file__).with_name("templates")))
    c.JupyterHub.default_url = lambda handler: landing(handler, people)
    c.JupyterHub.implicit_spawn_seconds = 0.5              # who comes back to a page of theirs after a break is brought there
    c.KubeSpawner.pre_spawn_hook = before_spawn(list(said.cohorts), root)


def read(custom: dict[str, Any]) -> Custom:
    """`custom` of values.yaml, checked. Raises HubError."""
    try:
        said = msgspec.convert(custom, Custom)
    except msgspec.ValidationError as error:
        raise HubError(f"values.yaml, custom: {error}. hosting/kubernetes/values.yaml shows every setting.") from None
    if not said.cohorts or not said.admins:
        raise HubError("values.yaml, custom: name at least one cohort and one of admins.")
    for cohort in said.cohorts:
        if not ID.fullmatch(cohort) or "_" in cohort:      # a Service and a ConfigMap are named after it
            raise HubError(f"values.yaml, custom.cohorts: “{cohort[:30]}” cannot be used: a small letter first, then small letters and digits, at most 20.")
    return said


def listed(said: Custom) -> People:
    """Everybody on the hub, every number in small letters. Raises HubError for a name that cannot be used or stands in two places."""
    people = People(admins=[admin.lower() for admin in said.admins])
    for cohort, one in said.cohorts.items():
        for name in (*one.learners, *one.tutors):
            if not PERSON.fullmatch(name.lower()):
                raise HubError(f"values.yaml, custom.cohorts.{cohort}: “{name[:50]}” cannot be a name on the hub: letters, digits, dots, dashes, at most 40.")
        people.put(cohort, map(str.lower, one.learners), map(str.lower, one.tutors))
    people.check()
    return people


def _served(c: Any, cohort: str) -> None:
    service = f"course-{cohort}"
    if service not in [one.get("name") for one in c.JupyterHub.services]:
        raise HubError(f"values.yaml, hub.services has no {service}, which the tutors of {cohort} open. Copy the entry of another cohort.")
    if not any(f"access:services!service={service}" in role.get("scopes", []) for role in c.JupyterHub.load_roles):
        raise HubError(f"values.yaml, hub.loadRoles has no role that opens {service} to tutors-{cohort}. Copy the entry of another cohort.")


def lay_out(root: Path, cohort: str, learner: str = "") -> None:
    """Make a cohort's folders in the exchange, or a learner's in it, unless they are there. Raises HubError when that cannot be done.

    They are made here because what a pod mounts and is not there the cluster makes itself, as root's, where nobody can then write."""
    base = root / cohort
    wanted = [base / "inbound" / learner, base / "feedback" / learner] if learner else [base, base / "outbound", base / "inbound", base / "feedback"]
    for path in wanted:
        try:
            path.mkdir(exist_ok=True)
            if path.is_symlink() or path.stat().st_uid != os.getuid():
                raise HubError(f"{path} belongs to user {path.lstat().st_uid}, not to {os.getuid()}, so it cannot be used. Move it away or give it to user {os.getuid()}, and start the hub again.")
            path.chmod(0o700 if learner else 0o711)        # a cluster's own root may have to pass through, and not more
        except OSError as error:
            raise HubError(f"{path}: the exchange cannot be written ({error.strerror}). The volume has to let user {os.getuid()} write: hosting/kubernetes/README.md, “The shared volume”.") from None
    if not learner:
        (base / "outbound").chmod(0o755)


def mounts(cohort: str, learner: str) -> dict[str, dict[str, Any]]:
    """What of the exchange a learner's pod mounts, and where: nothing else of it is in reach of that pod."""
    def mount(part: str, own: str = "", readable: bool = False) -> dict[str, Any]:
        return {"name": VOLUME, "mountPath": f"{ROOT}/{cohort}/{part}", "subPath": f"{cohort}/{part}{own}", "readOnly": readable}
    return {"exchange-outbound": mount("outbound", readable=True), "exchange-inbound": mount("inbound", f"/{learner}"), "exchange-feedback": mount("feedback", f"/{learner}", readable=True),
            "cohort": {"name": "cohort", "mountPath": SETTINGS, "readOnly": True}}


def volumes(cohort: str) -> dict[str, dict[str, Any]]:
    """The volumes those are of."""
    return {VOLUME: {"name": VOLUME, "persistentVolumeClaim": {"claimName": CLAIM}}, "cohort": {"name": "cohort", "configMap": {"name": f"cohort-{cohort}"}}}


def before_spawn(cohorts: list[str], root: Path) -> Callable[[Any], None]:
    """KubeSpawner's `pre_spawn_hook`: give a learner's pod their own part of the exchange. Who is in no cohort gets a sentence and no server."""
    def hook(spawner: Any) -> None:
        name = spawner.user.name
        mine = [cohort for cohort in cohorts if f"learners-{cohort}" in {group.name for group in spawner.user.groups}]
        if not mine or not PERSON.fullmatch(name):
            raise Refused(403, NO_PLACE.format(name))
        cohort = mine[-1]                                  # an LMS may send somebody to two: the later one in values.yaml counts
        try:
            lay_out(root, cohort, name)
        except HubError as error:
            spawner.log.error("%s", error)
            raise Refused(409, NO_EXCHANGE) from None     # no 5xx: the hub would end itself after a few, and learners who are at work with it
        spawner.volumes = {**spawner.volumes, **volumes(cohort)}
        spawner.volume_mounts = {**spawner.volume_mounts, **mounts(cohort, name)}
        spawner.environment = {**spawner.environment, EXCHANGE: str(ROOT), COHORT: cohort}
    return hook


class Refused(HTTPError):
    """A server is not started, and the hub's page says why."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status, "%s", sentence)
        self.jupyterhub_message = sentence


def fragment(cohort: str, path: Path) -> tuple[str, list[str]]:
    """Values for helm that name a roster's learners, numbers only; and a sentence for each line that was left out. To be run in a clone. Raises HubError."""
    from systems_leadership.marking import roster
    from systems_leadership.marking.course import CourseError
    try:
        found, wrong = roster.read(path)
    except CourseError as error:
        raise HubError(str(error)) from None
    said = Custom({cohort: Cohort(learners=[one.id for one in found])}, admins=[])
    listed(said)
    numbers = "".join(f"        - {json.dumps(number)}\n" for number in said.cohorts[cohort].learners)
    return f"custom:\n  cohorts:\n    {cohort}:\n      learners:\n{numbers}", [f"{path}, line {line}: {why} Left out." for line, why in wrong]


def passwords(custom: dict[str, Any], database: str) -> str:
    """Accounts for everybody on the hub who has none, where it keeps passwords itself; their one-time passwords as CSV. To be run in the hub's pod. Raises LoginError."""
    from .login import accounts
    people = listed(read(custom))
    with tempfile.TemporaryDirectory() as place:
        sheet = Path(place) / "passwords.csv"
        return sheet.read_text(encoding="utf-8") if accounts.make_accounts(database, {*people.members, *people.admins}, sheet) else ""


def main(words: list[str]) -> int:
    """`learners COHORT FILE`, in a clone: values for helm. `passwords`, in the hub's pod: one-time passwords of those who have no account yet."""
    parser = argparse.ArgumentParser(prog="python3 -m course_hub.pods", description=main.__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    one = verbs.add_parser("learners", help="print a roster's learners as values for helm, to be kept in a file beside values.yaml")
    one.add_argument("cohort")
    one.add_argument("roster", type=Path)
    verbs.add_parser("passwords", help="make accounts for those who have none, and print their one-time passwords")
    args = parser.parse_args(words)
    try:
        if args.verb == "learners":
            text, notes = fragment(args.cohort, args.roster)
        else:
            sys.path.insert(0, "/usr/local/etc/jupyterhub")
            from z2jh import get_config  # the chart's, in the hub's pod
            with contextlib.redirect_stdout(sys.stderr):   # it says what it reads
                text = passwords(get_config("custom"), get_config("hub.db.url") or "sqlite:////srv/jupyterhub/jupyterhub.sqlite")
            notes = [] if text else ["Everybody on the lists has an account already."]
    except (HubError, login.LoginError) as error:
        print(error, file=sys.stderr)
        return 1
    for note in notes:
        print(note, file=sys.stderr)
    print(text, end="")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
