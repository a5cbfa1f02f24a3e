"""Which pairs of points belong together, and how much: the fuzzy simplicial set that a UMAP map is to show."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.neighbor_graph.graph import NeighborGraph

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix


@dataclass(frozen=True, eq=False)
class FuzzySet:
    """Memberships of pairs, symmetric: each pair stands under both of its points.

    starts: int64 (n + 1,); columns: uint32 (2 x pairs,), rising in each row; weights: float32 (2 x pairs,), in (0, 1].
    """

    starts: np.ndarray
    columns: np.ndarray
    weights: np.ndarray

    @property
    def n_points(self) -> int:
        """Points of the map."""
        return len(self.starts) - 1

    def matrix(self) -> "csr_matrix":
        """The memberships as a symmetric matrix (n, n)."""
        from scipy.sparse import csr_matrix

        return csr_matrix((self.weights, self.columns.astype(np.int32), self.starts), shape=(self.n_points,) * 2)


def fuzzy_set(graph: NeighborGraph, distances: np.ndarray) -> FuzzySet:
    """Memberships by distances (n, k), rising, to the neighbors of the graph (McInnes, Healy and Melville, 2018).

    Each point belongs to its nearest neighbor wholly, and to all k by log2(k + 1): the point itself counts as a
    neighbor, as in the authors' own program. Of a pair that is held from both ends, by p and q, one of the two holds:
    p + q - p q.
    """
    from scipy.sparse import csr_matrix

    from engine.algorithms.umap.fuzzy_kernels import memberships

    n, k = graph.rows.shape
    strengths = memberships(np.ascontiguousarray(distances, dtype=np.float32), np.log2(k + 1))
    directed = csr_matrix((strengths.ravel(), graph.rows.ravel(), np.arange(0, n * k + 1, k)), shape=(n, n))
    turned = directed.T.tocsr()
    joined = (directed + turned - directed.multiply(turned)).tocsr()
    joined.eliminate_zeros()
    joined.sort_indices()
    return FuzzySet(joined.indptr.astype(np.int64), joined.indices.astype(np.uint32), joined.data.astype(np.float32))
