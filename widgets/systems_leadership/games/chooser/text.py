"""What the chooser says: situations, conditions, and methods with what each asks. Authored in course/, built into data/chooser.json."""
from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from ...sheet.rules import Promise

DATA = Path(__file__).parents[2] / "data" / "chooser.json"
By = Literal["founder", "official", "secondary", "course", "unchecked"]
Evidence = Literal["practice wisdom", "argument", "single study", "body of evidence", "official text", "contested"]   # as in course/sources.toml
Words = Annotated[str, msgspec.Meta(min_length=1)]
UNKNOWN, OWN = "unknown", "own"              # an answer that leaves a condition open; the learner's own situation


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statement, and whose words stand behind it."""

    words: Words
    by: By


class Need(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a method asks of one condition: the answers under which it is met, whose demand it is, and why."""

    ok: Annotated[list[str], msgspec.Meta(min_length=1)]
    by: By
    why: Words


class Method(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way of meeting, or of not meeting. `failure` and `missing` are the course's own throughout."""

    id: str
    name: str
    group: str
    purpose: Words
    origin: Said
    people: Said
    length: Said
    preparation: Said
    must: Said
    not_when: Annotated[list[Said], msgspec.Meta(min_length=1)]
    failure: Words
    output: Words
    missing: Words
    evidence: Evidence
    source: Words
    needs: dict[str, Need]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A question about a situation, and its answers in order: id and words. That it is not known yet is always an answer too.

    `name` is a noun, so that it reads whether it is met or not; `short` is its one or two words at the head of the table.
    """

    id: str
    name: str
    short: Annotated[str, msgspec.Meta(min_length=1, max_length=12)]
    question: str
    options: list[tuple[str, str]]

    @property
    def words(self) -> dict[str, str]:
        """The words of each answer, by id, in order."""
        return dict(self.options)


class Situation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    name: str
    words: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    id: str
    title: str
    intro: str
    promise: list[Promise]
    situation: list[Situation]
    condition: list[Condition]
    method: list[Method]

    @functools.cached_property
    def methods(self) -> dict[str, Method]:
        return {m.id: m for m in self.method}

    @functools.cached_property
    def conditions(self) -> dict[str, Condition]:
        return {c.id: c for c in self.condition}

    @functools.cached_property
    def situations(self) -> dict[str, Situation]:
        return {s.id: s for s in self.situation}


@functools.cache
def texts() -> dict[str, Text]:
    """All choosers of the course as built."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Text])


def faults(text: Text) -> list[str]:
    """What is wrong with the authored methods, a sentence each, with its remedy."""
    out = []
    for what, ids in (("methods", [m.id for m in text.method]), ("conditions", [c.id for c in text.condition]), ("situations", [s.id for s in text.situation])):
        out += [f"{text.id}: two {what} have the id “{i}”. Give each its own." for i in sorted({i for i in ids if ids.count(i) > 1})]
    for m in text.method:
        for condition, need in m.needs.items():
            where = f"{text.id}: [{m.id}] {condition}"
            if condition not in text.conditions:
                out.append(f"{where}: there is no such condition. Use one of: {', '.join(text.conditions)}.")
                continue
            known = text.conditions[condition].words
            if wrong := [o for o in need.ok if o not in known]:
                out.append(f"{where}: “{wrong[0]}” is no answer to it. Use one of: {', '.join(known)}.")
            if need.by == "unchecked":
                out.append(f"{where}: a demand nobody has checked is the course's own. Write by = \"course\", or whose it is.")
        if any(s.by == "unchecked" for s in m.not_when):
            out.append(f"{text.id}: [{m.id}] not_when: a caution is somebody's. Write by = \"course\" where no founder's was found.")
    out += [f"{text.id}: the condition “{c.id}” has an answer called “{UNKNOWN}”. It is there already; take it out." for c in text.condition if UNKNOWN in c.words]
    if OWN in text.situations:
        out.append(f"{text.id}: a situation has the id “{OWN}”, which is the learner's own. Give it another.")
    return out
