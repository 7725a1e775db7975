"""Who is let in, whichever way they sign in: somebody on a cohort's list, a tutor or an admin."""
from __future__ import annotations

from typing import Any

from jupyterhub.auth import Authenticator
from jupyterhub.handlers.login import LoginHandler
from tornado.web import HTTPError
from traitlets import Dict, Unicode, default

from systems_leadership.games.hand_in.bundle import NUMBER

STRANGER = "You are not on the list of this course (your number here is {number}). Ask your tutor to put you on it, and sign in again."
BOTH = "{number} is a learner's number on this hub, and you were named as a tutor. Show this to whoever looks after the hub: a tutor needs a number or a name that no learner has."
NO_NUMBER = "Your account has no number this course can use ({source} {says}). Ask whoever looks after the course to put that right; nothing you typed is wrong."


def number(value: object, source: str) -> str:
    """A learner number as the hub has it, in small letters. Raises HTTPError 403 that says what `source` said instead."""
    text = str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not NUMBER.fullmatch(text):
        raise HTTPError(403, NO_NUMBER.format(source=source, says=f"says “{text[:60]}”" if text else "is blank"))
    return text.lower()


class NoForm(LoginHandler):
    """The sign-in page of a hub where people sign in elsewhere. JupyterHub's own takes a form even so, though nobody has proved what is in it."""

    async def post(self) -> None:
        raise HTTPError(405, "Nobody signs in with a form here. Go back, and use the link or the button.")


class OnTheList(Authenticator):
    """Goes before an authenticator of JupyterHub's among a class's parents: it decides who may come in, and gives the hub groups at each sign-in.

    What the other side may add (a tutor's group, from a launch or a claim) is in the `groups` of what `authenticate` returns."""

    people = Dict(help="Hub groups by number.").tag(config=True)
    number_label = Unicode("Your number:", help="What the sign-in page calls the name people type.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.username_pattern = rf"(?:{NUMBER.pattern})\Z"
        self.added: dict[str, frozenset[str]] = {}       # what the other side added at this run's last sign-in, by number

    @default("manage_groups")
    def _manage_groups(self) -> bool:
        return True

    @default("any_allow_config")
    def _any_allow_config(self) -> bool:
        return True

    def groups_of(self, name: str) -> set[str]:
        return set(self.people.get(name, ())) | self.added.get(name, frozenset())

    def check_allowed(self, username: str, authentication: dict[str, Any] | None = None) -> bool:
        """Whether somebody who proved who they are may come in. Raises HTTPError 403 with a sentence for them."""
        if authentication is not None:
            added = frozenset(authentication.get("groups") or ())
            if added and any(group.startswith("learners-") for group in self.people.get(username, ())):
                raise HTTPError(403, BOTH.format(number=username))
            self.added[username] = added
        groups = self.groups_of(username)
        if not groups and username not in self.admin_users:
            raise HTTPError(403, STRANGER.format(number=username))
        if authentication is not None:
            authentication["groups"] = sorted(groups)
        return True

    def is_admin(self, handler: Any, authentication: dict[str, Any]) -> bool:
        """hub.toml alone says who is an admin: a name taken out of it is none from the next sign-in."""
        return authentication["name"] in self.admin_users

    def add_user(self, user: Any) -> Any:
        """Called for everybody the hub knows, at every start: what hub.toml and the lists no longer say is taken away then.

        At the next sign-in would be too late: a tutor's page is open for days by a token of its own."""
        groups = self.groups_of(user.name)
        if any(group.name not in groups for group in user.groups):
            user.groups = [group for group in user.groups if group.name in groups]
        if user.admin and user.name not in self.admin_users:
            user.admin = False
            user.roles = [role for role in user.roles if role.name != "admin"]       # or JupyterHub makes an admin of them again
        return super().add_user(user)

    async def refresh_user(self, user: Any, handler: Any = None, **kwargs: Any) -> bool | dict[str, Any]:
        """Now and then while somebody works: what they may do follows the list; who is no longer on it has to sign in, and is told.

        A tutor whom only the other side vouches for signs in again after the hub was restarted."""
        groups = self.groups_of(user.name)
        if not groups and user.name not in self.admin_users:
            return False
        return {"name": user.name, "groups": sorted(groups), "admin": user.name in self.admin_users}
