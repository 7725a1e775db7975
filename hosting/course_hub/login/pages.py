"""The two pages of hubs with passwords of their own: signing in, and choosing a password.

In place of nativeauthenticator's: with JupyterHub 6 its sign-in page answers every right password with an error (1.3.0 asks the hub for `statsd`, which it no longer has)."""
from __future__ import annotations

import hashlib
from typing import Any

from jupyterhub.handlers import BaseHandler
from jupyterhub.handlers.login import LoginHandler
from nativeauthenticator.orm import UserInfo
from tornado.httputil import url_concat

FIRST = "first-password"          # the cookie that says whose one-time password was right, for ten minutes
MINUTES = 10
WRONG = "That number and password do not go together. Look at both once more; small and capital letters count in a password."


def mark(account: UserInfo) -> str:
    """Stands for an account's password as it is now: another is chosen once, not twice, with one cookie."""
    return hashlib.sha256(account.password).hexdigest()


class SignInHandler(LoginHandler):
    """JupyterHub's page; a one-time password leads on to choosing another."""

    choosing = False

    def must_choose(self, name: str, account: UserInfo) -> None:
        self.choosing = True
        self._set_cookie(FIRST, f"{name} {mark(account)}", expires_days=MINUTES / (24 * 60), path=self.hub.base_url)

    async def post(self) -> None:
        user = await self.login_user({"username": self.get_body_argument("username", ""), "password": self.get_body_argument("password", "", strip=False)})
        if user:
            self._jupyterhub_user = user
            self.redirect(self.get_next_url(user))
        elif self.choosing:
            self.redirect(url_concat(self.hub.base_url + "password", {"next": self.get_argument("next", "")}))
        else:
            self.set_status(403)
            self.finish(await self._render(login_error=WRONG, username=self.get_body_argument("username", "")[:40]))


class PasswordHandler(BaseHandler):
    """Choose a password: after a one-time one, or in place of one's own."""

    def first(self) -> tuple[str, UserInfo] | None:
        """Whose one-time password was right a moment ago, while it still is their password."""
        name, _, seen = (self.get_secure_cookie(FIRST, max_age_days=MINUTES / (24 * 60)) or b"").decode().partition(" ")
        account = self.authenticator.get_user(name) if name else None
        return (name, account) if account and mark(account) == seen else None

    async def get(self) -> None:
        first, user = self.first(), self.current_user
        if not first and not (user and self.authenticator.get_user(user.name)):
            self.redirect(self.settings["login_url"])
            return
        await self.show(first[0] if first else user.name, bool(first))

    async def post(self) -> None:
        first, user = self.first(), self.current_user
        name, account = first or ((user.name, self.authenticator.get_user(user.name)) if user else ("", None))
        if not account:
            self.redirect(self.settings["login_url"])
            return
        old, new, again = (self.get_body_argument(field, "", strip=False) for field in ("old_password", "new_password", "again"))
        if not first:
            self.authenticator.count(name)
            if not await self.authenticator.is_right(old, account):
                await self.show(name, False, "That is not the password you have now.")
                return
            self.authenticator.successful_login(name)
        if wrong := self.authenticator.problem(name, new, again):
            await self.show(name, bool(first), wrong)
            return
        self.authenticator.change_password(name, new)
        self.clear_cookie(FIRST, path=self.hub.base_url)
        if first:
            user = await self.login_user({"username": name, "password": new})
            self._jupyterhub_user = user
            self.redirect(self.get_next_url(user))
        else:
            await self.show(name, False, done=True)

    async def show(self, name: str, first: bool, wrong: str = "", done: bool = False) -> None:
        if wrong:
            self.set_status(400)
        page: Any = self.render_template("password.html", number=name, first=first, wrong=wrong, done=done, shortest=self.authenticator.minimum_password_length,
                                         next=self.get_argument("next", ""))
        self.finish(await page)
