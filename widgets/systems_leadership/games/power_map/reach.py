"""How far each source of power reaches from a player as the boundary widens. Worked out from ties and from what `reach.toml` states of a role; no screen, no record.

The boundary has five places: one organisation, its own chart, those it deals with, those they deal with, the whole county.
"""
from __future__ import annotations

import functools
from pathlib import Path

import msgspec

from ...case import SOURCES_OF_POWER, Case
from ..who_can_stop import tasks

DATA = Path(__file__).parents[2] / "data" / "reach.json"
CHART = ("funds", "inspects")                # types of tie that an organisation's chart or a contract is drawn from
PLACES = 5                                   # of the boundary: 0 one organisation … 4 the whole county
WHOLE = PLACES - 1


class Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one source travels: along ties of a type from the player (`out`), toward it (`in`) or both ways (`both`), `steps` ties far.

    `tasks`: also to everybody named in a task that falls when this player leaves. `words` say the rule on screen."""

    id: str
    words: str
    steps: int = 1
    out: list[str] = []
    in_: list[str] = msgspec.field(default_factory=list, name="in")
    both: list[str] = []
    tasks: bool = False


class Role(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is stated of one role: its source reaches further, by steps, to every player of some kinds, or to everybody."""

    player: str
    source: str
    words: str
    steps: int = 0
    kinds: list[str] = []
    everybody: bool = False


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: list[Source]
    role: list[Role] = []


@functools.cache
def load(case: str) -> Rule:
    """The rule of a case as built. Raises KeyError for a case without one."""
    return msgspec.json.decode(DATA.read_bytes(), type=dict[str, Rule])[case]


def places(case: Case, player: str) -> dict[str, int]:
    """For every other player, the narrowest boundary it falls inside, seen from `player`."""
    chart = {end for tie in case.ties_of[player] if tie.type in CHART for end in (tie.a, tie.b)}
    one, two = case.within(player, 1), case.within(player, 2)
    return {i: 1 if i in chart else 2 if i in one else 3 if i in two else WHOLE for i in case.players if i != player}


def reached(case: Case, rule: Rule, source: Source, player: str) -> set[str]:
    """Everybody a source reaches from a player."""
    role = next((r for r in rule.role if r.player == player and r.source == source.id), None)
    if role and role.everybody:
        return set(case.players) - {player}
    found, edge = {player}, {player}
    for _ in range(max(source.steps, role.steps if role else 0)):
        edge = {end for i in edge for end in _next(case, source, i)} - found
        found |= edge
    if role:
        found |= {i for i, p in case.players.items() if p.kind in role.kinds}
    if source.tasks:
        table = tasks.load(case.id)
        found |= {i for id in tasks.alone(table).get(player, []) for need in table[id].need for i in need.any}
    return found - {player}


def _next(case: Case, source: Source, player: str) -> set[str]:
    out = set()
    for tie in case.ties_of[player]:
        if tie.type in source.both or (tie.a == player and tie.type in source.out) or (tie.b == player and tie.type in source.in_):
            out |= {tie.a, tie.b}
    return out


def shares(places_of: dict[str, int], reached_: set[str]) -> list[tuple[int, int]]:
    """At each place of the boundary, how many of those inside it a source reaches, and how many are inside."""
    return [(sum(places_of[i] <= place for i in reached_), sum(at <= place for at in places_of.values())) for place in range(PLACES)]


def problems(case: Case, rule: Rule) -> list[str]:
    """What is wrong with a rule, a sentence each with its remedy."""
    out = []
    if [s.id for s in rule.source] != list(SOURCES_OF_POWER):
        out.append(f"[[source]] has to stand once for each of {', '.join(SOURCES_OF_POWER)}, in that order.")
    for s in rule.source:
        out += [f"[[source]] {s.id}: '{t}' is no type of tie in case.toml. Use one of: {', '.join(case.tie_words)}." for t in (*s.out, *s.in_, *s.both) if t not in case.tie_words]
    for r in rule.role:
        if r.player not in case.players or r.source not in SOURCES_OF_POWER:
            out.append(f"[[role]] {r.player}, {r.source}: there is no such player or source. Correct the id.")
        out += [f"[[role]] {r.player}: '{k}' is no kind in case.toml. Correct it." for k in r.kinds if k not in case.family_of]
    return out
