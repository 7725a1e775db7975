"""Retrieval cards. You choose an answer before any explanation is shown; then every option says why. Nothing is marked."""
from __future__ import annotations

import functools
from html import escape as e
from pathlib import Path
from typing import Any

import msgspec

from ...exercise import Desk, Refused, Screen
from ...moves import Moves
from ...page import SERIF, sheet, small

VIEW = ("games/cards/view.js",)
DATA = Path(__file__).parents[2] / "data" / "cards.json"
SHOWN = 20                                   # answers to one card that a picture shows


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer, and why it is or is not the one."""

    text: str
    why: str
    right: bool = False


class Card(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question. `points` are rows of coverage.csv it practises."""

    id: str
    question: str
    option: list[Option]
    points: list[int] = []


class Pack(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cards of a module."""

    id: str
    title: str
    intro: str
    card: list[Card]


class Answer(msgspec.Struct, tag_field="do", tag="answer", forbid_unknown_fields=True):
    """Choose option number `option` of a card. The explanation is shown from then on."""

    card: str
    option: int


MOVES = Moves(Answer)


class State(msgspec.Struct):
    """Every answer given, by card, in order. The first is what a person remembered."""

    tries: dict[str, list[int]] = {}
    drafts: dict[str, str] = {}


@functools.cache
def packs() -> dict[str, Pack]:
    """All packs of the course as built."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Pack])


class Cards:
    """See `exercise.Exercise`."""

    undoable: frozenset[str] = frozenset()                 # an answer given is given; it can be tried again
    barriers: frozenset[str] = frozenset()
    case_name = ""

    def __init__(self, id: str, case: str = "", pack: Pack | None = None) -> None:
        self.id, self.pack = id, pack or packs()[id]
        self.title = self.pack.title
        self.by_id = {card.id: card for card in self.pack.card}

    def new(self) -> State:
        return State()

    def apply(self, state: State, op: dict[str, Any]) -> str:
        """One answer. Says whether it is the one, and leaves why to the card."""
        move = MOVES.read(op)
        card = self.by_id.get(move.card)
        if card is None or not 0 <= move.option < len(card.option):
            raise Refused("There is no such card or answer here. Reload the page.")
        tries = state.tries.setdefault(move.card, [])
        if tries and card.option[tries[-1]].right:
            raise Refused("You have this one already. Its explanation is open.")
        tries.append(move.option)
        return "That is the one. Why is written under each answer." if card.option[move.option].right else "Not that one. Read why, then choose again."

    def screen(self, state: State, desk: Desk) -> Screen:
        """Before an answer is given no explanation travels, nor which option is right."""
        cards = {}
        for n, card in enumerate(self.pack.card):
            tried = state.tries.get(card.id, [])
            done = bool(tried) and card.option[tried[-1]].right
            options: dict[str, dict[str, Any]] = {str(k): {"text": o.text, "order": k} for k, o in enumerate(card.option)}
            for k, option in enumerate(card.option):
                if done or k in tried:
                    options[str(k)]["why"] = option.why
                if done:
                    options[str(k)]["right"] = option.right
            cards[card.id] = {"question": card.question, "order": n, "done": done, "tried": len(tried), "options": options}
        return {"stage": "cards", "title": self.pack.title, "intro": self.pack.intro, "cards": cards, "done": sum(c["done"] for c in cards.values()), "drafts": {}}

    def picture(self, state: State, desk: Desk) -> str:
        parts = [f'<p style="margin:0 0 4px;font:22px/1.3 {SERIF}">{e(self.pack.title)}</p>', small("Cards answered from memory. Not marked.")]
        for card in self.pack.card:
            tries = state.tries.get(card.id, [])
            given = "; then ".join(e(card.option[k].text) for k in tries[:SHOWN]) or "<i>not answered</i>"
            given += f"; and {len(tries) - SHOWN} more" if len(tries) > SHOWN else ""
            parts.append(f'<p style="margin:10px 0 0;font-weight:600">{e(card.question)}</p><p style="margin:0">{given}</p>')
        return sheet("".join(parts))

    def summary(self, state: State) -> str:
        return f"{self.pack.title}: {len(state.tries)} of {len(self.pack.card)} cards answered."

    def milestones(self, state: State) -> dict[str, bool]:
        return {"answered": all(c.id in state.tries for c in self.pack.card)}
