"""The `[login]` table of hub.toml. One table inside it for the kind that is chosen; every field not written has the value shown here."""
from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import msgspec

LOOPBACK = ("127.0.0.1", "localhost", "::1")


class LoginError(Exception):
    """How people sign in is set wrongly; the text names the field and what to write."""


class Native(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Passwords of the hub's own."""

    shortest: int = 12              # characters in a password somebody chooses
    tries: int = 5                  # wrong passwords in a row before a number has to wait
    wait_minutes: int = 10


class Lti(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """LTI 1.3, from Moodle, Canvas or another LMS."""

    issuer: str                     # the LMS's “Platform ID”
    client_ids: list[str]
    authorize_url: str              # “Authentication request URL”
    jwks_url: str                   # “Public keyset URL”
    number: str = "lis.person_sourcedid"      # where a launch has the learner number: lis.person_sourcedid, custom.<name>, ext.user_username or sub
    cohorts: dict[str, str] = {}    # the LMS's id of a course (context) = the id of a cohort
    cohort_parameter: str = ""      # or: the custom parameter that names the cohort
    deployment_ids: list[str] = []  # only these, when there are any


class Oidc(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """OpenID Connect: Entra, Google, Keycloak and others."""

    name: str = "your work account"           # on the button: “Sign in with …”
    client_id: str
    client_secret_file: str = ""    # or the environment variable OIDC_CLIENT_SECRET
    authorize_url: str
    token_url: str
    userinfo_url: str = ""          # without it the claims are taken from the ID token
    scopes: list[str] = msgspec.field(default_factory=lambda: ["openid", "profile", "email"])
    number: str                     # the claim that has the learner number
    domain: str = ""                # when that claim is name@domain: the only domain taken, and dropped
    groups: str = ""                # the claim that lists a person's groups; dots go down into it
    tutors: dict[str, str] = {}     # a group there = the id of the cohort it tutors


class Ldap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An LDAP directory, such as Active Directory. Always over TLS, its certificate checked."""

    server: str
    port: int = 0                   # 389 for start_tls, 636 for ldaps
    tls: Literal["start_tls", "ldaps"] = "start_tls"
    ca_file: str = ""               # who signed the server's certificate, unless the machine knows them
    template: str = ""              # where people are: uid={username},ou=people,dc=example,dc=org
    search_base: str = ""           # or how to find them
    search_attribute: str = ""
    search_user: str = ""
    search_password_file: str = ""  # or the environment variable LDAP_SEARCH_PASSWORD
    number_attribute: str = ""      # when the learner number is not what people type: where it is


class Login(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    kind: Literal["native", "lti", "oidc", "ldap"] = "native"
    native: Native = Native()
    lti: Lti | None = None
    oidc: Oidc | None = None
    ldap: Ldap | None = None


def read(table: Mapping[str, Any]) -> Login:
    """The `[login]` table as TOML gives it, checked. Raises LoginError."""
    kind = table.get("kind", "native")
    if kind in ("lti", "oidc", "ldap") and kind not in table:
        raise LoginError(f'[login] has kind = "{kind}", and there is no [login.{kind}]. Write that table as hosting/login.md shows it.')
    try:
        return msgspec.convert(dict(table), Login)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at `")
        place = "login" + where.rstrip("`").removeprefix("$")
        raise LoginError(f"[{place}] {what[:1].lower()}{what[1:]}. Write it as hosting/login.md shows it.") from None


def filled(table: msgspec.Struct, kind: str, names: Collection[str]) -> None:
    """Raises LoginError for the first of `names` that is blank."""
    for name in names:
        value = getattr(table, name)
        if not value or (isinstance(value, str) and not value.strip()):
            raise LoginError(f"[login.{kind}] {name} is blank. Write what hosting/login.md says of it.")


def https(table: msgspec.Struct, kind: str, names: Collection[str]) -> None:
    """Raises LoginError for an address that anybody on the way could read or change."""
    for name in names:
        value = getattr(table, name)
        parts = urlsplit(value)
        if not parts.hostname or (parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK)):
            raise LoginError(f"[login.{kind}] {name} “{value[:80]}” is no https:// address. Copy it whole from the other side.")


def known(kind: str, field: str, mapping: Mapping[str, str], cohorts: frozenset[str]) -> None:
    """Raises LoginError for a cohort that hub.toml has not."""
    for key, cohort in mapping.items():
        if cohort not in cohorts:
            there = ", ".join(sorted(cohorts)) or "there is none yet"
            raise LoginError(f"[login.{kind}.{field}] “{key[:60]}” leads to the cohort “{cohort[:60]}”, which hub.toml has not. Write the id of one of its [[cohort]]s: {there}.")


def secret(kind: str, field: str, name: str, variable: str, data: Path) -> str:
    """What a file named in hub.toml holds, or an environment variable when none is named. Raises LoginError, which never quotes it."""
    if not name:
        if found := os.environ.get(variable, "").strip():
            return found
        raise LoginError(f"[login.{kind}] {field} is blank. Put the secret alone into a file only the hub may read (chmod 600), and name it here; or set {variable} for the hub.")
    path = data / name
    try:
        if path.stat().st_mode & 0o007:
            raise LoginError(f"[login.{kind}] {field}: everybody on this machine may read {path}. chmod 600 it, and start the hub again.")
        found = path.read_text(encoding="utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise LoginError(f"[login.{kind}] {field}: {path} could not be read ({getattr(error, 'strerror', None) or 'it is no text'}). Put the secret alone into that file.") from None
    if not found:
        raise LoginError(f"[login.{kind}] {field}: {path} is empty. Put the secret alone into that file.")
    return found
