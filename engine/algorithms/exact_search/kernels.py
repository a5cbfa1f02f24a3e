"""The compiled loops of exact search: one query beside every item, and a block of queries beside tiles of items."""

import numpy as np
from numba import njit

from engine.algorithms.neighbor_graph.kernels import keep_best, take

DOT, COSINE, EUCLIDEAN = 0, 1, 2
LANES = 64
"""As many as `take` looks at together."""
SUMS = {"reassoc", "contract", "nsz"}
"""Sums may be taken in lanes; infinities keep their meaning."""


@njit(nogil=True, cache=True, fastmath=SUMS)
def score(points: np.ndarray, query: np.ndarray, metric: int, scores: np.ndarray) -> None:
    """Write how near each of the points float32 (n, d) is to the query (d,), larger is nearer, into scores (n,).

    Under EUCLIDEAN minus the squared distance, summed from differences, so that a far-off origin costs no digits.
    Under COSINE the query has length 1, and points of length 0 get minus infinity.
    """
    for row in range(len(points)):
        total, square = np.float32(0), np.float32(0)
        if metric == EUCLIDEAN:
            for component in range(points.shape[1]):
                apart = points[row, component] - query[component]
                total -= apart * apart
        elif metric == COSINE:
            for component in range(points.shape[1]):
                total += points[row, component] * query[component]
                square += points[row, component] * points[row, component]
            total = total / np.sqrt(square) if square > 0 else np.float32(-np.inf)
        else:
            for component in range(points.shape[1]):
                total += points[row, component] * query[component]
        scores[row] = total


@njit(nogil=True, cache=True, fastmath=SUMS)
def lay_out(points: np.ndarray, center: np.ndarray, metric: int, tile: np.ndarray) -> None:
    """Write points (n, d) into the first rows of a tile (at least n, d + 1) whose products with (query, 1) are scores
    that rise as `score`'s do.
    """
    last = points.shape[1]
    for row in range(len(points)):
        square = np.float32(0)
        for component in range(last):
            value = points[row, component] - center[component]
            tile[row, component] = value
            square += value * value
        tile[row, last] = 0
        if metric == EUCLIDEAN:
            tile[row, last] = -np.float32(0.5) * square
        elif metric == COSINE:
            if square == 0:
                tile[row, last] = -np.inf
            else:
                shrink = np.float32(1) / np.sqrt(square)
                for component in range(last):
                    tile[row, component] *= shrink


@njit(nogil=True, cache=True)
def candidates(
    points: np.ndarray,
    queries: np.ndarray,
    own: np.ndarray,
    center: np.ndarray,
    metric: int,
    size: int,
    kept: int,
    found: np.ndarray,
) -> None:
    """Write the rows of the `kept` items nearest to each query into found int64 (m, kept), rising; -1 where there are
    fewer. One thread's work.

    points: float32 (n, d); queries: (m, d + 1), the last column 1; own (m,): an item that is left out, or -1.
    center (d,): taken from the items, 0 but under EUCLIDEAN. size: items that are compared at once.
    """
    n_queries = len(queries)
    tile = np.empty((size, points.shape[1] + 1), dtype=np.float32)
    similarities = np.empty((n_queries, size), dtype=np.float32)
    values = np.empty((n_queries, 2 * kept + LANES), dtype=np.float32)
    rows = np.empty((n_queries, 2 * kept + LANES), dtype=np.int32)
    filled = np.zeros(n_queries, dtype=np.int64)
    thresholds = np.full(n_queries, -np.inf, dtype=np.float32)
    tile[:] = 0
    for first in range(0, len(points), size):
        n_items = min(size, len(points) - first)
        lay_out(points[first : first + n_items], center, metric, tile)
        np.dot(queries, tile.T, similarities)
        for query in range(n_queries):
            filled[query], thresholds[query] = take(
                similarities[query], own[query] - first, first, n_items, values[query], rows[query],
                filled[query], thresholds[query], kept,
            )  # fmt: skip
    for query in range(n_queries):
        if filled[query] > kept:
            keep_best(values[query], rows[query], filled[query], kept)
        number = min(kept, filled[query])
        found[query, :number] = np.sort(rows[query, :number])
        found[query, number:] = -1
