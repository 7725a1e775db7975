"""Passwords of the hub's own, kept by nativeauthenticator. Nobody signs up: accounts are made from a cohort's list (accounts.py)."""
from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import bcrypt
from nativeauthenticator import NativeAuthenticator
from nativeauthenticator.orm import UserInfo
from tornado.web import HTTPError
from traitlets import Integer

from .accounts import LONGEST, is_one_time
from .pages import PasswordHandler, SignInHandler
from .people import OnTheList
from .tables import Login, LoginError

WAIT = "There were {tries} wrong passwords for this number. Wait {minutes} minutes, then try again. If you have forgotten your password, ask whoever gave you the first one for a new one."
NOBODY = bcrypt.hashpw(b"nobody's", bcrypt.gensalt())      # checked for a number without an account, so that both answers take as long
MOST = 10_000                                              # numbers whose wrong passwords are remembered at once


class NativePasswords(OnTheList, NativeAuthenticator):
    """Signs in who is on the list; a one-time password is good for choosing another, and for nothing else."""

    wait_minutes = Integer(10).tag(config=True)

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        # not nativeauthenticator's own: signing up is closed, and its pages to authorise change things on a mere GET
        return [(r"/login", SignInHandler), (r"/password", PasswordHandler)]

    def get_user(self, username: str) -> UserInfo | None:
        """The account as it is now: a command may have changed it while the hub runs."""
        return self.db.query(UserInfo).populate_existing().filter(UserInfo.username == self.normalize_username(username)).first()

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any] | None:
        """Raises HTTPError 403 for a number that has to wait, and for somebody who is not on the list."""
        name, typed = self.normalize_username(data.get("username", "").strip()), data.get("password", "")
        self.count(name)
        account = self.get_user(name)
        if not await self.is_right(typed, account) or account is None or not account.is_authorized:
            return None
        self.successful_login(name)
        self.check_allowed(name)
        if is_one_time(typed):
            if isinstance(handler, SignInHandler):
                handler.must_choose(name, account)
            return None                                      # nor does it make a token by JupyterHub's API
        return {"name": name}

    async def is_right(self, typed: str, account: UserInfo | None) -> bool:
        """Whether a password is the account's. In a thread: it takes a quarter of a second, and others are signing in."""
        if len(typed.encode()) > LONGEST:
            return False
        return await asyncio.to_thread(bcrypt.checkpw, typed.encode(), account.password if account else NOBODY) and account is not None

    def count(self, name: str) -> None:
        """Count a try before it is looked at, so that many at once are no more than many in a row. Raises HTTPError 403 when there were too many."""
        now, wait = time.monotonic(), self.wait_minutes * 60
        tries, since = self.login_attempts.pop(name, (0, now))
        if now - since >= wait:
            tries = 0
        if tries >= self.allowed_failed_logins:
            self.login_attempts[name] = tries, since
            raise HTTPError(403, WAIT.format(tries=tries, minutes=self.wait_minutes))
        self.login_attempts[name] = tries + 1, now
        while len(self.login_attempts) > MOST:
            del self.login_attempts[next(iter(self.login_attempts))]

    def problem(self, name: str, password: str, again: str) -> str:
        """What is wrong with a password somebody chose, in a sentence for them; or nothing."""
        if password != again:
            return "The two are not the same. Type your new password once more in both boxes."
        if len(password) < self.minimum_password_length:
            return f"That is too short. Use {self.minimum_password_length} characters or more: three words in a row are easy to keep in mind."
        if len(password.encode()) > LONGEST:
            return f"That is too long. Use at most {LONGEST} characters."
        if is_one_time(password) or not password.lower().replace(name, "") or len(set(password)) < 5 or self.is_password_common(password.lower()):
            return "That is the password you were given, or one that is easy to guess. Three words in a row are easy to keep in mind."
        return ""


def configure(c: Any, login: Login, data: Path, cohorts: frozenset[str], address: str) -> None:
    """See login.configure. Raises LoginError."""
    table = login.native
    if not 8 <= table.shortest <= 64:
        raise LoginError(f"[login.native] shortest is {table.shortest}. Write a number from 8 to 64; without it, 12 characters are asked for.")
    if table.tries < 1 or table.wait_minutes < 1:
        raise LoginError("[login.native] tries and wait_minutes must be 1 or more. Without them, five wrong passwords cost ten minutes.")
    c.JupyterHub.authenticator_class = NativePasswords
    c.NativePasswords.minimum_password_length = table.shortest
    c.NativePasswords.check_common_password = True
    c.NativePasswords.allowed_failed_logins = table.tries
    c.NativePasswords.wait_minutes = table.wait_minutes
    c.NativePasswords.enable_signup = False
