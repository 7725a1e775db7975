"""System users of one machine: a learner's server and a cohort's tutors' service each run as a user of their own, so that the kernel keeps them apart.

Their names all begin with `sl-`, so no account of the machine can be taken over by a name on a roster."""
from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
from pathlib import Path

from systems_leadership.hub import PREFIX, system_user

from .places import Places
from .settings import HubError, Settings

LEARNERS, STAFF = f"{PREFIX}learners", f"{PREFIX}staff"
NOLOGIN = "/usr/sbin/nologin"


def tutor_user(cohort: str) -> str:
    """The system user of a cohort's tutors' service."""
    return f"{PREFIX}tutor-{cohort}"


def _run(*words: str) -> None:
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        raise HubError(f"`{' '.join(words)}` failed: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}")


def _group(name: str) -> int:
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        _run("groupadd", "--system", name)
        return grp.getgrnam(name).gr_gid


def _user(name: str, home: Path, group: str) -> pwd.struct_passwd:
    try:
        found = pwd.getpwnam(name)
        if found.pw_dir != str(home):
            raise HubError(f"The system user {name} is another hub's: its home is {found.pw_dir}. One machine has one hub; remove that user (userdel {name}) if its hub is gone.")
        return found
    except KeyError:
        _group(group)
        _run("useradd", "--system", "--no-create-home", "--home-dir", str(home), "--gid", group, "--shell", NOLOGIN, name)
        return pwd.getpwnam(name)


def own(path: Path, mode: int, uid: int = 0, gid: int = 0) -> Path:
    """A directory that is there, with this mode and owner, and no link. Raises HubError."""
    if path.is_symlink():
        raise HubError(f"{path} is a link. Put a real folder there, or another data directory.")
    path.mkdir(parents=True, exist_ok=True)
    os.chown(path, uid, gid)
    path.chmod(mode)
    return path


def learner(places: Places, number: str) -> pwd.struct_passwd:
    """The system user of a learner and their home, made when they are not there yet. Raises HubError."""
    home = places.learner(number)
    user = _user(system_user(number), home, LEARNERS)
    own(home, 0o700, user.pw_uid, user.pw_gid)
    return user


def tutor(places: Places, cohort: str) -> pwd.struct_passwd:
    """The system user of a cohort's tutors and their folder. Raises HubError."""
    user = _user(tutor_user(cohort), places.course(cohort), STAFF)
    own(places.course(cohort), 0o700, user.pw_uid, user.pw_gid)
    return user


def lay_out(places: Places, settings: Settings) -> None:
    """Make the data directory and set who may read each part of it. Raises HubError."""
    if os.geteuid() != 0:
        raise HubError("A hub on one machine gives each learner a system user of their own, and only root can make those. Run it with sudo.")
    if not shutil.which("useradd"):
        raise HubError("`useradd` is missing. On Debian: apt-get install passwd")
    own(places.data, 0o711)                                # entered, not listed
    for name in (places.settings.name, *(file for cohort in settings.cohort for file in (cohort.learners, cohort.gradebook))):
        if name and "://" not in name and (file := places.data / name).is_file():
            os.chown(file, 0, 0)
            file.chmod(0o600)                              # names, and perhaps where a password is
    own(places.hub, 0o700)
    own(places.backups, 0o700)
    own(places.data / "learners", 0o711)
    own(places.data / "courses", 0o711)
    own(places.data / "shown", 0o755)
    own(places.exchange, 0o1777)                           # nbgrader wants to be able to write here; with the sticky bit nobody can remove what is another's
    for cohort in settings.cohort:
        user = tutor(places, cohort.id)
        base = own(places.exchange / cohort.id, 0o755, user.pw_uid, user.pw_gid)
        own(base / "outbound", 0o755, user.pw_uid, user.pw_gid)
        own(base / "inbound", 0o733, user.pw_uid, user.pw_gid)     # as nbgrader makes it: put in, not look
        own(base / "feedback", 0o711, user.pw_uid, user.pw_gid)    # as nbgrader makes it: only who knows a page's name can fetch it
    if places.staff.is_dir():
        _staff(places.staff, _group(STAFF))


def _staff(staff: Path, gid: int) -> None:
    os.chown(staff, 0, gid)
    staff.chmod(0o750)
