"""What course/m4_wicked_problems/tellings.toml holds: the night, six tellings, what they license, and the part with right answers."""
from __future__ import annotations

import functools

import msgspec

from ..authored import unique


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    about: str


class Response(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that might be done."""

    id: str
    words: str


class Telling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One player's telling, and how the author heard it: what it `makes` of the night, what it `licenses`, whom it `spares`."""

    id: str
    player: str
    words: str
    makes: str
    licenses: str
    because: str
    spares: str


class Property(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the ten. `about` goes on from “That property”."""

    id: str
    name: str
    about: str


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    why: str
    right: bool = False


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question with one right answer. Every option says why it is or is not the one."""

    id: str
    asks: str
    option: list[Option]


class Shown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"others": "or"}):
    """A case that shows one of the ten, beside others it might be taken for."""

    id: str
    asks: str
    property: str
    others: list[str]
    why: str


class Text(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """Raises ValueError where the file contradicts itself."""

    id: str
    title: str
    intro: str
    event: str
    limits: str
    mark: list[Mark]
    response: list[Response]
    telling: list[Telling]
    seventh: list[Response]
    property: list[Property]
    pairing: list[Item]
    shown: list[Shown]

    def __post_init__(self) -> None:
        unique("telling", [t.id for t in self.telling])
        unique("response", [r.id for r in (*self.response, *self.seventh)])
        unique("property", [p.id for p in self.property])
        unique("question", [*(i.id for i in self.pairing), *(s.id for s in self.shown)])
        marks, responses, properties = {m.id for m in self.mark}, {r.id for r in self.response}, {p.id for p in self.property}
        for t in self.telling:
            if t.makes not in marks or t.licenses not in responses:
                raise ValueError(f"the telling “{t.id}” makes “{t.makes}” and licenses “{t.licenses}”; use the ids of a mark and a response")
        for item in self.pairing:
            if sum(o.right for o in item.option) != 1:
                raise ValueError(f"“{item.id}” needs exactly one option with right = true")
        for s in self.shown:
            if len(s.others) < 2 or not {s.property, *s.others} <= properties or s.property in s.others:
                raise ValueError(f"“{s.id}” shows “{s.property}” beside {', '.join(s.others)}; name one property, and two or more others under `or`")
        if sorted(s.property for s in self.shown) != sorted(properties):
            raise ValueError("each property has one case that shows it")


@functools.cache
def items(text: Text) -> list[Item]:
    """Every question of the fact part, the pairings first. Of a case, options stand in the order of the ten, so that their order gives nothing away."""
    out = list(text.pairing)
    for s in text.shown:
        mixed = [p for p in text.property if p.id == s.property or p.id in s.others]
        out.append(Item(s.id, s.asks, [Option(p.name, s.why if p.id == s.property else f"That property {p.about}.", p.id == s.property) for p in mixed]))
    return out
