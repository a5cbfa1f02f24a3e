"""What walks and skip-gram tend to, in closed form, for graphs small enough to hold whole (Qiu et al., 2018)."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.graph import Graph
from engine.learners.adjacency import strengths
from engine.learners.netmf import netmf_matrix
from engine.learners.transitions import cooccurrence, visits


def expected_share(graph: Graph, window: int) -> np.ndarray:
    """Share of all (node, context) pairs of endless walks with p = q = 1 that is (i, j); sums to 1, symmetric."""
    pi = strengths(graph) / strengths(graph).sum()
    return netmf_matrix(graph, window) * np.outer(pi, pi)


def observed_share(graph: Graph, n_walks: int, walk_length: int, window: int, seed: int = 0) -> np.ndarray:
    """The same share among the pairs of n_walks walks, whose starts are drawn by degree."""
    pi = strengths(graph) / strengths(graph).sum()
    starts = np.random.default_rng(seed).choice(graph.n_nodes, size=n_walks, p=pi)
    walks = visits(graph, starts, walk_length, seed)
    counts = cooccurrence(walks, graph.n_nodes, window)
    return counts / max(counts.sum(), 1)


def shifted_pmi(graph: Graph, window: int, negative: int, ns_exponent: float) -> np.ndarray:
    """log(s(j | i) / noise(j)) - log b, to which the inner products of skip-gram tend; -inf where no walk leads.

    s(j | i): chance of j as a context of i, the step r away weighing window - r + 1, as skip-gram's random windows do;
    noise(j) ~ visits(j)^ns_exponent. float64 (n_nodes, n_nodes).
    """
    degree = strengths(graph)
    step = np.zeros((graph.n_nodes, graph.n_nodes))
    step[graph.sources, graph.targets] = graph.weights / degree[graph.sources]
    power, total = np.eye(graph.n_nodes), np.zeros_like(step)
    for distance in range(1, window + 1):
        power = power @ step
        total += (window - distance + 1) * power
    total /= total.sum(axis=1, keepdims=True)
    noise = degree**ns_exponent / (degree**ns_exponent).sum()
    with np.errstate(divide="ignore"):
        return np.log(total / noise) - np.log(negative)


@dataclass(frozen=True, eq=False)
class Agreement:
    """predicted, learned: (m,) values of the same pairs of nodes. correlation: Pearson's, over all finite pairs."""

    rows: np.ndarray
    columns: np.ndarray
    predicted: np.ndarray
    learned: np.ndarray
    correlation: float


def agreement(
    predicted: np.ndarray, nodes: np.ndarray, contexts: np.ndarray, most: int = 3_000, seed: int = 0
) -> Agreement:
    """Inner products of trained vectors beside the matrix that they should factorize, for at most `most` pairs."""
    learned = nodes @ contexts.T
    finite = np.isfinite(predicted) & ~np.eye(len(predicted), dtype=bool)
    correlation = float(np.corrcoef(predicted[finite], learned[finite])[0, 1])
    rows, columns = np.nonzero(finite)
    chosen = np.random.default_rng(seed).permutation(len(rows))[:most]
    rows, columns = rows[chosen], columns[chosen]
    return Agreement(rows, columns, predicted[rows, columns], learned[rows, columns], correlation)
