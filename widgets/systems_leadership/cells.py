"""The two things a cell of the course may say. One pattern, read by the build, by marking and by nobody's Python."""
from __future__ import annotations

import re

import msgspec

CALL = re.compile(r'^from systems_leadership import (show|check)\n\1\("(\w+)"(?:, "(\w+)")?\)$')


class Call(msgspec.Struct, frozen=True):
    """`show("exercise")` or `check("exercise", "name")`."""

    verb: str
    exercise: str
    name: str = ""


def parse(source: str) -> Call | None:
    """The call a cell makes, or None if it is anything else."""
    found = CALL.match(source.strip())
    if not found or (found.group(1) == "check") != bool(found.group(3)):
        return None
    return Call(found.group(1), found.group(2), found.group(3) or "")
