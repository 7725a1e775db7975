"""Blind marking: nbgrader's lists give numbers in place of names, until a tutor asks for the names."""
from __future__ import annotations

from typing import Any

from nbgrader.server_extensions.formgrader import apihandlers as api
from nbgrader.server_extensions.formgrader.base import BaseHandler
from tornado import web

from .guard import Guarded

COOKIE, SHOWN = "formgrader-names", "shown"
LISTS = (api.SubmissionCollectionHandler, api.SubmissionHandler, api.SubmittedNotebookCollectionHandler, api.StudentSubmissionCollectionHandler,
         api.StudentNotebookSubmissionCollectionHandler)


class Blind(Guarded):
    """Goes before a handler of nbgrader's that lists work."""

    @property
    def api(self) -> Any:
        """nbgrader's own, with names out of what it gives unless they are asked for."""
        found = super().api  # type: ignore[misc]
        return found if self.get_cookie(COOKIE) == SHOWN else _Numbers(found)  # type: ignore[attr-defined]


class _Numbers:
    def __init__(self, api_: Any) -> None:
        self._api = api_

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any) -> Any:
            return _without(getattr(self._api, name)(*args))
        return call


def _without(found: Any) -> Any:
    if isinstance(found, list):
        return [_without(one) for one in found]
    if isinstance(found, dict) and "student" in found:
        return {**found, "last_name": found["student"], "first_name": "learner"}       # nbgrader's pages write "last, first"
    return found


class Names(Guarded, BaseHandler):
    """`/formgrader/names`: turn names on or off in this browser."""

    @web.authenticated
    def post(self) -> None:
        if self.get_cookie(COOKIE) == SHOWN:
            self.clear_cookie(COOKIE, path=f"{self.base_url}/formgrader")
        else:
            self.set_cookie(COOKIE, SHOWN, path=f"{self.base_url}/formgrader", samesite="Strict", httponly=True)
        self.redirect(f"{self.base_url}/formgrader/gradebook")
