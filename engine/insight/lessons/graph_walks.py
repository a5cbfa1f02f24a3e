"""A graph small enough to be drawn by hand: its walks as sentences, counted, and the matrix that they tend to."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.algorithms.adjacency import CSR, step_matrix, strengths
from engine.algorithms.stress import StressDescent
from engine.algorithms.walks.netmf_matrix import netmf_matrix
from engine.algorithms.walks.step_chain import step_chain
from engine.algorithms.walks.transitions import cooccurrence
from engine.errors import InputError
from engine.insight.nodes.walk_matrix import (
    difference,
    endless_share,
    expected_share,
    observed_share,
    walks_by_degree,
)

EDGES = "1 2\n1 3\n1 5\n2 5\n3 4\n3 5\n4 4\n4 5\n4 6\n6 7\n6 8\n7 8"
"""Of our own: each step of the lecture's walks is one of these, the loop at 4 among them."""
LECTURE = ("1 3 4 4 5 2 1 2 5", "6 8 6 4 3 1 5 3 4", "7 8 6 8 7 8 6 8 6", "4 6 8 6 4 3 1 2 5")
"""The walks of a lecture, whose drawing is lost."""
PRINTED: Mapping[tuple[str, str], int] = {("1", "2"): 2, ("1", "8"): 1, ("2", "8"): 0}
"""The counts that it prints."""
FEWEST_NODES, MOST_NODES, FEWEST_EDGES, MOST_EDGES = 5, 16, 4, 60
LONGEST = 600
"""Characters of typed edges."""
DRAWING_STEPS = 200


class SmallGraph(NamedTuple):
    """names: n nodes; edges: (row, row), each once, the lower row first; csr: with a loop entered once in its row."""

    names: tuple[str, ...]
    edges: tuple[tuple[int, int], ...]
    csr: CSR

    @property
    def n(self) -> int:
        """Nodes."""
        return len(self.names)

    def neighbors(self, node: int) -> list[int]:
        """Where edges lead from a node, itself at a loop."""
        offsets, targets, _ = self.csr
        return targets[offsets[node] : offsets[node + 1]].tolist()


def graph_of(text: str) -> SmallGraph:
    """A graph of typed edges, two names a line; numbers in their order, other names as they come.

    Raises InputError for a line that is not two names, and for too few or too many nodes or edges.
    """
    pairs = [tuple(line.replace(",", " ").replace("-", " ").split()) for line in text.splitlines() if line.strip()]
    wrong = next((" ".join(pair) for pair in pairs if len(pair) != 2), None)
    if wrong is not None:
        raise InputError(f"“{wrong}” is no edge. Write two names a line, such as: 1 2", "E-LSN-06")
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    if all(name.isdecimal() for name in names):
        names.sort(key=int)
    rows = {name: row for row, name in enumerate(names)}
    edges = sorted({(min(ends), max(ends)) for ends in ((rows[a], rows[b]) for a, b in pairs)})
    if not (FEWEST_NODES <= len(names) <= MOST_NODES and FEWEST_EDGES <= len(edges) <= MOST_EDGES):
        raise InputError(
            f"There are {len(names)} nodes and {len(edges)} edges; this lesson takes {FEWEST_NODES} to {MOST_NODES} "
            f"nodes and {FEWEST_EDGES} to {MOST_EDGES} edges.",
            "E-LSN-07",
        )
    entries = sorted({*edges, *((b, a) for a, b in edges)})
    counts = np.bincount([a for a, _ in entries], minlength=len(names))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    targets = np.array([b for _, b in entries], dtype=np.int32)
    return SmallGraph(tuple(names), tuple(edges), (offsets, targets, np.ones(len(targets), dtype=np.float32)))


def drawing(graph: SmallGraph) -> np.ndarray:
    """Places (n, 2): distances on paper as near as can be to the number of steps between two nodes."""
    reached = step_matrix(graph.csr) > 0
    steps = np.where(np.eye(graph.n, dtype=bool), 0, np.where(reached, 1, graph.n)).astype(float)
    for via in range(graph.n):  # Floyd and Warshall
        steps = np.minimum(steps, steps[:, [via]] + steps[[via]])
    steps = np.minimum(steps, steps[steps < graph.n].max() + 1)  # parts that no edge joins lie beside each other
    angles = 2 * np.pi * np.arange(graph.n) / graph.n
    descent = StressDescent(None, np.column_stack([np.cos(angles), np.sin(angles)]), distances=steps)
    for _ in range(DRAWING_STEPS):
        descent.step()
    return descent.places


