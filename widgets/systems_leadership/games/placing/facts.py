"""What placing says of a learner's own placements, and phrases a reflection may quote. Each is worked out by a rule shown on screen; none is a score."""
from __future__ import annotations

import itertools

from ..authored import line
from .rules import PLACES, furthest, moved, problem, whole
from .state import State
from .text import Dimension, Text

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven")


def _lines(found: list[str]) -> str:
    return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)


def title(text: Text, pid: str) -> str:
    found = problem(text, pid)
    return found.title if found else ""


def between(text: Text, state: State, one: str, two: str) -> str:
    """Two cards beside each other in a sentence; lines on which either is not placed are left out."""
    a, b = state.places.get(one, {}), state.places.get(two, {})
    both = [d for d in text.dimension if d.id in a and d.id in b]
    if not both:
        return ""
    left, right = sum(a[d.id] < b[d.id] for d in both), sum(a[d.id] > b[d.id] for d in both)
    same = [f"“{d.asks}”" for d in both if a[d.id] == b[d.id]]
    parts = [f"to the {side} of it on {NUMBERS[n]} line{'s' * (n != 1)}" for side, n in (("left", left), ("right", right)) if n]
    said = f"“{title(text, one)}” beside “{title(text, two)}”: " + (", ".join(parts) if parts else "nowhere apart")
    return f"{said}; together on {_lines(same)}." if same else f"{said}."


def flat(text: Text, state: State) -> list[str]:
    """Lines on which all whole cards stand within one step of each other. Said from four cards on."""
    cards = whole(text, state)
    if len(cards) < 4:
        return []
    return [d.id for d in text.dimension if max(p := [state.places[c][d.id] for c in cards]) - min(p) <= 1]


def as_one(text: Text, state: State) -> list[tuple[str, str]]:
    """Pairs of lines used as if they were one: no two whole cards stand in one order on the first and the other way round on the second,
    and at least half of all pairs of cards stand in the same order on both. Said from six cards on."""
    cards = whole(text, state)
    if len(cards) < 6:
        return []
    pairs = list(itertools.combinations(cards, 2))
    out = []
    for one, two in itertools.combinations(text.dimension, 2):
        turns = [(state.places[a][one.id] - state.places[b][one.id]) * (state.places[a][two.id] - state.places[b][two.id]) for a, b in pairs]
        if min(turns) >= 0 and 2 * sum(t > 0 for t in turns) >= len(pairs):
            out.append((one.id, two.id))
    return out


def place(dimension: Dimension, at: int) -> str:
    """One place in words."""
    end = {1: dimension.low, PLACES: dimension.high}.get(at, "")
    return f"{at} of {PLACES}" + (f" ({end[:1].lower()}{end[1:]})" if end else "")


def shifts(text: Text, state: State, pid: str) -> list[str]:
    """Where a card dealt again went, a phrase a line."""
    by_id = {d.id: d for d in text.dimension}
    return [f"on “{by_id[d].asks}” from {place(by_id[d], then)} to {place(by_id[d], now)}" for d, then, now in moved(text, state, pid)]


def quotes(text: Text, state: State) -> dict[str, str]:
    """Always both, each a phrase that reads well in a sentence."""
    again = []
    for pid in state.dealt:
        went, why = shifts(text, state, pid), line(state.drafts, f"{pid}.why")
        again.append(f"“{title(text, pid)}”: {'; '.join(went) if went else 'left where it was'}" + (f". You wrote: “{why}”" if why else ""))
    pair = furthest(text, state)
    by_steps = sorted(text.dimension, key=lambda d: -abs(state.places[pair[0]][d.id] - state.places[pair[1]][d.id]))[:2] if pair else []
    apart = "; ".join(f"{d.asks} {place(d, state.places[pair[0]][d.id])} and {place(d, state.places[pair[1]][d.id])}" for d in by_steps)
    return {"placing_moved": "\n".join(again) or "no card has been dealt again yet",
            "placing_pair": f"“{title(text, pair[0])}” and “{title(text, pair[1])}” (widest apart on these two lines: {apart})" if pair else "no two cards are placed on every line yet"}
