"""The compiled loops of the neighbor graph: which similarities of a tile to keep, and the distances of those kept."""

import numpy as np
from numba import njit, prange

LANES = 64
"""Similarities that are compared with the threshold before one of them is looked at."""


@njit(nogil=True, cache=True)
def keep_best(values: np.ndarray, rows: np.ndarray, filled: int, k: int) -> float:
    """Move the k largest of values[:filled] to the front, in any order, and return the smallest of them."""
    low, high = 0, filled - 1
    while low < high:
        pivot = values[(low + high) >> 1]
        i, j = low, high
        while i <= j:
            while values[i] > pivot:
                i += 1
            while values[j] < pivot:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                rows[i], rows[j] = rows[j], rows[i]
                i += 1
                j -= 1
        if k - 1 <= j:
            high = j
        elif k - 1 >= i:
            low = i
        else:
            break
    smallest = values[0]
    for place in range(1, k):
        smallest = min(smallest, values[place])
    return smallest


@njit(nogil=True, cache=True)
def count_above(values: np.ndarray, threshold: float) -> int:
    """How many values are greater. Give it a part, not its bounds: from 0 on the compiler compares many at once."""
    count = np.int32(0)
    for place in range(len(values)):
        count += np.int32(values[place] > threshold)
    return int(count)


@njit(nogil=True, cache=True)
def take(
    similarities: np.ndarray,
    own: int,
    first_item: int,
    n_items: int,
    values: np.ndarray,
    rows: np.ndarray,
    filled: int,
    threshold: float,
    k: int,
) -> tuple[int, float]:
    """Put what passes the threshold into the query's buffer, which is cut to its k best when it is full.

    similarities (at least n_items,); own: the query's place among them, which is left out. Returns how much of the
    buffer is filled and the threshold, which only rises.
    """
    for start in range(0, n_items, LANES):
        stop = min(start + LANES, n_items)
        if count_above(similarities[start:stop], threshold) == 0:
            continue
        for place in range(start, stop):
            if similarities[place] > threshold and place != own:
                values[filled] = similarities[place]
                rows[filled] = first_item + place
                filled += 1
                if filled == len(values):
                    threshold = keep_best(values, rows, filled, k)
                    filled = k
    return filled, threshold


@njit(nogil=True, cache=True)
def _write_nearest(
    points: np.ndarray, query: int, candidates: np.ndarray, neighbors: np.ndarray, squares: np.ndarray
) -> None:
    """Write the nearest of the candidates (rising), nearest first, by distances measured anew; ties by row.

    Products lose the digits of small distances; differences do not.
    """
    exact = np.empty(len(candidates), dtype=np.float32)
    for place in range(len(candidates)):
        total = np.float32(0)
        for component in range(points.shape[1]):
            apart = points[query, component] - points[candidates[place], component]
            total += apart * apart
        exact[place] = total
    order = np.argsort(exact, kind="mergesort")
    for place in range(len(neighbors)):
        neighbors[place] = candidates[order[place]]
        squares[place] = exact[order[place]]


@njit(nogil=True, parallel=True, cache=True)
def search(
    points: np.ndarray,
    queries: np.ndarray,
    tiles: np.ndarray,
    n_items: int,
    first_query: int,
    kept: int,
    neighbors: np.ndarray,
    squares: np.ndarray,
) -> None:
    """Write the nearest items of the queries of some blocks, each of which one thread compares with all tiles in turn.

    points: float32 (n, d); queries: (blocks, queries of a block, d + 1) and tiles (tiles, d + 1, items of a tile),
    whose products rise as distances fall; both are padded at the end. first_query: row of the first query; kept: how
    many of each query's best products are measured exactly. neighbors, squares: (queries, k), k <= kept.
    """
    size, width = queries.shape[1], tiles.shape[2]
    capacity = 2 * kept + LANES
    for block in prange(queries.shape[0]):
        n_queries = min(size, len(neighbors) - block * size)
        similarities = np.empty((size, width), dtype=np.float32)
        values = np.empty((size, capacity), dtype=np.float32)
        rows = np.empty((size, capacity), dtype=np.int32)
        filled = np.zeros(size, dtype=np.int64)
        thresholds = np.full(size, -np.inf, dtype=np.float32)
        for tile in range(tiles.shape[0]):
            np.dot(queries[block], tiles[tile], similarities)
            first = tile * width
            for query in range(n_queries):
                own = first_query + block * size + query - first
                filled[query], thresholds[query] = take(
                    similarities[query], own, first, min(width, n_items - first), values[query], rows[query],
                    filled[query], thresholds[query], kept,
                )  # fmt: skip
        for query in range(n_queries):
            place = block * size + query
            if filled[query] > kept:
                keep_best(values[query], rows[query], filled[query], kept)
            candidates = np.sort(rows[query, : min(kept, filled[query])])
            _write_nearest(points, first_query + place, candidates, neighbors[place], squares[place])
