"""Signing in with an organisation's own sign-on, by OpenID Connect: oauthenticator's code flow; here a person's number and groups are read from the claims."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from oauthenticator.generic import GenericOAuthenticator
from tornado.httpclient import HTTPClientError
from tornado.web import HTTPError
from traitlets import Dict, Unicode

from .people import NoForm, OnTheList, number
from .tables import Login, LoginError, filled, https, known, secret

OTHER_DOMAIN = "You signed in as {who}, and this course takes accounts of {domain} only. Sign out there, and sign in with that one."
AWAY = "The place where you sign in could not be asked just now, or did not know this sign-in any more. Go back to the hub's first page, and try again. If it stays so, tell whoever looks after it."
UNCHECKED = "Your account says that nobody has checked its address {who}. Have it checked there, and sign in again."


class OidcSignOn(OnTheList, GenericOAuthenticator):
    """Who is on the list comes in; a group there may make a tutor."""

    number_claim = Unicode().tag(config=True)
    domain = Unicode().tag(config=True)
    groups_claim = Unicode().tag(config=True)
    tutors = Dict(help="Cohort by a group of the other side.").tag(config=True)

    def get_handlers(self, app: Any) -> list[tuple[str, type]]:
        return [*super().get_handlers(app), (r"/login", NoForm)]

    async def authenticate(self, handler: Any, data: Any = None, **kwargs: Any) -> Any:
        """Raises HTTPError 503 when the other side does not answer, or not as it should."""
        try:
            return await super().authenticate(handler, data, **kwargs)
        except (HTTPClientError, OSError) as error:
            self.log.error("The sign-on at %s could not be asked: %s", self.token_url, str(error)[:300])
            raise HTTPError(503, AWAY) from None

    def user_info_to_username(self, user_info: dict[str, Any]) -> str:
        """Raises HTTPError 403 with a sentence for the person."""
        found = _claim(user_info, self.number_claim)
        if self.domain and isinstance(found, str):
            who, _, domain = found.strip().rpartition("@")
            if domain.lower() != self.domain.lower():
                raise HTTPError(403, OTHER_DOMAIN.format(who=found.strip()[:80] or "nobody", domain=self.domain))
            if self.number_claim == "email" and user_info.get("email_verified") in (False, "false"):
                raise HTTPError(403, UNCHECKED.format(who=found.strip()[:80]))
            found = who
        return number(found, f"the claim “{self.number_claim}”")

    async def get_user_groups(self, auth_state: dict[str, Any]) -> set[str]:
        """The hub groups of tutors a person's groups lead to."""
        found = _claim(auth_state[self.user_auth_state_key], self.groups_claim) if self.groups_claim else None
        theirs = [found] if isinstance(found, str) else found if isinstance(found, list) else []
        return {f"tutors-{self.tutors[group]}" for group in theirs if isinstance(group, str) and group in self.tutors}


def _claim(claims: Any, name: str) -> Any:
    """A claim by its name; one inside others by dots, such as realm_access.roles."""
    if isinstance(claims, dict) and name in claims:
        return claims[name]
    first, _, rest = name.partition(".")
    return _claim(claims[first], rest) if rest and isinstance(claims, dict) and first in claims else None


def configure(c: Any, login: Login, data: Path, cohorts: frozenset[str], address: str) -> None:
    """See login.configure. Raises LoginError."""
    table = login.oidc
    assert table is not None, "read() sees to it"
    filled(table, "oidc", ("name", "client_id", "authorize_url", "token_url", "number"))
    https(table, "oidc", ("authorize_url", "token_url", *(("userinfo_url",) if table.userinfo_url else ())))
    if "openid" not in table.scopes:
        raise LoginError('[login.oidc] scopes has no "openid". Put it there; without it nobody is told who signs in.')
    if bool(table.groups) != bool(table.tutors):
        raise LoginError("[login.oidc] groups and tutors go together. Write both, the claim and which of its groups tutors which cohort; or neither, and name tutors in each [[cohort]].")
    known("oidc", "tutors", table.tutors, cohorts)
    c.JupyterHub.authenticator_class = OidcSignOn
    c.OidcSignOn.login_service = table.name
    c.OidcSignOn.client_id = table.client_id
    c.OidcSignOn.client_secret = secret("oidc", "client_secret_file", table.client_secret_file, "OIDC_CLIENT_SECRET", data)
    c.OidcSignOn.authorize_url = table.authorize_url
    c.OidcSignOn.token_url = table.token_url
    if table.userinfo_url:
        c.OidcSignOn.userdata_url = table.userinfo_url
    else:
        c.OidcSignOn.userdata_from_id_token = True
    c.OidcSignOn.scope = table.scopes
    c.OidcSignOn.number_claim = table.number
    c.OidcSignOn.domain = table.domain
    c.OidcSignOn.groups_claim = table.groups
    c.OidcSignOn.tutors = table.tutors
    if address:
        c.OidcSignOn.oauth_callback_url = f"{address}/hub/oauth_callback"
