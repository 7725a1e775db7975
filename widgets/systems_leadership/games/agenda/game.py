"""The agenda figure: three people, three wishes, money for one. The same wishes lead elsewhere when the paper is written otherwise."""
from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from html import escape
from typing import Any

from ...exercise import Desk
from ...page import heading, sheet, small, table
from ..still import State, Still
from . import votes

VIEW = ("games/agenda/view.js",)
OPTIONS = {"cafe": "the café", "car": "the car", "beds": "the beds"}
BUYS = {"cafe": "three more nights at the crisis café", "car": "the police–nurse car on every night", "beds": "two more beds on the ward"}
WISHES = {"cabinet_member": ("cafe", "car", "beds"), "police_commissioner": ("car", "beds", "cafe"), "mh_commissioner": ("beds", "cafe", "car")}
PLACES = ("First wish", "Second", "Third")
ASK = "Choose how the paper is written. Try all three orders, then leave something off, then let somebody change their mind."
SWAPPED = "Somebody changed their mind. Choose how the paper is written."


def swapped(who: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The wishes, with second and third exchanged for the voters named."""
    return {v: (o[0], o[2], o[1]) if v in who else o for v, o in WISHES.items()}


def key(who: Sequence[str]) -> str:
    """How the screen names a set of voters whose second and third wishes are exchanged."""
    return " ".join(v for v in WISHES if v in who)


def papers() -> dict[str, tuple[str, ...]]:
    """Six papers: all three things on it, each pair first in turn; then each thing left off."""
    whole = {f"{a} {b}": (a, b, c) for a, b, c in votes.orders(list(OPTIONS))}
    return whole | {f"no {o}": tuple(p for p in OPTIONS if p != o) for o in OPTIONS}


def capital(text: str) -> str:
    return text[0].upper() + text[1:]


def bare(option: str) -> str:
    """The thing without its article, for a button."""
    return OPTIONS[option].removeprefix("the ")


def said(rounds: list[votes.Round]) -> str:
    """The votes in words."""
    parts = [f"{capital(OPTIONS[r.winner])} or {OPTIONS[r.loser]}: {OPTIONS[r.winner]}, {len(r.won)} to {len(r.lost)}." for r in rounds]
    return " Then ".join([parts[0], *(p[0].lower() + p[1:] for p in parts[1:])]) + f" The money buys {BUYS[rounds[-1].winner]}."


def verdict(wishes: votes.Wishes) -> str:
    """What the order of the votes can do with these wishes."""
    if votes.order_decides(wishes, list(OPTIONS)):
        return "With these wishes the order of the votes decides: whatever is kept for the last vote wins."
    winner = OPTIONS[votes.outcome(wishes, list(OPTIONS))]
    return f"With these wishes the order of the votes decides nothing: {winner} wins whichever pair comes first. Leaving {winner} off the paper would still change what is bought."


@functools.cache
def count() -> tuple[int, int]:
    return votes.how_often(len(WISHES), list(OPTIONS))


def caption() -> str:
    some, every = count()
    return ("Each vote is between two things, two of three carry it, and the winner meets the third. Everybody votes as they wish and nobody bargains, which real committees do not keep to. "
            f"Of the {every} ways in which three people can rank three things, the order of the votes decides in {some}.")


class Agenda(Still):
    """See `exercise.Exercise`."""

    title = "One paper, three wishes"

    def names(self) -> dict[str, str]:
        return {v: self.case.players[v].short for v in WISHES}

    def screen(self, state: State, desk: Desk) -> dict[str, Any]:
        sets = [who for n in range(len(WISHES) + 1) for who in itertools.combinations(WISHES, n)]
        return {"stage": "figure", "drafts": {}, "caption": caption(), "ask": ASK, "swapped": SWAPPED, "places": list(PLACES),
                "options": {o: {"name": name, "buys": BUYS[o], "order": n} for n, (o, name) in enumerate(OPTIONS.items())},
                "voters": {v: {"name": name, "full": self.case.players[v].name, "order": n} for n, (v, name) in enumerate(self.names().items())},
                "papers": {p: {"order": n, "whole": len(on) == len(OPTIONS), "words": self.words(p, on)} for n, (p, on) in enumerate(papers().items())},
                "wishes": {key(who): self.told(swapped(who)) for who in sets}}

    @staticmethod
    def words(paper: str, on: Sequence[str]) -> str:
        """A paper on its button."""
        if len(on) < len(OPTIONS):
            return f"No {bare(paper.removeprefix('no '))}"
        return f"{capital(bare(on[0]))} or {bare(on[1])}"

    @staticmethod
    def told(wishes: dict[str, tuple[str, ...]]) -> dict[str, Any]:
        """Everything the screen says of one set of wishes: who wants what, and each paper's votes."""
        out = {}
        for paper, on in papers().items():
            rounds = votes.meeting(wishes, on)
            out[paper] = {"rounds": [{"winner": r.winner, "loser": r.loser, "won": r.won, "lost": r.lost} for r in rounds], "buys": rounds[-1].winner, "said": said(rounds)}
        beats = {f"{a} {b}": votes.vote(wishes, a, b) for a, b in itertools.combinations(OPTIONS, 2)}
        return {"of": {v: list(o) for v, o in wishes.items()}, "papers": out, "verdict": verdict(wishes),
                "beats": {pair: {"winner": r.winner, "loser": r.loser, "by": f"{len(r.won)} to {len(r.lost)}"} for pair, r in beats.items()}}

    def picture(self, state: State, desk: Desk) -> str:
        want = [[self.names()[v], *(capital(OPTIONS[o]) for o in order)] for v, order in WISHES.items()]
        papers_ = [[self.words(p, on) + (", first" if len(on) == len(OPTIONS) else ""), said(votes.meeting(WISHES, on))] for p, on in papers().items()]
        return sheet(table(["Who has a vote", *PLACES], want) + heading("How the paper is written, and what comes of it") + table(["Paper", "Votes"], papers_)
                     + f'<p style="margin:8px 0 0">{escape(verdict(WISHES))}</p>' + small(caption()))

    def summary(self, state: State) -> str:
        want = "\n".join(f"{self.names()[v]} wants {', then '.join(OPTIONS[o] for o in order)}." for v, order in WISHES.items())
        return "\n".join([want, *(f"{self.words(p, on)}: {said(votes.meeting(WISHES, on))}" for p, on in papers().items()), verdict(WISHES), caption()])
