"""Words a learner types: kept as typed, in small pieces, with every earlier version still in the record.

A view sends the whole text of a box; what goes on record is the change: at character `at`, cut `cut`, put `put`.
"""
from __future__ import annotations

import re
from typing import Annotated, Any

import msgspec

from .moves import Refused, name

LONGEST = 20_000        # characters in one box; a long reflection has about 4,000

# What is typed and cannot be seen: control characters (not tab and line end), marks that reorder what stands round them
# (embeddings, overrides, isolates), separators that end a line of HTML or of Markdown, halves of characters.
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029\u206a-\u206f\ufff9-\ufffb\ud800-\udfff]")


class Write(msgspec.Struct, tag_field="do", tag="write", forbid_unknown_fields=True):
    """A change to one box. `field` names the box; positions count Unicode characters."""

    field: Annotated[str, msgspec.Meta(max_length=100)]
    at: int
    cut: int
    put: str


def shorten(drafts: dict[str, str], op: dict[str, Any]) -> dict[str, Any]:
    """Turn a `write` that carries the whole text of a box into the change it makes. Other moves pass unchanged."""
    if name(op) != "write" or "text" not in op:
        return op
    field, new = str(op.get("field")), str(op["text"])
    old = drafts.get(field, "")
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return {"do": "write", "field": field, "at": start, "cut": len(old) - start - end, "put": new[start: len(new) - end]}


def write(drafts: dict[str, str], op: Write) -> None:
    """Make a change in place. A change that does not fit the text it meets is put at the end, so nothing typed is lost.

    Raises Refused if the box would hold more than `LONGEST` characters."""
    old = drafts.get(op.field, "")
    fits = 0 <= op.at <= len(old) and 0 <= op.cut <= len(old) - op.at
    length = len(old) + len(op.put) + (-op.cut if fits else 1)
    if length > LONGEST:
        raise Refused(f"This box keeps {LONGEST:,} characters and the text has {length:,}. Nothing has been cut; shorten it and it will be saved.")
    drafts[op.field] = old[: op.at] + op.put + old[op.at + op.cut:] if fits else f"{old}\n{op.put}"


def words(text: str) -> int:
    """How many words a text has, as a person would count them."""
    return len(text.split())


def visible(text: str) -> str:
    """A text as somebody else should see it: without what cannot be seen and could reorder or break the page. Arabic and Hebrew stay as they are."""
    return UNSEEN.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
