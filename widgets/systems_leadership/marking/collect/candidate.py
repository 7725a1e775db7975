"""A hand-in as it was found, before it is decided on: whose it says it is, when, and how to read it."""
from __future__ import annotations

import datetime
from collections.abc import Callable

import msgspec

from .checks import Loaded, Unsound
from .lms import Named


def _nothing() -> dict[str, bytes]:
    return {}


def _unread() -> Loaded:
    raise Unsound("could not be read.")


class Candidate(msgspec.Struct):
    """`bad` is a sentence if it is known already that it cannot be collected; `load` reads it and may find out (Unsound).

    `raw` gives the files to keep when it is set aside. `learner` is whom it claims to be from, empty if it says nothing
    that could be anybody's name."""

    where: str
    learner: str = ""
    when: datetime.datetime | None = None
    named: Named = Named()
    notes: list[str] = []
    bad: str = ""
    load: Callable[[], Loaded] = _unread
    raw: Callable[[], dict[str, bytes]] = _nothing


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


def said(when: datetime.datetime) -> str:
    """A time as a tutor reads it, on their own clock: `2026-11-22 23:59`."""
    return when.astimezone().strftime("%Y-%m-%d %H:%M")
