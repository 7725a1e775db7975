"""How people sign in to a hub: passwords of the hub's own, an LMS (LTI 1.3), an organisation's sign-on (OIDC), or its directory (LDAP).

`configure` sets a hub's authenticator from the `[login]` table of hub.toml. Whoever signs in is let in only if they are on a cohort's list, a tutor or an admin, whatever the kind.
"""
from __future__ import annotations

from collections.abc import Collection, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from .tables import Login, LoginError, read

__all__ = ["Login", "LoginError", "configure", "read"]

Groups = Mapping[str, Collection[str]]


def configure(c: Any, login: Login | Mapping[str, Any], data: Path, people: Groups, *, admins: Collection[str] = (), cohorts: Collection[str] = (), address: str = "") -> None:
    """Set the authenticator of a hub's config `c`.

    `login` is the `[login]` table, as TOML gives it or as `read` does. Files named in it that are not absolute are taken from `data`.
    `people` says which hub groups each number belongs to, such as `{"1042": {"learners-autumn"}, "anna": {"tutors-autumn"}}`; `admins` may sign in without being there.
    `cohorts` are the ids a launch or a claim may be mapped to. `address` is where the hub is found by name, such as `https://course.example.org`, or nothing on one machine.
    Groups are given by the authenticator at each sign-in (`manage_groups`), so `c.JupyterHub.load_groups` must stay empty: name them in `load_roles`.
    Raises LoginError, which names the field and the next step."""
    table = login if isinstance(login, Login) else read(login)
    kind = import_module(f".{table.kind}", __name__)         # the others' libraries are not loaded
    kind.configure(c, table, data, frozenset(cohorts), address.rstrip("/"))
    c.OnTheList.people = {number.lower(): sorted(groups) for number, groups in people.items()}
    c.Authenticator.admin_users = {name.lower() for name in admins}
    c.JupyterHub.template_paths.insert(0, str(Path(__file__).parent / "templates"))
