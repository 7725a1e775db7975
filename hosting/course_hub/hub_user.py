"""A learner's entry in the hub itself: deleted through its API while it runs, from its database while it is stopped."""
from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

from jupyterhub import orm
from nativeauthenticator.orm import UserInfo
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from .held import HeldError

WAIT = 30                                                  # seconds for a server to stop


def in_database(path: Path, who: str) -> bool:
    """Whether a stopped hub's database knows a learner. Raises HeldError."""
    if not path.is_file():
        return False
    with _session(path) as session:
        return orm.User.find(session, who) is not None or _account(session, who) is not None


def from_database(path: Path, who: str) -> bool:
    """Delete a learner from a stopped hub's database: the user, what hangs on it, and the account with its password. Whether there was one. Raises HeldError."""
    if not path.is_file():
        return False
    try:
        with _session(path) as session:
            found = [one for one in (orm.User.find(session, who), _account(session, who)) if one is not None]
            for one in found:
                session.delete(one)
            session.commit()
            return bool(found)
    except SQLAlchemyError as error:
        raise HeldError(f"{path}: the hub's database could not be changed ({error}). Stop the hub, and run this again.") from None


def _session(path: Path) -> Session:
    try:
        return orm.new_session_factory(f"sqlite:///{path}")()
    except (SQLAlchemyError, orm.DatabaseSchemaMismatch) as error:
        raise HeldError(f"{path}: the hub's database could not be opened ({error}). hosting/upgrade.md says how to bring it up to date.") from None


def _account(session: Session, who: str) -> Any:
    return UserInfo.find(session, who) if inspect(session.connection()).has_table(UserInfo.__tablename__) else None


def through_api(api: str, token: str, who: str) -> bool:
    """Stop a learner's server and delete them, through the API of a hub that runs (`api` ends in /hub/api). Whether there was one. Raises HeldError."""
    if (user := _ask(api, token, "GET", f"/users/{who}")) is None:
        return False
    end = time.monotonic() + WAIT
    if user.get("server"):
        _ask(api, token, "DELETE", f"/users/{who}/server")
    while (_ask(api, token, "GET", f"/users/{who}") or {}).get("server"):
        if time.monotonic() > end:
            raise HeldError(f"The server of {who} did not stop within {WAIT} seconds. Stop it on the hub's admin page, then run this again.")
        time.sleep(0.3)
    _ask(api, token, "DELETE", f"/users/{who}")
    return True


def known(api: str, token: str, who: str) -> bool:
    """Whether a hub that runs knows a learner. Raises HeldError."""
    return _ask(api, token, "GET", f"/users/{who}") is not None


def _ask(api: str, token: str, method: str, path: str) -> dict[str, Any] | None:
    """What the hub answers; None when it knows nothing of it."""
    request = urllib.request.Request(api + path, method=method, headers={"Authorization": f"token {token}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            return json.loads(text) if text else {}
    except urllib.error.HTTPError as error:
        if error.code == 404:
            return None
        hint = "The token has to be an admin's (hub page, Token)." if error.code in (401, 403) else "Look into the hub's log."
        raise HeldError(f"The hub refused {method} {path} ({error.code} {error.reason}). {hint} Then run this again; what is gone stays gone.") from None
    except OSError as error:
        raise HeldError(f"The hub at {api} does not answer ({error}). Run this again once it does, or stop it first.") from None
