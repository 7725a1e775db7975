"""What a power map shows of itself: who was given nothing, what was never used, what goes with position, who stands between, where two standpoints differ. Never a total."""
from __future__ import annotations

import functools
from typing import Any

from ...case import SOURCES_OF_POWER, Case
from ..unfolding.rules import lower
from ..who_can_stop.tasks import Table
from . import brokers, rank, rules
from .state import State

APART = 2                                    # discs between two standpoints, to be worth asking about
QUOTED = 3
OTHERS = tuple(s for s in SOURCES_OF_POWER if s != "position")


def listed(words: list[str]) -> str:
    """a, b and c."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def nothing(state: State, sit: int = 0) -> list[str]:
    """Players without a disc of any source."""
    return [i for i in state.players if not any(rules.level(state, sit, i, s) for s in SOURCES_OF_POWER)]


def unused(state: State, sit: int = 0) -> list[str]:
    """Sources nobody was given."""
    return [s for s in SOURCES_OF_POWER if not any(rules.column(state, sit, s))]


def associations(state: State, sit: int = 0) -> dict[str, rank.Association]:
    """Position beside each other source."""
    position = rules.column(state, sit, "position")
    return {s: rank.associate(position, rules.column(state, sit, s)) for s in OTHERS}


def ranked(case: Case, state: State, sit: int = 0) -> list[str]:
    """Sentences on what goes with position: first what can be said, then what cannot and why."""
    if len(set(rules.column(state, sit, "position"))) < 2:
        return ["You gave everybody the same of position, so nothing can be said of what goes with it."]
    found = associations(state, sit)
    goes, runs = ([rules.NAMES[s] for s in OTHERS if found[s].says == says] for says in (rank.WITH, rank.AGAINST))
    parts = [f"goes with {listed(goes)}"] * bool(goes) + [f"runs against {listed(runs)}"] * bool(runs)
    out = [f"In your map, position {', and '.join(parts)}. That sentence describes your ratings, not the world." if parts else
           "In your map, nothing can be said to go with position or run against it, whoever is left out."]
    if same := [rules.NAMES[s] for s in OTHERS if found[s].says == rank.CONSTANT]:
        out.append(f"Not said of {listed(same)}: you gave everybody the same.")
    if neither := [rules.NAMES[s] for s in OTHERS if found[s].says == rank.NEITHER]:
        out.append(f"Neither way: {listed(neither)}.")
    out += [f"Not said of {rules.NAMES[s]}: {hangs(case, [state.players[n] for n in a.turns])} it would not go that way." for s, a in found.items() if a.says == rank.FRAGILE]
    return out


def hangs(case: Case, players: list[str]) -> str:
    """What a sentence turns on: one player, or each of several."""
    names = [f"the {lower(case.players[i].name)}" for i in players]
    return f"it turns on one player. With {names[0]} left out," if len(names) == 1 else f"it turns on each of {len(names)} players. With {', '.join(names[:-1])} or {names[-1]} left out,"


def between(case: Case, players: list[str]) -> list[str]:
    """Sentences on who stands between parts otherwise apart, along the library's ties among the twelve."""
    return _between(case, tuple(players))


@functools.lru_cache(maxsize=8)
def _between(case: Case, players: tuple[str, ...]) -> list[str]:
    graph = brokers.among(case, players)
    alone = [i for i in players if not graph[i]]
    out = []
    for b in brokers.find(graph):
        name = f"The {lower(case.players[b.player].name)}"
        out.append(f"{name} stands between: without this player {b.pairs} pair{'s' * (b.pairs != 1)} of the others have no way to each other along Marlshire’s ties." if not b.holds_on else
                   f"Not said of the {lower(case.players[b.player].name)}: {hangs(case, list(b.holds_on))} nobody would need them to get to anybody.")
    out = sorted(out, key=lambda s: s.startswith("Not said")) or ["Nobody stands between: take any one of your twelve out, and the others still get to each other as they did."]
    if alone:
        out.append(f"No tie to any other of your twelve: {listed([f'the {lower(case.players[i].name)}' for i in alone])}.")
    return out


def differences(state: State) -> list[tuple[str, str, int, int]]:
    """Player, source and both ratings wherever the two standpoints differ by two or more."""
    if len(state.sits) < 2:
        return []
    pairs = [(i, s, rules.level(state, 0, i, s), rules.level(state, 1, i, s)) for i in state.players for s in SOURCES_OF_POWER]
    return [d for d in pairs if abs(d[2] - d[3]) >= APART]


def differs(case: Case, state: State, d: tuple[str, str, int, int]) -> str:
    """One difference in words."""
    i, s, mine, theirs = d
    return f"{rules.NAMES[s]} of the {lower(case.players[i].name)} (you: {rules.LEVELS[mine]}, the {lower(case.players[state.sits[1]].name)}: {rules.LEVELS[theirs]})"


def _far_apart(state: State) -> list[tuple[str, str, int, int]]:
    """The widest differences, of one player each as far as there are players."""
    widest = sorted(differences(state), key=lambda d: -abs(d[2] - d[3]))
    first = list({d[0]: d for d in reversed(widest)}.values())[::-1]
    return [*first, *(d for d in widest if d not in first)][:QUOTED]


def quotes(case: Case, table: Table, state: State) -> dict[str, str]:
    """Phrases a reflection may quote; each has something to say however far the map has come."""
    apart = [differs(case, state, d) for d in _far_apart(state)] if state.closed > 1 else []
    if apart and (more := len(differences(state)) - len(apart)):
        apart.append(f"and {more} more, listed under your map")
    none, never = nothing(state), unused(state)
    return {
        "power_places": "; ".join(apart) or ("nowhere by two discs or more" if state.closed > 1 else "not known until both maps are kept"),
        "power_holder": f"the {lower(case.players[state.sits[1]].name)}" if len(state.sits) > 1 else "nobody yet",
        "power_unused": (listed([rules.NAMES[s] for s in never]) or "none: you used all ten") if rules.rated(state, 0) else "not known until you have rated",
        "power_nothing": (listed([f"the {lower(case.players[i].name)}" for i in none]) or "nobody: everybody was given something") if rules.rated(state, 0) else "not known until you have rated"}


def shows(case: Case, state: State, sit: int) -> dict[str, Any]:
    """What one standpoint's map shows, for a screen or a page."""
    return {"nothing": [case.players[i].name for i in nothing(state, sit)], "unused": [rules.NAMES[s] for s in unused(state, sit)], "rank": ranked(case, state, sit)}


