"""What games with words of their own share: their authored text as built, the words on screen, and what stands in a box."""
from __future__ import annotations

import functools
import tomllib
from pathlib import Path
from typing import Any

import msgspec

DATA = Path(__file__).parents[1] / "data"


@functools.cache
def texts(kind: str, type_: Any) -> dict[str, Any]:
    """The authored texts of one kind of game, by id, from data/<kind>.json."""
    return msgspec.json.decode((DATA / f"{kind}.json").read_bytes(), type=dict[str, type_])


@functools.cache
def words(kind: str) -> dict[str, str]:
    """The words on screen of one kind of game."""
    return tomllib.loads((Path(__file__).parent / kind / "words.toml").read_text(encoding="utf-8"))


def box(drafts: dict[str, str], field: str) -> str:
    """What stands in a box, without the space round it."""
    return drafts.get(field, "").strip()


def line(drafts: dict[str, str], field: str) -> str:
    """The same on one line, to stand inside a sentence."""
    return " ".join(box(drafts, field).split())


def unique(kind: str, ids: list[str]) -> None:
    """Raises ValueError when an id stands twice."""
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise ValueError(f"the {kind} “{twice[0]}” stands twice; give each its own id")
