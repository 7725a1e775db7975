"""What course/m4_wicked_problems/tangle.toml holds: marks, answers, issues and their parts."""
from __future__ import annotations

import msgspec

from ...sheet.rules import Promise
from ..authored import unique


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    about: str


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A way to meet a part. `pairs` is the mark Grint pairs it with."""

    id: str
    name: str
    about: str
    pairs: str


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    short: str
    words: str


class Issue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An issue. One without parts is the learner's own, and asks for the promises."""

    id: str
    name: str
    about: str
    part: list[Part] = []


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Raises ValueError where the file contradicts itself."""

    id: str
    title: str
    intro: str
    mark: list[Mark]
    answer: list[Answer]
    issue: list[Issue]
    promise: list[Promise]

    def __post_init__(self) -> None:
        unique("issue", [i.id for i in self.issue])
        unique("part", [p.id for i in self.issue for p in i.part])
        if sorted(a.pairs for a in self.answer) != sorted(m.id for m in self.mark):
            raise ValueError("each answer pairs with one mark, and each mark with one answer; correct `pairs`")
