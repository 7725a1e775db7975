"""Where somebody comes to after log-in, on every kind of hub."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .roster import CARETAKERS, People


def landing(handler: Any, people: People, at: Mapping[str, str] | None = None) -> str:
    """A learner to their course, a tutor of one cohort to its hand-ins, who looks after the hub to its admin page, anybody else to the hub's own.

    `at` has, on a hub with subdomains, the address at which each cohort's service is found."""
    user = getattr(handler, "current_user", None)
    if user is None:
        return str(handler.settings["login_url"])          # and from there, once it is known who it is
    groups = people.members.get(user.name, set()) | {group.name for group in user.groups}       # an LMS may say who tutors a cohort
    mine = [group.removeprefix("tutors-") for group in sorted(groups) if group.startswith("tutors-")]
    if len(mine) == 1:
        return f"{(at or {}).get(mine[0], '')}/services/course-{mine[0]}/formgrader"
    if CARETAKERS in groups and not mine:
        return "/hub/admin"
    return "/hub/spawn" if any(group.startswith("learners-") for group in groups) else "/hub/home"
