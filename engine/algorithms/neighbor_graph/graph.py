"""The k nearest neighbors of every point, exactly: matrix products in tiles that stay in the processor's cache."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

QUERIES = 512
ITEMS = 1024
"""Points of a tile: its similarities take half a megabyte, and stay near the core that makes them."""
BLOCKS = 16
"""Blocks of queries between two words of the progress."""
SPARE = 8
"""More neighbors than asked for are measured exactly, since products order the last ones by chance."""


@dataclass(frozen=True, eq=False)
class NeighborGraph:
    """rows: int32 (n, k), the nearest points of each, nearest first, itself left out. squares: float32 (n, k), their
    squared Euclidean distances.
    """

    rows: np.ndarray
    squares: np.ndarray

    @property
    def k(self) -> int:
        """Neighbors of each point."""
        return int(self.rows.shape[1])

    def first(self, k: int) -> "NeighborGraph":
        """With only the k nearest of each point."""
        return NeighborGraph(np.ascontiguousarray(self.rows[:, :k]), np.ascontiguousarray(self.squares[:, :k]))


def neighbor_graph(points: np.ndarray, k: int, on_tile: Callable[[int, int], None] | None = None) -> NeighborGraph:
    """The `k` nearest of each of the points (n, d) by Euclidean distance; k is clipped to n - 1.

    Those that are equally far are in order of row; of more than are kept, any are, the same each time. The result does
    not depend on the number of threads. `on_tile(done, total)` is called after every few thousand points; what it
    raises ends the work.
    """
    import scipy.linalg  # noqa: F401  numba multiplies by its BLAS, which must be there to be held to one thread
    from threadpoolctl import threadpool_limits

    from engine.algorithms.neighbor_graph.kernels import search

    points = np.ascontiguousarray(points, dtype=np.float32)
    n = len(points)
    k = max(0, min(k, n - 1))
    graph = NeighborGraph(np.empty((n, k), dtype=np.int32), np.empty((n, k), dtype=np.float32))
    if k == 0:
        return graph
    kept = min(k + SPARE, n - 1)
    centered = points - points.mean(axis=0, dtype=np.float64).astype(np.float32)
    queries = tiled(np.column_stack([centered, np.ones(n, dtype=np.float32)]), QUERIES)
    items = np.column_stack([centered, -0.5 * np.square(centered).sum(axis=1)])
    tiles = np.ascontiguousarray(tiled(items, ITEMS).transpose(0, 2, 1))
    with threadpool_limits(1, "blas"):  # a block of queries is the work of one thread, its products included
        for block in range(0, len(queries), BLOCKS):
            start, stop = block * QUERIES, min((block + BLOCKS) * QUERIES, n)
            part = slice(start, stop)
            search(
                points, queries[block : block + BLOCKS], tiles, n, start, kept, graph.rows[part], graph.squares[part]
            )
            if on_tile:
                on_tile(stop, n)
    return graph


def tiled(rows: np.ndarray, size: int) -> np.ndarray:
    """Rows (n, d) in tiles (number, size, d), zeros at the end."""
    number = -(-len(rows) // size)
    return np.pad(rows, ((0, number * size - len(rows)), (0, 0))).reshape(number, size, -1)
