"""A quick search for divisions that cut few ties. The only room of a game that asks networkx a question, and only when asked.

Method, as stated on screen: Clauset, Newman and Moore's greedy modularity (2004) as networkx carries it out. Each player
begins alone; at each step the two groups are joined whose joining most raises modularity (ties inside groups beyond what
chance would give), until the wanted number is left. Several kinds of tie between two players weigh as several ties. It is
tried at several resolutions and the try that cuts fewest ties is kept. Greedy: a better division may exist.
Source: doi:10.1103/PhysRevE.70.066111; networkx.algorithms.community.greedy_modularity_communities.
"""
from __future__ import annotations

from ...case import Case
from .division import count, from_groups, ties_among

RESOLUTIONS = (0.6, 0.8, 1.0, 1.25, 1.5, 2.0)
FEWEST, MOST = 2, 6


def best(case: Case, players: list[str], parcels: int, largest: int = 0) -> list[list[str]]:
    """The division into `parcels` groups that cuts fewest ties among those tried; none larger than `largest` players, if that is given.

    Largest group first, players in the order given. Empty when no try came out with that number (and size)."""
    import networkx  # a third of a second, paid when a comparison is asked for

    graph = networkx.Graph()
    number = {i: n for n, i in enumerate(players)}       # numbers, so that two runs break ties between equals alike
    graph.add_nodes_from(range(len(players)))
    for tie in ties_among(case, players):
        a, b = number[tie.a], number[tie.b]
        graph.add_edge(a, b, weight=graph.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    tries = []
    for resolution in RESOLUTIONS if graph.number_of_edges() and len(players) >= parcels else ():
        found = networkx.community.greedy_modularity_communities(graph, weight="weight", resolution=resolution, cutoff=parcels, best_n=parcels)
        groups = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
        if len(groups) == parcels and (not largest or len(groups[0]) <= largest):
            named = [[players[n] for n in group] for group in groups]
            tries.append((count(case, from_groups(named)).cut, named))
    return min(tries, key=lambda t: t[0])[1] if tries else []


def all_sizes(case: Case, players: list[str]) -> dict[str, list[list[str]]]:
    """The best division found for each number of parcels from two to six."""
    found = {str(n): best(case, players, n) for n in range(FEWEST, MOST + 1)}
    return {n: groups for n, groups in found.items() if groups}
