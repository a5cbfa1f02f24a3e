"""Who is near whom in the data and on a map, for all points, and how near: exact neighbors and exact ranks."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.algorithms.map_quality.order import z_order
from engine.algorithms.neighbor_graph.graph import BLOCKS, ITEMS, QUERIES, SPARE, tiled

ROUNDING = 2.0**-24
OTHERS = 8
"""Roundings beside those of the sum: of the centered points, of half a square, of the limit."""
LEAST = 1e-30
"""Doubt where all points are one: what is as near as a limit must pass a limit less the doubt."""


@dataclass(frozen=True, eq=False)
class Neighborhoods:
    """All int32 (n, k), for each point, itself left out. near: its nearest in the data, nearest first. shown: its
    nearest on the map. ranks_of_shown: the place of those of `shown` in the order of nearness in the data, 1 for the
    nearest. ranks_of_near: the place of those of `near` on the map.
    """

    near: np.ndarray
    shown: np.ndarray
    ranks_of_shown: np.ndarray
    ranks_of_near: np.ndarray

    @property
    def k(self) -> int:
        """Neighbors of each point."""
        return int(self.near.shape[1])

    @property
    def n(self) -> int:
        """Number of points."""
        return len(self.near)


def neighborhoods(
    points: np.ndarray, places: np.ndarray, k: int, on_tile: Callable[[int, int], None] | None = None
) -> Neighborhoods:
    """The `k` nearest of all points (n, d) by Euclidean distance, and of their places (n, 1 to 3) on a map, with ranks.

    1 <= k < n. Of points that are equally far the lower row is nearer. The result does not depend on the number of
    threads. `on_tile(done, total)` is called after every few thousand points; what it raises ends the work.

    No distances are kept or sorted: the neighbors on the map set limits, and one pass over tiles of products finds
    the nearest points and counts those within each limit. A point's chunk of neighbors on the map is met as a whole,
    so most chunks hold nothing within the limits and are passed over.
    """
    from engine.algorithms.map_quality.map_kernels import corners, nearest_on_map, ranks_on_map

    n = len(points)
    if not 1 <= k < n:
        raise ValueError(f"{k} neighbors among {n} points")
    rows = z_order(places)
    ordered = np.ascontiguousarray(places[rows], dtype=np.float64)
    low, high = corners(ordered)
    shown, ranks_of_near = np.empty((n, k), dtype=np.int32), np.empty((n, k), dtype=np.int32)
    nearest_on_map(ordered, rows, low, high, shown)
    near, ranks_of_shown = _in_data(_scaled(points[rows]), rows, shown, on_tile)
    ranks_on_map(ordered, rows, low, high, near, ranks_of_near)
    back = np.empty(n, dtype=np.int64)
    back[rows] = np.arange(n)
    labels = rows.astype(np.int32)
    return Neighborhoods(labels[near][back], labels[shown][back], ranks_of_shown[back], ranks_of_near[back])


def neighbors_on_map(places: np.ndarray, k: int) -> np.ndarray:
    """The `k` nearest of all places (n, 1 to 3), k < n: int32 (n, k), nearest first; ties by row."""
    from engine.algorithms.map_quality.map_kernels import corners, nearest_on_map

    rows = z_order(places)
    ordered = np.ascontiguousarray(places[rows], dtype=np.float64)
    shown, found = np.empty((len(places), k), dtype=np.int32), np.empty((len(places), k), dtype=np.int32)
    nearest_on_map(ordered, rows, *corners(ordered), shown)
    found[rows] = rows[shown]
    return found


def _scaled(points: np.ndarray) -> np.ndarray:
    """Within [-1, 1] by a power of two, which takes no digit: products neither overflow nor vanish; float32."""
    exponent = np.frexp(np.abs(points).max())[1]
    return np.ascontiguousarray(np.ldexp(points, -exponent), dtype=np.float32)


def _in_data(
    points: np.ndarray, rows: np.ndarray, asked: np.ndarray, on_tile: Callable[[int, int], None] | None
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest of each point, and the ranks of those asked about, both int32 (n, k)."""
    import scipy.linalg  # noqa: F401  numba multiplies by its BLAS, which must be there to be held to one thread
    from threadpoolctl import threadpool_limits

    from engine.algorithms.map_quality.kernels import nearest_and_ranks

    n, k = asked.shape
    centered = points - points.mean(axis=0, dtype=np.float64).astype(np.float32)
    halves = 0.5 * np.square(centered, dtype=np.float64).sum(axis=1)
    queries = tiled(np.column_stack([centered, np.ones(n, dtype=np.float32)]), QUERIES)
    items = tiled(np.column_stack([centered, -halves.astype(np.float32)]), ITEMS)
    tiles = np.ascontiguousarray(items.transpose(0, 2, 1))
    doubts = _doubts(halves, points.shape[1] + 1)
    near, ranks = np.empty((n, k), dtype=np.int32), np.empty((n, k), dtype=np.int32)
    kept = min(k + SPARE, n - 1)
    with threadpool_limits(1, "blas"):  # a block of queries is the work of one thread, its products included
        for block in range(0, len(queries), BLOCKS):
            start, stop = block * QUERIES, min((block + BLOCKS) * QUERIES, n)
            part = slice(start, stop)
            nearest_and_ranks(
                points, rows, queries[block : block + BLOCKS], tiles, halves, doubts, start, kept, asked[part],
                near[part], ranks[part],
            )  # fmt: skip
            if on_tile:
                on_tile(stop, n)
    return near, ranks


def _doubts(halves: np.ndarray, n_products: int) -> np.ndarray:
    """How far the product of a point with one of a tile may be from what it would be without rounding, float32
    (tiles, n): the bound of Higham (2002, section 3.1) for a sum of so many products, with the longest of the tile.
    """
    longest = np.sqrt(2 * np.maximum.reduceat(halves, np.arange(0, len(halves), ITEMS)))
    lengths = np.sqrt(2 * halves)
    bound = (n_products + OTHERS) * ROUNDING * (lengths * longest[:, None] + longest[:, None] ** 2 / 2 + halves)
    return (bound + LEAST).astype(np.float32)
