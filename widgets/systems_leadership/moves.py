"""Moves as they come in: from a browser, or from a record that may be anybody's. Each becomes a typed move, or is refused.

    MOVES = Moves(Ask, Keep, Write)
    move = MOVES.read({"do": "ask", "player": "ed"})
"""
from __future__ import annotations

from typing import Any

import msgspec

LARGEST = 4_000_000        # bytes of one message; a view sends the whole text of a box, and somebody may paste a book


class Refused(ValueError):
    """A move the rules do not allow. `str()` is one sentence for the person who made it."""


class Moves:
    """The moves of one exercise: msgspec Structs tagged by `do`. Read by name, several times faster than by a union."""

    def __init__(self, *kinds: type[msgspec.Struct]) -> None:
        self._kinds = {str(kind.__struct_config__.tag): kind for kind in kinds}

    def read(self, op: dict[str, Any]) -> Any:
        """The typed move. Raises msgspec.ValidationError for what is none of these, whatever it is."""
        kind = self._kinds.get(name(op))
        if kind is None:
            raise msgspec.ValidationError("there is no such move")
        return msgspec.convert(op, type=kind)


def name(op: Any) -> str:
    """What a move says it does; nothing if it does not say it in a string."""
    do = op.get("do") if isinstance(op, dict) else None
    return do if isinstance(do, str) else ""


def received(op: Any) -> dict[str, Any]:
    """A move as a browser sent it, made plain JSON data that a record can keep. Raises Refused.

    Half of a surrogate pair, which JavaScript can send and no file can hold, becomes the sign for an unreadable character."""
    try:
        try:
            data = msgspec.json.encode(op)
        except UnicodeEncodeError:
            data = msgspec.json.encode(_whole(op))
        plain = msgspec.json.decode(data, type=dict[str, Any])
    except (ValueError, RecursionError, TypeError) as error:
        raise Refused(f"That move was not understood ({type(error).__name__}). Reload the page and try again.") from None
    if len(data) > LARGEST:
        raise Refused(f"That is {len(data) // 1_000_000} MB at once, more than any box keeps. Nothing has been cut; shorten it and it will be saved.")
    return plain


def _whole(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(v) for v in value]
    if isinstance(value, dict):
        return {_whole(k): _whole(v) for k, v in value.items()}
    return value
