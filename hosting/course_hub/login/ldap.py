"""Signing in with the password of an organisation's directory: ldapauthenticator's, over TLS with the certificate checked, and never in the way of others."""
from __future__ import annotations

import asyncio
import ssl
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ldap3
from ldap3.core.exceptions import LDAPBindError, LDAPException
from ldapauthenticator import LDAPAuthenticator
from ldapauthenticator.ldapauthenticator import TlsStrategy
from tornado.web import HTTPError

from systems_leadership.games.hand_in.bundle import NUMBER

from .people import OnTheList, number
from .tables import Login, LoginError, filled, secret

SECONDS = 15                    # in all, before a person is told
EACH = 5                        # for a connection, or an answer on it
AWAY = "The directory that knows the passwords could not be asked just now. Try again in a minute; if it stays so, tell whoever looks after the hub."


class LdapPasswords(OnTheList, LDAPAuthenticator):
    """Who is on the list comes in with the directory's password."""

    number_label = "Your user name:"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # ldap3 waits for its socket. Threads of its own, lest a slow directory hold up everybody, and everything else the hub does in threads.
        self.threads = ThreadPoolExecutor(8, "ldap")

    def get_connection(self, userdn: str | None, password: str | None) -> ldap3.Connection | None:
        """A connection bound as somebody, or None when the password is wrong. As LDAPAuthenticator's, with times after which it gives up. Raises LDAPException."""
        start_tls = self.tls_strategy == TlsStrategy.before_bind
        server = ldap3.Server(self.server_address, self.server_port, use_ssl=not start_tls, tls=ldap3.Tls(**self.tls_kwargs), connect_timeout=EACH, get_info=ldap3.NONE)
        try:
            return ldap3.Connection(server, userdn, password, auto_bind=ldap3.AUTO_BIND_TLS_BEFORE_BIND if start_tls else ldap3.AUTO_BIND_NO_TLS, receive_timeout=EACH)
        except LDAPBindError as error:
            if self.lookup_dn and userdn == self.lookup_dn_search_user:
                raise LDAPException(f"it refused the hub's own account, search_user “{userdn or ''}”: {error}") from None
            return None

    async def authenticate(self, handler: Any, data: dict[str, str]) -> dict[str, Any] | None:
        """Raises HTTPError 503 when the directory is away or not the one its certificate should name, 403 when it has no number for the person."""
        typed = {"username": data.get("username", "").strip(), "password": data.get("password", "")}
        ask = super().authenticate
        try:
            found = await asyncio.wait_for(asyncio.get_running_loop().run_in_executor(self.threads, lambda: asyncio.run(ask(handler, typed))), SECONDS)
        except (LDAPException, OSError) as error:            # TimeoutError is an OSError
            self.log.error("The directory %s could not be asked: %s", self.server_address, str(error)[:500] or "no answer")
            raise HTTPError(503, AWAY) from None
        if not found:
            return None
        return {"name": number(found["name"], f"“{self.lookup_dn_user_dn_attribute}” in the directory" if self.use_lookup_dn_username else "the user name")}


def configure(c: Any, login: Login, data: Path, cohorts: frozenset[str], address: str) -> None:
    """See login.configure. Raises LoginError."""
    table = login.ldap
    assert table is not None, "read() sees to it"
    filled(table, "ldap", ("server",))
    if "://" in table.server:
        raise LoginError(f"[login.ldap] server is “{table.server[:80]}”. Write the name alone, such as ldap.example.org; port and tls are fields of their own.")
    if bool(table.template) == bool(table.search_base):
        raise LoginError("[login.ldap] people are found in one way: write either template (where they are) or search_base and search_attribute (how to find them).")
    if table.template and "{username}" not in table.template:
        raise LoginError("[login.ldap] template has no {username} in it. Put it where the name people type belongs: uid={username},ou=people,dc=example,dc=org.")
    if table.search_base:
        filled(table, "ldap", ("search_attribute",))
    elif table.number_attribute:
        raise LoginError("[login.ldap] number_attribute needs a search: write search_base and search_attribute in place of template.")
    if table.ca_file and not (data / table.ca_file).is_file():
        raise LoginError(f"[login.ldap] ca_file: there is no file {data / table.ca_file}. Ask the directory's people for the certificate that signed their server's.")
    c.JupyterHub.authenticator_class = LdapPasswords
    c.LdapPasswords.server_address = table.server
    if table.port:
        c.LdapPasswords.server_port = table.port
    c.LdapPasswords.tls_strategy = TlsStrategy.before_bind if table.tls == "start_tls" else TlsStrategy.on_connect
    # ldap3 checks no certificate unless it is told to
    c.LdapPasswords.tls_kwargs = {"validate": ssl.CERT_REQUIRED, **({"ca_certs_file": str(data / table.ca_file)} if table.ca_file else {})}
    c.LdapPasswords.valid_username_regex = rf"(?:{NUMBER.pattern})\Z" if not table.number_attribute else r"[\w.@+-]{1,100}\Z"
    if table.template:
        c.LdapPasswords.bind_dn_template = [table.template]
        return
    c.LdapPasswords.lookup_dn = True
    c.LdapPasswords.user_search_base = table.search_base
    c.LdapPasswords.user_attribute = table.search_attribute
    c.LdapPasswords.lookup_dn_user_dn_attribute = table.number_attribute or table.search_attribute
    c.LdapPasswords.use_lookup_dn_username = bool(table.number_attribute)
    if table.search_user:
        c.LdapPasswords.lookup_dn_search_user = table.search_user
        c.LdapPasswords.lookup_dn_search_password = secret("ldap", "search_password_file", table.search_password_file, "LDAP_SEARCH_PASSWORD", data)
