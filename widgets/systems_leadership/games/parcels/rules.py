"""The rules of the parcels. Pure: a state, a move, a new state.

You sort the players you met into two to six parcels of work, having first guessed what share of the ties between them
your division will cut. Then you see it beside two others, mark two cuts you would keep on purpose, and say what you saw.
"""
from __future__ import annotations

from typing import Any

from ... import writing
from ...case import Case
from ...exercise import Refused
from ...writing import Write
from . import division
from .state import MOVES, Begin, Bring, Clear, Compare, Finish, KeepCut, LetGo, Name, Place, State

FEWEST, MOST = 2, 6                          # parcels
ENOUGH = 6                                   # players, to be worth dividing
LONGEST_NAME, LONGEST_LINE = 40, 1_000       # characters
TO_KEEP = 2                                  # cuts kept on purpose
DEBRIEF = ("surprise", "alike", "next")
SIZES = tuple(str(n) for n in range(FEWEST, MOST + 1))
IDS = ("a", "b", "c", "d", "e", "f")
UNDOABLE = frozenset({"name", "clear", "place", "keep_cut", "let_go"})
BARRIERS = frozenset({"begin", "bring", "compare", "finish"})


def used(state: State) -> list[str]:
    """Parcels that hold somebody, in order."""
    held = set(state.place.values())
    return [p for p in state.parcels if p in held]


def unsorted(state: State) -> list[str]:
    return [i for i in state.players if i not in state.place]


def divided(state: State) -> bool:
    """Whether everybody is in one of at least two parcels."""
    return bool(state.players) and not unsorted(state) and len(used(state)) >= FEWEST


def kept_cuts(case: Case, state: State) -> list[str]:
    """Keys of the ties kept cut on purpose that the division, as it stands, does cut."""
    return [key for key in state.kept if division.is_cut(state.place, case.tie[key])]


def stage(state: State) -> str:
    """begin, sorting, compared or finished."""
    if not state.players:
        return "begin"
    if state.debrief:
        return "finished"
    return "compared" if state.found else "sorting"


def apply(case: Case, state: State, op: dict[str, Any]) -> str:
    """Make one move in place and say in a sentence what came of it. Raises Refused or msgspec.ValidationError; then nothing has changed."""
    move = MOVES.read(op)
    if isinstance(move, Write):
        writing.write(state.drafts, move)
        return ""
    if not isinstance(move, Begin) and not state.players:
        raise Refused("Bring in your players first.")
    return _HANDLERS[type(move)](case, state, move)


def _need(text: str, limit: int, sentence: str) -> str:
    text = text.strip()
    if not text:
        raise Refused(sentence)
    if len(text) > limit:
        raise Refused(f"This box keeps {limit:,} characters, and this has {len(text):,}. Nothing has been cut; shorten it and try again.")
    return text


def _begin(case: Case, state: State, move: Begin) -> str:
    if state.players:
        raise Refused("Your players are here already.")
    if not 0 <= move.guess <= 100:
        raise Refused("Guess a whole number from 0 to 100. Nobody marks it.")
    _known(case, move.players)
    if len(move.players) < ENOUGH:
        raise Refused(f"There are not enough players to divide. Play the unfolding game until you have met at least {ENOUGH}, then come back.")
    state.guess, state.players = move.guess, list(move.players)
    state.parcels = {"a": "Parcel 1", "b": "Parcel 2", "c": "Parcel 3"}
    return f"{len(state.players)} players are here, none of them sorted."


def _known(case: Case, players: list[str]) -> None:
    if any(i not in case.players for i in players) or len(set(players)) != len(players):
        raise Refused("Those players could not be brought in. Reload the page and try again.")


def _bring(case: Case, state: State, move: Bring) -> str:
    _known(case, move.players)
    here = set(state.players)
    new = [i for i in move.players if i not in here]
    if not new:
        raise Refused("Everybody you have met is here already.")
    state.players = sorted([*state.players, *new], key=lambda i: case.players[i].name)
    return f"{len(new)} more player{'s' * (len(new) > 1)} brought in. They are not sorted yet."


