"""What a hand-in file says of itself, believed only as far as it goes."""
from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable

import msgspec

from ...games.hand_in.bundle import MARK, NOTEBOOK, NUMBER, VERSION, Item, Manifest
from .checks import Entry, Expected, Loaded, Unsound, sound

LARGEST = 1_000_000        # bytes; one of ours has some 1,000
NOT_NAMED = "is not named in its manifest"


def read(data: bytes, assignment: str = "") -> tuple[Manifest, datetime.datetime]:
    """The manifest and when it was handed in, by the learner's clock, in UTC. Raises Unsound.

    `assignment` is the one that is being collected, where that is known."""
    try:
        says = msgspec.json.decode(data, type=Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Unsound("is no hand-in: its manifest cannot be read.") from None
    if says.hand_in != MARK or says.version > VERSION:
        raise Unsound("has a manifest made by other or newer software. Update the course, then collect again.")
    if not NUMBER.fullmatch(says.learner):
        raise Unsound("cannot be anybody's: its learner number is not one.")
    if assignment and says.assignment != assignment:
        raise Unsound(f"is a hand-in of {says.assignment[:60]}, not of {assignment}. Put it into the archive folder of that module and collect that.")
    try:
        when = datetime.datetime.strptime(says.handed_in, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.UTC)
    except ValueError:
        raise Unsound("has no proper time in its manifest.") from None
    return says, when


def load(says: Manifest, wanted: Expected, entries: list[Entry], read: Callable[[str], bytes], many: int = 0) -> Loaded:
    """Read a hand-in that has a manifest, which must be true of it. Raises Unsound."""
    names, items = [entry.name for entry in entries], {item.name: item for item in says.files}
    if gone := next((name for name in items if name in wanted and name not in names and name != NOTEBOOK), ""):
        raise Unsound(f"is not whole: {gone} is named in its manifest and is not there.")
    put_in = {entry.name for entry in entries if entry.name not in items and not entry.why}      # later, by whoever; but a link is no slip
    records = frozenset(name for name in (*items, *names) if wanted.record(name) and name not in put_in)
    found = sound(Expected(records, wanted.work or records), entries, read, many, lambda name, data: changed(items.get(name), data))
    for extra in found.extras:
        if extra.name in put_in and extra.name in wanted:
            extra.why = NOT_NAMED
    return found


def changed(item: Item | None, data: bytes) -> str:
    if item is None:
        return NOT_NAMED
    return "" if (item.bytes, item.sha256) == (len(data), hashlib.sha256(data).hexdigest()) else "was changed after it was handed in"
