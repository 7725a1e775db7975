"""One problem, placed: choose a moment and whose eyes, and see where the marks go. Where each mark stands is the author's own statement."""
from __future__ import annotations

import functools
from html import escape
from pathlib import Path
from typing import Any, Literal

import msgspec

from ...exercise import Desk
from ...page import heading, sheet, small, table
from ..still import State, Still

VIEW = ("games/drift/view.js",)
DATA = Path(__file__).parents[2] / "data" / "drift.json"
PLACES = 7                                   # of a line, from left to right
FAR = 2                                      # places that a sentence calls a move
Label = Literal["critical", "tame", "wicked"]


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing to place a problem on, with the words at either end; `short` stands in a sentence."""

    id: str
    name: str
    short: str
    left: str
    right: str


class Moment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A morning, in the order they come."""

    id: str
    name: str
    about: str


class Teller(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who places it. `player` is who they are in the case."""

    id: str
    player: str
    name: str
    letter: str


class Placed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where one teller puts it at one moment: a place from 1 to PLACES by line, what they say and call it, and what that lets them do."""

    at: dict[str, int]
    says: str
    calls: Label
    lets: str


class Text(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole figure as authored: `placed` by moment and teller."""

    id: str
    title: str
    caption: str
    line: list[Line]
    moment: list[Moment]
    teller: list[Teller]
    placed: dict[str, dict[str, Placed]]

    def __post_init__(self) -> None:
        """Raises ValueError (ValidationError when decoded) where a placement is missing, or off its line."""
        lines = {line.id for line in self.line}
        for moment in self.moment:
            for teller in self.teller:
                found = self.placed.get(moment.id, {}).get(teller.id)
                if found is None:
                    raise ValueError(f"nobody says where {teller.id} puts it at {moment.id}. Write [placed.{moment.id}.{teller.id}]")
                if set(found.at) != lines or not all(1 <= place <= PLACES for place in found.at.values()):
                    raise ValueError(f"[placed.{moment.id}.{teller.id}] needs a place from 1 to {PLACES} on each of: {', '.join(sorted(lines))}")


@functools.cache
def texts() -> dict[str, Text]:
    """Every such figure of the course as built."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Text])


def listed(words: list[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def moved(before: dict[str, int], now: dict[str, int]) -> dict[str, int]:
    """How many places each line has moved, to the right if positive; lines that stayed are left out."""
    return {line: now[line] - before[line] for line in now if now[line] != before[line]}


def widest(at: dict[str, dict[str, int]]) -> tuple[str, str, str, int]:
    """The line on which two tellers stand furthest apart: the line, who is further left, who further right, and by how much. The first of equals."""
    best = ("", "", "", -1)
    for line in next(iter(at.values())):
        order = sorted(at, key=lambda teller: at[teller][line])          # a stable sort: tellers keep their order where they agree
        apart = at[order[-1]][line] - at[order[0]][line]
        if apart > best[3]:
            best = (line, order[0], order[-1], apart)
    return best


def drifted(text: Text, moment: int, teller: str) -> str:
    """A sentence on what this teller has moved since the moment before."""
    if not moment:
        return ""
    before, now = (text.placed[text.moment[n].id][teller].at for n in (moment - 1, moment))
    far = {line.short: by for line in text.line if abs(by := moved(before, now).get(line.id, 0)) >= FAR}
    since = _lower(text.moment[moment - 1].name) if text.moment[moment - 1].name.startswith(("The ", "Week ")) else text.moment[moment - 1].name
    if not far:
        return f"Since {since} no mark has moved by {FAR} places or more."
    ways = [f"to the {way} on {listed(on)}" for way, on in (("right", [w for w, by in far.items() if by > 0]), ("left", [w for w, by in far.items() if by < 0])) if on]
    return f"Moved by {FAR} places or more since {since}: {'; '.join(ways)}."


def apart(text: Text, moment: int) -> str:
    """A sentence on where the tellers stand furthest apart at a moment."""
    line, left, right, by = widest({t.id: text.placed[text.moment[moment].id][t.id].at for t in text.teller})
    names, short = {t.id: _lower(t.name) for t in text.teller}, next(one.short for one in text.line if one.id == line)
    return f"They stand furthest apart on {short}: {by} places, with {names[left]} on the left and {names[right]} on the right."


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


class Drift(Still):
    """See `exercise.Exercise`."""

    def __init__(self, id: str, case: str) -> None:
        super().__init__(id, case)
        self.text = texts()[id]
        self.title = self.text.title

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        text = self.text
        return {"stage": "figure", "title": text.title, "caption": text.caption, "places": PLACES, "drafts": {},
                "lines": [msgspec.to_builtins(line) for line in text.line], "tellers": [msgspec.to_builtins(teller) for teller in text.teller],
                "moments": [{**msgspec.to_builtins(moment), "apart": apart(text, n),
                             "placed": {t.id: {**msgspec.to_builtins(text.placed[moment.id][t.id]), "drifted": drifted(text, n, t.id)} for t in text.teller}}
                            for n, moment in enumerate(text.moment)]}

    def picture(self, state: State, desk: Desk) -> str:
        parts = [f'<p style="margin:0 0 4px;font-weight:600">{escape(self.text.title)}</p>', small(f"Places from 1 to {PLACES}, from the words on the left of a line to those on the right.")]
        for n, moment in enumerate(self.text.moment):
            placed = self.text.placed[moment.id]
            rows = [[f"{line.name} (1: {line.left}; {PLACES}: {line.right})", *(str(placed[t.id].at[line.id]) for t in self.text.teller)] for line in self.text.line]
            parts += [heading(f"{moment.name}. {moment.about}"), table(["", *(t.name for t in self.text.teller)], rows), small(apart(self.text, n)),
                      *(small(f"{t.name} calls it {placed[t.id].calls}: “{placed[t.id].says}” {placed[t.id].lets}") for t in self.text.teller)]
        return sheet("".join(parts) + small(self.text.caption))

    def summary(self, state: State) -> str:
        return "\n".join(f"{moment.name}: {'; '.join(f'{t.name} calls it {self.text.placed[moment.id][t.id].calls}' for t in self.text.teller)}. {apart(self.text, n)}"
                         for n, moment in enumerate(self.text.moment))