def walks_of(graph: SmallGraph, lines: Sequence[str]) -> np.ndarray | None:
    """Written walks as rows (n_walks, length) padded by -1; None if one of their steps is no edge of the graph."""
    rows = {name: row for row, name in enumerate(graph.names)}
    walks = [[rows.get(name, -1) for name in line.split()] for line in lines]
    known = {*graph.edges, *((b, a) for a, b in graph.edges)}
    if any(step not in known for walk in walks for step in pairwise(walk)):
        return None
    length = max(map(len, walks))
    return np.array([walk + [-1] * (length - len(walk)) for walk in walks])


def drawn(graph: SmallGraph, each: int, length: int, p: float, q: float, seed: int) -> np.ndarray:
    """`each` walks from every node, int64 (n * each, length), -1 after an end, node after node."""
    return step_chain(graph.csr, p, q).walks(np.repeat(np.arange(graph.n), each), length, seed)


def sentences(graph: SmallGraph, walks: np.ndarray) -> list[str]:
    """Walks as they are written: names with blanks between them."""
    return [" ".join(graph.names[node] for node in walk if node >= 0) for walk in walks]


def printed_by_window(graph: SmallGraph, walks: np.ndarray) -> np.ndarray:
    """The pairs of `PRINTED` (columns) counted in walks for each window, from 1 up to the longest (rows), int64."""
    places = [(graph.names.index(a), graph.names.index(b)) for a, b in PRINTED]
    counts = [cooccurrence(walks, graph.n, window) for window in range(1, walks.shape[1])]
    return np.array([[int(each[place]) for place in places] for each in counts])


class AsMatrix(NamedTuple):
    """counted, exact: ln max(1, ratio to chance) of all pairs (n, n), of some walks and of endless ones (NetMF).

    apart: how far the shares of pairs of these walks are from what such walks have on average; ended: how far
    that is from endless ones, as a walk that ends has fewer pairs at large distances. Both are total variation, [0, 1].
    """

    counted: np.ndarray
    exact: np.ndarray
    apart: float
    ended: float


def as_matrix(graph: SmallGraph, n_walks: int, length: int, window: int, seed: int) -> AsMatrix:
    """What walks with p = q = 1 count, beside NetMF's matrix (Qiu et al., 2018)."""
    chain = step_chain(graph.csr, 1, 1)
    observed = observed_share(walks_by_degree(chain, n_walks, length, None, seed), graph.n, window)
    expected = expected_share(chain, window, length)
    visits = observed.sum(axis=1)
    ratios = np.divide(observed, np.outer(visits, visits), out=np.ones(observed.shape), where=observed > 0)
    counted, exact = (np.log(np.maximum(each, 1)) for each in (ratios, netmf_matrix(graph.csr, window)))
    ended = difference(expected, endless_share(graph.csr, window))
    return AsMatrix(counted, exact, difference(observed, expected), ended)


def fall(graph: SmallGraph, n_walks: int, length: int, window: int, n_seeds: int = 20) -> float:
    """By what factor the distance from the expected shares falls with four times as many walks; the mean of seeds."""
    few, many = (
        np.mean([as_matrix(graph, n, length, window, seed).apart for seed in range(n_seeds)])
        for n in (n_walks, 4 * n_walks)
    )
    return float(many / few)


def loop_or_first(graph: SmallGraph) -> tuple[int, int]:
    """A node and where a step from it may lead: the first loop, else the first edge."""
    return next(((a, b) for a, b in graph.edges if a == b), graph.edges[0])


def chance_of(graph: SmallGraph, node: int, other: int) -> float:
    """Of the next step from a node to another."""
    return float(step_matrix(graph.csr)[node, other])


def degrees(graph: SmallGraph) -> np.ndarray:
    """Edges of each node, a loop counted once, int64 (n,)."""
    return strengths(graph.csr).astype(np.int64)
