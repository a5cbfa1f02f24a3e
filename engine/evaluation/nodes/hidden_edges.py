"""Edges to hide from a method, pairs that are none, and the method trained on what is left."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.graphs.graph import Graph, compressed
from engine.errors import InputError
from engine.learners.nodes.contract import NodeLearner
from engine.report import Report

MOST_PAIRS = 20_000
"""Hidden edges that are tested; more say nothing new."""


@dataclass(frozen=True, eq=False)
class Split:
    """train: the graph without the hidden edges. hidden, absent: (m, 2) pairs of nodes, each once.

    n_spared: edges that were drawn and not hidden, because they hold the graph together.
    """

    train: Graph
    hidden: np.ndarray
    absent: np.ndarray
    n_spared: int = 0


def hide(graph: Graph, share: float, seed: int | tuple[int, ...], whole: bool = True) -> Split:
    """Hide a share of the edges of an undirected graph, drawn at random.

    whole: pass over the edges without which a part would fall in two. The forest that stays is grown from the end of
    the drawn order (Kruskal, 1956): grown from its beginning, it would take away those that were drawn, and the
    hidden ones would be the edges of the densest places. As many absent pairs are drawn: two different nodes that no
    edge of the whole graph joins. Raises InputError if no edge can be hidden.
    """
    generator = np.random.default_rng(seed)
    sources, targets, weights = graph.edges()
    order = generator.permutation(len(sources))
    places = np.arange(len(order))
    if whole:
        back = order[::-1]
        places = np.flatnonzero(~_forest(graph.n_nodes, sources[back], targets[back])[::-1])
    places = places[: round(share * len(sources))]
    if not len(places):
        raise InputError(
            "Every edge holds the graph together, so none can be hidden; choose a denser graph, or let it fall apart.",
            "E-EVL-25",
        )
    hidden = order[places]
    kept = np.setdiff1d(np.arange(len(sources)), hidden)
    ends = np.concatenate([sources[kept], targets[kept]]), np.concatenate([targets[kept], sources[kept]])
    train = graph.with_edges(
        *compressed(graph.n_nodes, *ends, np.concatenate([weights[kept], weights[kept]])), directed=False
    )
    tested = hidden[:MOST_PAIRS]
    pairs = np.column_stack([sources[tested], targets[tested]])
    return Split(train, pairs, absent_pairs(graph, len(tested), generator), int(places[-1]) + 1 - len(places))


def _forest(n_nodes: int, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Which edges, taken in order, join two trees: bool (n_edges,)."""
    parent = list(range(n_nodes))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    joins = np.zeros(len(sources), bool)
    for edge, (a, b) in enumerate(zip(sources.tolist(), targets.tolist(), strict=True)):
        ra, rb = root(a), root(b)
        if ra != rb:
            parent[ra] = rb
            joins[edge] = True
    return joins


def absent_pairs(graph: Graph, n: int, generator: np.random.Generator) -> np.ndarray:
    """n different pairs of nodes (fewer if there are fewer) that no edge joins; of two sides, one from each."""
    taken = np.unique(graph.sources.astype(np.int64) * graph.n_nodes + graph.targets)
    found = np.zeros(0, np.int64)
    for _ in range(20):
        pairs = np.sort(generator.integers(graph.n_nodes, size=(2 * n, 2)), axis=1)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        if len(graph.sides):
            pairs = pairs[graph.sides[pairs[:, 0]] != graph.sides[pairs[:, 1]]]
        keys = pairs[:, 0] * graph.n_nodes + pairs[:, 1]
        fresh = np.concatenate([found, keys[~np.isin(keys, taken)]])
        found = fresh[np.sort(np.unique(fresh, return_index=True)[1])]
        if len(found) >= n:
            break
    found = found[:n]
    return np.column_stack([found // graph.n_nodes, found % graph.n_nodes])


def trained_vectors(method: NodeLearner, train: Graph, report: Report) -> tuple[np.ndarray, np.ndarray]:
    """Main and context vectors of a method on the edges left, float64; of nodes that lost all theirs, 0."""
    rows = np.flatnonzero(train.degrees)
    fit = method.fit(train if len(rows) == train.n_nodes else train.among(rows), report)
    found = []
    for embedding in (fit.main, fit.context):
        vectors = np.zeros((train.n_nodes, embedding.n_components))
        vectors[rows] = embedding.vectors
        found.append(vectors)
    return found[0], found[1]
