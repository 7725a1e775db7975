"""What the cascade says: a message in parts, and the levels it goes through. Authored in course/, built into data/cascade.json."""
from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated

import msgspec

DATA = Path(__file__).parents[2] / "data" / "cascade.json"
Forms = Annotated[list[str], msgspec.Meta(min_length=1)]


class Clause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of the message. `forms` are its words as written, then as they are left each time it is told again."""

    id: str
    name: str
    forms: Forms


class Worry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something on a messenger's mind: what it puts first, and what it makes that place ask of its own people."""

    id: str
    words: str
    leads: Forms
    adds: Forms


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place that hands the message on. `player` is one of the case; `where` says how it is told there."""

    player: str
    where: str
    worry: list[Worry]


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """`writer` and `hearer` are players: who wrote the message, and who hears it last."""

    id: str
    title: str
    intro: str
    writer: str
    hearer: str
    clause: list[Clause]
    level: list[Level]

    @functools.cached_property
    def names(self) -> dict[str, str]:
        """Names of the message's own parts, by id."""
        return {c.id: c.name for c in self.clause}

    @functools.cached_property
    def forms(self) -> dict[str, list[str]]:
        """The words of every part there can be, by id: the message's own, and those the levels add."""
        added = {f"{level.player}.{worry.id}.{place}": forms for level in self.level for worry in level.worry for place, forms in (("leads", worry.leads), ("adds", worry.adds))}
        return {**{c.id: c.forms for c in self.clause}, **added}


@functools.cache
def texts() -> dict[str, Text]:
    """All cascades of the course as built."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Text])


def faults(text: Text, players: set[str]) -> list[str]:
    """What is wrong with an authored cascade, a sentence each."""
    out = [f"{text.id}: there is no player “{i}” in the case. Correct the id." for i in (text.writer, text.hearer, *(level.player for level in text.level)) if i not in players]
    for what, ids in (("parts", [c.id for c in text.clause]), ("levels", [level.player for level in text.level]), *((f"worries of {lv.player}", [w.id for w in lv.worry]) for lv in text.level)):
        if len(set(ids)) != len(ids):
            out.append(f"{text.id}: two {what} have the same id. Give each its own.")
    if any("." in c.id for c in text.clause):
        out.append(f"{text.id}: the id of a part has a full stop in it. Take it out.")
    if len(text.clause) != 4 or not text.level:
        out.append(f"{text.id}: a message has four parts, of which two go on at each of its levels. It has {len(text.clause)} and {len(text.level)} levels.")
    return out
