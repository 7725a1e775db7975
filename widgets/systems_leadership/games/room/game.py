"""The room as an exercise with nothing to do: it keeps no record. What can be heard under which rule is worked out in `rules`."""
from __future__ import annotations

from html import escape
from typing import Any

from ...canvas.marks import icon
from ...exercise import Desk
from ...page import heading, sheet, small, table
from ..still import State, Still
from . import rules

VIEW = ("games/room/view.js",)
HOLDER, STAND_IN = "family", "carers_org"          # who knows of the envelopes; who speaks for people like her and was not told
NAMES = {"rank": "Reports, most senior first", "reverse": "Reports, most senior last", "tables": "Tables of four that move"}
LISTS = {"her": "The partner is asked", "for_her": "The carers’ organisation is asked for her"}
TIMES = ("At the start", "30 minutes", "60 minutes", "90 minutes")
FRESH = "Yellow: has come to know in the half hour just over. "             # on screen, where one half hour is looked at
CAPTION = ("Filled: can know of the envelopes. Hollow: cannot. It is the most that could have happened: everybody listens, and at the tables passes on all they have heard. "
           "Reports take five minutes each, in order of position as one author rated it, and where two are level in the order of the invitation. "
           "At the tables each round lasts 25 minutes with five to move; then one stays and the other three go on to three different tables.")


def say(way: str, step: rules.Step, half_hours: int, size: int) -> str:
    """One sentence on the room at this moment."""
    n = rules.counts(step)
    if not half_hours:
        return "At the start only she knows of the envelopes." if n["know"] else "At the start nobody in the room knows of the envelopes."
    after = f"After {30 * half_hours} minutes"
    floor = (f" Each has had about {25 * half_hours // rules.SEATS} minutes to speak." if way == "tables"
             else f" {rules.SPEAKERS * half_hours} of {size} have spoken, for five minutes each.")
    if not n["know"]:
        return f"{after} nobody in the room can know of the envelopes.{floor}"
    if n["know"] == 1:
        return f"{after} only she knows of the envelopes; her turn has not come.{floor}"
    how = [f"{n['first']} from her", *([f"{n['second']} at second hand"] if n["second"] else []), *([f"{n['third']} at third hand"] if n["third"] else [])]
    everyone = "all" if n["know"] == size else str(n["know"])
    return f"{after} {everyone} of the {size} can know of the envelopes: {', '.join(['she herself', *how[:-1]])} and {how[-1]}.{floor}"


class Room(Still):
    """See `exercise.Exercise`. `standpoints` are the players invited, in the order of the invitation."""

    title = "One remark, three ways to run a room"

    def __init__(self, id: str, case: str, standpoints: list[str]) -> None:
        super().__init__(id, case)
        self.lists = {"her": list(standpoints), "for_her": rules.swapped(list(standpoints), HOLDER, STAND_IN)}

    def rooms(self) -> dict[str, dict[str, list[rules.Step]]]:
        """Every room by list and way, half hour by half hour."""
        return {key: {w: rules.steps(self.case, invited, HOLDER, w) for w in rules.WAYS} for key, invited in self.lists.items()}

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        everyone = {i for invited in self.lists.values() for i in invited}
        people = {i: {"name": self.case.players[i].name, "short": self.case.players[i].short, "kind": self.case.kind_name(self.case.players[i].kind), "family": self.case.family(i).id,
                      "letter": self.case.family(i).kinds[self.case.players[i].kind]} for i in everyone}
        rooms = {key: {w: [{**rules.plain(s), "words": say(w, s, n, len(self.lists[key])), "spoken": rules.spoken(self.case, self.lists[key], w, n)}
                           for n, s in enumerate(steps)] for w, steps in ways.items()} for key, ways in self.rooms().items()}
        families = {f.id: {"order": n} for n, f in enumerate(self.case.families)}
        return {"stage": "figure", "people": people, "families": families, "rooms": rooms,
                "ways": NAMES, "lists": LISTS, "times": list(TIMES), "holder": HOLDER, "caption": FRESH + CAPTION, "drafts": {}}

    def _rows(self) -> list[list[str]]:
        return [[f"{LISTS[key]}. {NAMES[w]}", *(str(rules.counts(s)["know"]) for s in steps)] for key, ways in self.rooms().items() for w, steps in ways.items()]

    def picture(self, state: State, desk: Desk) -> str:
        her = self.lists["her"]
        left = [i for i in her if i not in rules.spoken(self.case, her, "rank", rules.HALF_HOURS)]
        names = " ".join(f'<span style="white-space:nowrap;margin-right:12px">{icon(self.case.family(i).id, self.case.family(i).kinds[self.case.players[i].kind], hollow=True)} '
                         f'{escape(self.case.players[i].name)}</span>' for i in left)
        return sheet(table(["How many can know of the envelopes", *TIMES], self._rows()) + heading("Not reached, when the most senior speak first")
                     + f'<p style="margin:4px 0;line-height:1.8">{names}</p>' + small(CAPTION))

    def summary(self, state: State) -> str:
        lines = [f"{row[0]}: {', '.join(f'{t.lower()} {n}' for t, n in zip(TIMES, row[1:], strict=True))}." for row in self._rows()]
        size = len(self.lists["her"])
        return "\n".join([f"How many of {size} can know of the envelopes.", *lines])
