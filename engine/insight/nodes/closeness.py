"""Why two nodes are close: what the graph itself says of them."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.walks.transitions import visits
from engine.datasets.graphs.graph import Graph

WALKS = 2_000


@dataclass(frozen=True, eq=False)
class Closeness:
    """common: rows of common neighbors. path: rows of a shortest path, ends included; empty if there is none.

    met: share of walks from the first node that visit the second. by_chance: the same for walks from any node.
    """

    common: np.ndarray
    path: list[int]
    met: float
    by_chance: float


def closeness(graph: Graph, first: int, second: int, walk_length: int, seed: int = 0) -> Closeness:
    """Compare two nodes; the shares come from WALKS walks of walk_length steps (standard error at most 1.2 %)."""
    undirected = graph.undirected()
    common = np.intersect1d(undirected.neighbors(first), undirected.neighbors(second), assume_unique=True)
    own = visits(graph, np.full(WALKS, first), walk_length + 1, seed)[:, 1:]
    anywhere = visits(graph, np.random.default_rng(seed).integers(graph.n_nodes, size=WALKS), walk_length + 1, seed)[
        :, 1:
    ]
    met, by_chance = ((walks == second).any(axis=1).mean() for walks in (own, anywhere))
    return Closeness(common, shortest_path(undirected, first, second), float(met), float(by_chance))


def shortest_path(graph: Graph, first: int, second: int) -> list[int]:
    """Rows of a path with the fewest edges, by breadth first; [] if the nodes lie in different parts."""
    before = np.full(graph.n_nodes, -1)
    before[first] = first
    reached = np.array([first])
    while before[second] < 0 and len(reached):
        near = np.concatenate([graph.neighbors(int(row)) for row in reached])
        sources = np.repeat(reached, [len(graph.neighbors(int(row))) for row in reached])
        fresh, place = np.unique(near, return_index=True)
        new = before[fresh] < 0
        before[fresh[new]] = sources[place[new]]
        reached = fresh[new]
    if before[second] < 0:
        return []
    path = [second]
    while path[-1] != first:
        path.append(int(before[path[-1]]))
    return path[::-1]


NEAR = ("near in both", "only in the graph", "only in the embedding", "neither")


def near_in(graph: Graph, row: int, neighbors: np.ndarray, n_items: int) -> np.ndarray:
    """For the first n_items nodes the place in NEAR, int64; -1 for the node itself.

    neighbors: rows near in the embedding; in the graph, those that an edge joins.
    """
    joined = np.isin(np.arange(n_items), graph.undirected().neighbors(row))
    close = np.isin(np.arange(n_items), neighbors)
    codes = np.where(joined & close, 0, np.where(joined, 1, np.where(close, 2, 3)))
    if row < n_items:
        codes[row] = -1
    return codes
