"""Phrases of the tellings that a reflection may quote."""
from __future__ import annotations

from ...case import Case
from ..authored import line
from .rules import OWN, written
from .state import State
from .text import Text


def teller(case: Case, text: Text, state: State, telling: str) -> str:
    """Who tells it, in words."""
    if telling == OWN:
        return line(state.drafts, "own.who") or "somebody you did not name"
    found = next((t for t in text.telling if t.id == telling), None)
    return case.players[found.player].name if found and found.player in case.players else ""


def licensed(text: Text, state: State) -> str:
    """What the learner's own telling licenses, in words."""
    return next((r.words for r in text.seventh if r.id == state.seventh), "")


def quotes(case: Case, text: Text, state: State) -> dict[str, str]:
    """Always all three, each a phrase that reads well in a sentence."""
    own, lets = line(state.drafts, "own.telling"), line(state.drafts, "mine.lets")
    who = teller(case, text, state, state.mine)
    mine = ("your own, the seventh" if state.mine == OWN else f"the one by the {who[:1].lower()}{who[1:]}") + (f". Told like that, it lets you: “{lets}”" if lets else "") if state.mine else ""
    return {"telling_own": f"“{own}” (told by {teller(case, text, state, OWN)})" if written(state) else "no telling of your own yet",
            "telling_licenses": licensed(text, state) or "no seventh response chosen yet",
            "telling_mine": mine or "you have not said yet"}
