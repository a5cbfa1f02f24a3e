"""How strongly each pair of neighbors should be held together: what a t-SNE map is to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.neighbor_graph.graph import NeighborGraph

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

LEVELS = 65_535
"""Steps in which the forces know an affinity, as shares of the largest of its row."""
BLOCKS = 4
"""Parts of the pairs whose forces are summed on their own: a fixed number, so that sums do not depend on threads."""


@dataclass(frozen=True, eq=False)
class Affinities:
    """The joint distribution P of a map's pairs, symmetric; each pair stands once, under its lower row.

    starts: int64 (n + 1,); columns: uint32 (pairs,), rising in each row and above it; weights: float32 (pairs,), twice
    the p of the pair, so that they sum to 1.
    """

    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray

    @property
    def n_points(self) -> int:
        """Points of the map."""
        return len(self.starts) - 1

    @cached_property
    def entropy(self) -> float:
        """Sum of p log p over all ordered pairs: the part of the divergence that no map changes."""
        weights = self.weights[self.weights > 0].astype(np.float64)
        return float(weights @ np.log(weights / 2))

    @cached_property
    def pulls(self) -> np.ndarray:
        """float32 (n,): how strongly a point is held by all others, 1 on average; more for those that are near many."""
        rows = np.repeat(np.arange(self.n_points), np.diff(self.starts))
        sums = [np.bincount(ends, self.weights, self.n_points) for ends in (rows, self.columns)]
        return (self.n_points / 2 * (sums[0] + sums[1])).astype(np.float32)

    @cached_property
    def scales(self) -> np.ndarray:
        """float32 (n,): what one level of a row's affinities is worth."""
        rows = np.flatnonzero(np.diff(self.starts))
        scales = np.zeros(self.n_points, dtype=np.float32)
        scales[rows] = np.maximum.reduceat(self.weights, self.starts[rows]) / LEVELS
        return scales

    @cached_property
    def levels(self) -> np.ndarray:
        """uint16 (pairs,): weights / scales, rounded. The forces read these, as memory is what they wait for."""
        scales = np.repeat(np.where(self.scales > 0, self.scales, 1), np.diff(self.starts))
        return np.rint(self.weights / scales).astype(np.uint16)

    @cached_property
    def blocks(self) -> np.ndarray:
        """int64 (BLOCKS + 1,): first rows of parts with about as many pairs each."""
        inner = np.searchsorted(self.starts, np.arange(1, BLOCKS) * len(self.columns) / BLOCKS)
        return np.concatenate([[0], np.minimum(inner, self.n_points), [self.n_points]]).astype(np.int64)

    def joint(self) -> "csr_matrix":
        """P as a symmetric matrix (n, n) that sums to 1."""
        from scipy.sparse import csr_matrix

        n = self.n_points
        upper = csr_matrix(
            (self.weights.astype(np.float64) / 2, self.columns.astype(np.int32), self.starts), shape=(n, n)
        )
        return (upper + upper.T).tocsr()


def affinities(graph: NeighborGraph, perplexities: Sequence[float]) -> Affinities:
    """The mean of the distributions of some perplexities; several make near and far neighbors count (multiscale).

    Each row's is normal about the point, as wide as its perplexity asks for. The graph should hold three times as many
    neighbors as the largest perplexity (van der Maaten, 2014). Where more points than that lie on the spot, they share
    the row alike.
    """
    from engine.algorithms.tsne.affinity_kernels import conditionals

    shares = np.zeros(graph.rows.shape, dtype=np.float32)
    for perplexity in perplexities:
        shares += conditionals(graph.squares, np.log(min(perplexity, graph.k)))
    return _joint(graph, shares / len(perplexities))


def uniform_affinities(graph: NeighborGraph) -> Affinities:
    """All neighbors count alike, however far they are."""
    return _joint(graph, np.full(graph.rows.shape, 1 / max(graph.k, 1), dtype=np.float32))


def _joint(graph: NeighborGraph, weights: np.ndarray) -> Affinities:
    from scipy.sparse import csr_matrix, triu

    n, k = graph.rows.shape
    directed = csr_matrix((weights.ravel(), graph.rows.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    upper = triu(directed + directed.T, 1, format="csr")
    upper.sort_indices()
    total = upper.data.sum(dtype=np.float64)
    return Affinities(
        upper.indptr.astype(np.int64), upper.indices.astype(np.uint32), (upper.data / total).astype(np.float32)
    )
