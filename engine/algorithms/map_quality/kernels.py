"""The compiled loops over the data: nearest neighbors and ranks in one pass over products that are made in tiles.

A product tells a distance but for its rounding. So what lies closer to a limit than the products can be wrong is
measured anew, in float64 by differences, and the ranks are those of exact distances.
"""

import numpy as np
from numba import njit, prange

from engine.algorithms.map_quality.map_kernels import insert
from engine.algorithms.neighbor_graph.kernels import LANES, count_above, keep_best, take


@njit(nogil=True, cache=True)
def exact_square(points: np.ndarray, one: int, other: int) -> float:
    """Squared distance of two rows of float32 points, in float64."""
    total = 0.0
    for component in range(points.shape[1]):
        apart = np.float64(points[one, component]) - np.float64(points[other, component])
        total += apart * apart
    return total


@njit(nogil=True, cache=True)
def _count_nearer(
    similarities: np.ndarray,
    n_items: int,
    first_item: int,
    query: int,
    points: np.ndarray,
    rows: np.ndarray,
    asked: np.ndarray,
    squares: np.ndarray,
    limits: np.ndarray,
    doubts: np.ndarray,
    nearer: np.ndarray,
) -> None:
    """Add to `nearer` how many items of a tile are nearer to the query than each of those asked about.

    similarities (n_items,): of the tile, -inf for the query itself. asked: items in falling order of distance;
    squares: their exact squared distances; limits: float32, what the products would be without rounding; doubts:
    float32, how far they may be from that.
    """
    for start in range(0, n_items, LANES):
        part = similarities[start : min(start + LANES, n_items)]
        for at in range(len(asked)):
            possible = count_above(part, limits[at] - doubts[at])
            if possible == 0:
                break
            upper = limits[at] + doubts[at]
            certain = count_above(part, upper)
            nearer[at] += certain
            if certain == possible:
                continue
            lower = limits[at] - doubts[at]
            for place in range(len(part)):
                if lower < part[place] <= upper:
                    item = first_item + start + place
                    square = exact_square(points, query, item)
                    if square < squares[at] or (square == squares[at] and rows[item] < rows[asked[at]]):
                        nearer[at] += 1


@njit(nogil=True, cache=True)
def _write_nearest(points: np.ndarray, rows: np.ndarray, query: int, candidates: np.ndarray, found: np.ndarray) -> None:
    """Write the nearest of the candidates, nearest first, by exact distances; ties by row."""
    order = candidates[np.argsort(rows[candidates])]
    squares = np.empty(len(order))
    for place in range(len(order)):
        squares[place] = exact_square(points, query, order[place])
    chosen = np.argsort(squares, kind="mergesort")
    for place in range(len(found)):
        found[place] = order[chosen[place]]


@njit(nogil=True, cache=True)
def _search_all(points: np.ndarray, rows: np.ndarray, query: int, found: np.ndarray) -> None:
    """The same among all points."""
    k = len(found)
    squares, owns, ties = np.empty(k), np.empty(k, dtype=np.int64), np.empty(k, dtype=np.int64)
    filled = 0
    for other in range(len(points)):
        if other != query:
            filled = insert(exact_square(points, query, other), other, rows[other], squares, owns, ties, filled)
    for place in range(k):
        found[place] = owns[place]


@njit(nogil=True, parallel=True, cache=True)
def nearest_and_ranks(
    points: np.ndarray,
    rows: np.ndarray,
    queries: np.ndarray,
    tiles: np.ndarray,
    halves: np.ndarray,
    doubts: np.ndarray,
    first_query: int,
    kept: int,
    asked: np.ndarray,
    found: np.ndarray,
    ranks: np.ndarray,
) -> None:
    """Write the nearest items of the queries of some blocks, and which places the asked ones have in that order.

    points: float32 (n, d). rows: int64 (n,), by which ties are ordered. queries: (blocks, queries of a block, d + 1)
    and tiles (tiles, d + 1, items of a tile), whose products are `halves` (n,), half the squared length of the query,
    less half the squared distance; both padded at the end. doubts: float32 (tiles, n), how far a product with an item
    of the tile may be from that. first_query: row of the first query; kept: how many of each query's best products
    are measured exactly. asked: int32 (queries, k), none the query itself. found, ranks: int32 (queries, k).
    """
    n, k = len(points), asked.shape[1]
    size, width = queries.shape[1], tiles.shape[2]
    capacity = 2 * kept + LANES
    for block in prange(queries.shape[0]):
        n_queries = min(size, len(asked) - block * size)
        similarities = np.empty((size, width), dtype=np.float32)
        values = np.empty((size, capacity), dtype=np.float32)
        candidates = np.empty((size, capacity), dtype=np.int32)
        filled = np.zeros(size, dtype=np.int64)
        lowest, thresholds = np.empty(size, dtype=np.float32), np.empty(size, dtype=np.float32)
        by_distance = np.empty((size, k), dtype=np.int32)
        squares = np.empty((size, k))
        limits = np.empty((size, k), dtype=np.float32)
        doubt = np.empty(k, dtype=np.float32)
        nearer = np.zeros((size, k), dtype=np.int64)
        order = np.empty((size, k), dtype=np.int64)
        for query in range(n_queries):
            row = first_query + block * size + query
            exact = np.empty(k)
            for at in range(k):
                exact[at] = exact_square(points, row, asked[block * size + query, at])
            order[query] = np.argsort(-exact, kind="mergesort")
            for at in range(k):
                by_distance[query, at] = asked[block * size + query, order[query, at]]
                squares[query, at] = exact[order[query, at]]
                limits[query, at] = halves[row] - squares[query, at] / 2
            lowest[query] = limits[query, 0] - 3 * doubts[:, row].max()  # the asked are so near, and k
            thresholds[query] = lowest[query]
        home = (first_query + block * size) // width
        for step in range(tiles.shape[0]):
            tile = home if step == 0 else step - 1 if step <= home else step  # near points come first, others pass by
            np.dot(queries[block], tiles[tile], similarities)
            first = tile * width
            n_items = min(width, n - first)
            for query in range(n_queries):
                row = first_query + block * size + query
                if first <= row < first + n_items:
                    similarities[query, row - first] = -np.inf
                if count_above(similarities[query, :n_items], lowest[query]) == 0:
                    continue
                filled[query], thresholds[query] = take(
                    similarities[query], row - first, first, n_items, values[query], candidates[query], filled[query],
                    thresholds[query], kept,
                )  # fmt: skip
                doubt[:] = doubts[tile, row]
                _count_nearer(
                    similarities[query], n_items, first, row, points, rows, by_distance[query], squares[query],
                    limits[query], doubt, nearer[query],
                )  # fmt: skip
        for query in range(n_queries):
            place = block * size + query
            if filled[query] > kept:
                keep_best(values[query], candidates[query], filled[query], kept)
            row, n_kept = first_query + place, min(kept, filled[query])
            falling = -np.sort(-values[query, :n_kept])
            if n_kept == kept and kept < n - 1 and falling[k - 1] - falling[-1] <= 2 * doubts[:, row].max():
                _search_all(points, rows, row, found[place])  # so many are equally far that not all were kept
            else:
                _write_nearest(points, rows, row, candidates[query, :n_kept], found[place])
            for at in range(k):
                ranks[place, order[query, at]] = nearer[query, at] + 1