def _name(case: Case, state: State, move: Name) -> str:
    name = _need(" ".join(move.name.split()), LONGEST_NAME, "Give the parcel a name: what would you call this piece of work?")
    if any(other == name and p != move.parcel for p, other in state.parcels.items()):
        raise Refused(f"There is a parcel called {name} already.")
    new = move.parcel not in state.parcels
    if new and move.parcel not in IDS:
        raise Refused("That parcel could not be made. Reload the page and try again.")
    if new and len(state.parcels) >= MOST:
        raise Refused(f"Six is the most. Take one away to make another; a seventh parcel has {MOST} others to keep in touch with.")
    state.parcels[move.parcel] = name
    return f"A new parcel: {name}." if new else f"Named: {name}."


def _clear(case: Case, state: State, move: Clear) -> str:
    if move.parcel not in state.parcels:
        raise Refused("That parcel is gone already.")
    if len(state.parcels) <= FEWEST:
        raise Refused("Two is the fewest. One parcel is no division.")
    name = state.parcels.pop(move.parcel)
    out = [i for i, p in state.place.items() if p == move.parcel]
    for i in out:
        del state.place[i]
    return f"{name} is taken away." + (f" Its {len(out)} players are unsorted again." if out else "")


def _place(case: Case, state: State, move: Place) -> str:
    if move.parcel and move.parcel not in state.parcels:
        raise Refused("There is no such parcel.")
    here = set(state.players)
    if not move.players or any(i not in here for i in move.players):
        raise Refused("Choose one or more of your players first.")
    for i in dict.fromkeys(move.players):
        if move.parcel:
            state.place[i] = move.parcel
        else:
            state.place.pop(i, None)
    who = case.players[move.players[0]].name if len(move.players) == 1 else f"{len(set(move.players))} players"
    to = f"{who} {'is' if len(move.players) == 1 else 'are'} now in {state.parcels[move.parcel]}." if move.parcel else f"{who}: taken out."
    left = len(unsorted(state))
    return to + (f" {left} still to sort." if left else " Everybody is sorted.")


def _compare(case: Case, state: State, move: Compare) -> str:
    if left := unsorted(state):
        raise Refused(f"{len(left)} player{' is' if len(left) == 1 else 's are'} not in a parcel yet. Sort everybody first; the comparison counts all of them.")
    if len(used(state)) < FEWEST:
        raise Refused("Everybody is in one parcel. Divide them into at least two.")
    everybody = sorted(state.players)
    for size, groups in move.found.items():
        if size not in SIZES or str(len(groups)) != size or sorted(i for group in groups for i in group) != everybody:
            raise Refused("The comparison could not be made. Reload the page and try again.")
    state.found = move.found
    mine = division.count(case, state.place)
    return f"Your division cuts {mine.cut} of {mine.ties} ties: {mine.per_cent} in a hundred. You guessed {state.guess}."


def _keep_cut(case: Case, state: State, move: KeepCut) -> str:
    if not state.found:
        raise Refused("Set your division beside the others first; then choose cuts to keep.")
    tie = case.tie.get(move.tie)
    if tie is None or not division.is_cut(state.place, tie):
        raise Refused("Choose a tie that your parcels cut.")
    state.kept[move.tie] = _need(move.why, LONGEST_LINE, "Say why this tie is better cut. A line is enough.")
    return "Kept cut, on purpose."


def _let_go(case: Case, state: State, move: LetGo) -> str:
    if move.tie not in state.kept:
        raise Refused("That cut is not on your list.")
    del state.kept[move.tie]
    return "Taken off your list."


def _finish(case: Case, state: State, move: Finish) -> str:
    if not state.found:
        raise Refused("Set your division beside the others first.")
    if len(kept_cuts(case, state)) < TO_KEEP:
        raise Refused("Mark two cuts you would keep on purpose first.")
    texts = {k: move.debrief.get(k, "").strip() for k in DEBRIEF}
    if empty := [k for k in DEBRIEF if not texts[k]]:
        raise Refused(f"{len(empty)} of the three questions {'is' if len(empty) == 1 else 'are'} still empty. A line each is enough.")
    for text in texts.values():
        _need(text, LONGEST_LINE, "")
    state.debrief = texts
    return "Kept. You can still move players; what you wrote stays."


_HANDLERS: dict[type, Any] = {Begin: _begin, Bring: _bring, Name: _name, Clear: _clear, Place: _place, Compare: _compare, KeepCut: _keep_cut, LetGo: _let_go, Finish: _finish}
