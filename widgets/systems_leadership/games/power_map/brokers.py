"""Who stands between parts otherwise apart, among the players of a map: taken out, somebody can no longer get to somebody else along the library's ties.

Said of a player only where it would still be true with any one other player left out. No measure is taken of how much.
"""
from __future__ import annotations

from collections.abc import Iterable

import msgspec

from ...case import Case

Graph = dict[str, set[str]]


class Broker(msgspec.Struct, frozen=True):
    """`pairs` counts pairs of others joined only through this player. Where `holds_on` names players, it is true only while each of them is here."""

    player: str
    pairs: int
    holds_on: tuple[str, ...] = ()


def among(case: Case, players: Iterable[str]) -> Graph:
    """Who has a tie of any kind with whom, among `players`."""
    graph: Graph = {i: set() for i in players}
    for tie in case.ties:
        if tie.a in graph and tie.b in graph:
            graph[tie.a].add(tie.b)
            graph[tie.b].add(tie.a)
    return graph


def _parts(graph: Graph, without: set[str]) -> list[set[str]]:
    left, out = set(graph) - without, []
    while left:
        part: set[str] = set()
        edge = {min(left)}
        while edge:
            part |= edge
            edge = {j for i in edge for j in graph[i]} - part - without
        out.append(part)
        left -= part
    return out


def pairs(graph: Graph, player: str, without: Iterable[str] = ()) -> int:
    """How many pairs of others can get to each other only through `player`, with those in `without` left out."""
    gone = set(without)
    home = next(part for part in _parts(graph, gone) if player in part) - {player}
    sizes = [len(part & home) for part in _parts(graph, gone | {player})]
    n = len(home)
    return (n * n - sum(s * s for s in sizes)) // 2


def find(graph: Graph) -> list[Broker]:
    """Everybody who stands between others, in order of the graph."""
    out = []
    for player in graph:
        if n := pairs(graph, player):
            out.append(Broker(player, n, tuple(other for other in graph if other != player and not pairs(graph, player, [other]))))
    return out
