"""Hand-ins for tests: one honest one, made through the real Session, and a table of ways to break it.

`whole()` are its files by name; `zipped` packs files as the course's own Hand in does (both from `packing`). `BROKEN` names
ways to break a hand-in, by where the harm is done: `files` (in the learner's own folder, so that the manifest is true of
it), `archive` (in the file that is sent) or `inbound` (in the exchange). Each has the words a tutor must see.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import broken_archives
import broken_files
import broken_inbound
from packing import LEARNER, WHEN, Files, archive, blackboard, canvas, manifest_of, moodle, name, submit, whole, zipped

__all__ = ["BROKEN", "LEARNER", "WHEN", "Broken", "Files", "archive", "blackboard", "broken_files_of", "canvas", "manifest_of", "moodle", "name", "sent", "submit", "whole", "zipped"]


@dataclass(frozen=True)
class Broken:
    """One way to break a hand-in.

    `how` takes the honest files and changes them (way "files"); or takes files and learner and gives (name, bytes) of what is
    sent ("archive"); or takes the directory in the exchange ("inbound"). `says` is in what the tutor reads, from collecting
    or, `at` "mark", from marking. `collected` says whether the hand-in is taken in all the same."""

    name: str
    way: Literal["files", "archive", "inbound"]
    how: Callable[..., Any]
    says: str
    at: Literal["collect", "mark"] = "collect"
    collected: bool = False
    root: bool = False         # can only be done by root, who may give a file to somebody else


def _table() -> dict[str, Broken]:
    rows = [Broken(how.__name__, "files", how, says, at, taken) for how, says, at, taken in broken_files.TABLE]
    rows += [Broken(how.__name__, "archive", how, says, "collect", taken) for how, says, taken in broken_archives.TABLE]
    rows += [Broken(f"inbound_{how.__name__}", "inbound", how, says, "collect", taken, root) for how, says, taken, root in broken_inbound.TABLE]
    assert len(rows) == len({row.name for row in rows})
    return {row.name: row for row in rows}


BROKEN = _table()


def broken_files_of(row: Broken) -> Files:
    """The files of a hand-in broken in its folder."""
    files = whole()
    row.how(files)
    return files


def sent(row: Broken, learner: str = LEARNER) -> tuple[str, bytes]:
    """The hand-in file that comes of a row of way "files" or "archive": its name and bytes."""
    if row.way == "files":
        return name(learner), zipped(broken_files_of(row), learner)
    return row.how(whole(), learner)
