"""Neighbors in the data and on a map as the edges of a graph, of three kinds."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.map_quality.neighborhoods import Neighborhoods


@dataclass(frozen=True, eq=False)
class NeighborEdges:
    """Pairs of rows, int32 (m, 2), the lower one first, each pair once and of one kind. shared: near each other in the
    data and on the map; missing: in the data alone; false: on the map alone. Near: one is among the k nearest of the
    other.
    """

    shared: np.ndarray
    missing: np.ndarray
    false: np.ndarray

    @property
    def n_edges(self) -> int:
        """Pairs in all."""
        return len(self.shared) + len(self.missing) + len(self.false)


def neighbor_edges(found: Neighborhoods) -> NeighborEdges:
    """The edges of the neighbors of all items."""
    in_data, on_map = (_codes(rows) for rows in (found.near, found.shown))
    kinds = (
        np.intersect1d(in_data, on_map, assume_unique=True),
        np.setdiff1d(in_data, on_map, assume_unique=True),
        np.setdiff1d(on_map, in_data, assume_unique=True),
    )
    return NeighborEdges(*(np.column_stack(np.divmod(codes, found.n)).astype(np.int32) for codes in kinds))


def _codes(rows: np.ndarray) -> np.ndarray:
    """Each pair once, as lower row times n plus higher row; rising."""
    n, k = rows.shape
    ends = np.sort(np.column_stack([np.repeat(np.arange(n, dtype=np.int64), k), rows.ravel()]), axis=1)
    return np.unique(ends[:, 0] * n + ends[:, 1])
