"""Why two nodes are close: what the graph itself says of them."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.adjacency import CSR, n_nodes, row
from engine.algorithms.walks.transitions import visits
from engine.datasets.graphs.graph import Graph

WALKS = 2_000
CERTAIN = 3.0
"""Standard errors by which walks must meet a node more often than walks from anywhere, to count as evidence."""


@dataclass(frozen=True, eq=False)
class Closeness:
    """common: rows of common neighbors. path: rows of a shortest path, ends included; empty if there is none.

    met: share of walks from the first node that visit the second. by_chance: the same for walks from any node.
    joined: whether an edge joins the two. window: steps of a walk.
    """

    common: np.ndarray
    path: list[int]
    met: float
    by_chance: float
    joined: bool
    window: int

    @property
    def meets_often(self) -> bool:
        """Whether walks from the first node visit the second more often than by chance, beyond what WALKS can blur."""
        variance = (self.met * (1 - self.met) + self.by_chance * (1 - self.by_chance)) / WALKS
        return self.met - self.by_chance > CERTAIN * float(np.sqrt(variance))

    @property
    def sentence(self) -> str:
        """Why the two are close, as far as the graph shows it; else what there is instead."""
        reasons = ["an edge joins them"] if self.joined else []
        if len(self.common):
            n = len(self.common)
            reasons.append(f"they have {n:,} common neighbor{'s' if n > 1 else ''}")
        if self.meets_often:
            steps = f"{self.window} step{'s' if self.window > 1 else ''}"
            reasons.append(f"walks from the first meet the second more often than by chance within {steps}")
        if reasons:
            return f"because {_listed(reasons)}"
        apart = f"they are {len(self.path) - 1} steps apart" if self.path else "no path leads from one to the other"
        return f"but the graph does not show why: no edge, no common neighbor, no walks that meet; {apart}"


def _listed(parts: list[str]) -> str:
    return ", and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else parts[0]


def closeness(graph: Graph, undirected: Graph, first: int, second: int, window: int, seed: int = 0) -> Closeness:
    """Compare two nodes; the shares come from WALKS walks of `window` steps (standard error at most 1.2 %).

    undirected: the same graph without directions, in which neighbors and paths are sought; walks follow directions.
    """
    common = np.intersect1d(undirected.neighbors(first), undirected.neighbors(second), assume_unique=True)
    anywhere = np.random.default_rng(seed).integers(graph.n_nodes, size=WALKS)
    met, by_chance = (
        float((visits(graph.csr, starts, window + 1, seed)[:, 1:] == second).any(axis=1).mean())
        for starts in (np.full(WALKS, first), anywhere)
    )
    path = shortest_path(undirected.csr, first, second)
    return Closeness(common, path, met, by_chance, undirected.has_edge(first, second), window)


def shortest_path(csr: CSR, first: int, second: int) -> list[int]:
    """Rows of a path with the fewest edges, by breadth first; [] if the nodes lie in different parts."""
    offsets, targets, _ = csr
    before = np.full(n_nodes(csr), -1)
    before[first] = first
    reached = np.array([first])
    while before[second] < 0 and len(reached):
        sizes = offsets[reached + 1] - offsets[reached]
        sources = np.repeat(reached, sizes)
        places = np.arange(len(sources)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        fresh, place = np.unique(targets[offsets[sources] + places], return_index=True)
        new = before[fresh] < 0
        before[fresh[new]] = sources[place[new]]
        reached = fresh[new].astype(np.int64)
    if before[second] < 0:
        return []
    path = [second]
    while path[-1] != first:
        path.append(int(before[path[-1]]))
    return path[::-1]


NEAR = ("near in both", "only in the graph", "only in the embedding", "neither")


def near_in(undirected: Graph, node: int, neighbors: np.ndarray, n_items: int) -> np.ndarray:
    """For the first n_items nodes the place in NEAR, int64; -1 for the node itself.

    neighbors: rows near in the embedding; in the graph, those that an edge joins.
    """
    joined = np.isin(np.arange(n_items), row(undirected.csr, node)[0])
    close = np.isin(np.arange(n_items), neighbors)
    codes = np.where(joined & close, 0, np.where(joined, 1, np.where(close, 2, 3)))
    if node < n_items:
        codes[node] = -1
    return codes
