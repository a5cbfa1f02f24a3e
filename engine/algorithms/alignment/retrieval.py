"""Exact search from one space in another: by cosine, or by a cosine that is fair to hubs and to lonely items (CSLS)."""

from collections.abc import Iterator

import numpy as np

TILE_NUMBERS = 1 << 23
"""Similarities held at once, as float32."""
NEAR = 10
"""Items of the other space that make an item's neighborhood, as in the paper."""


def neighborhood(items: np.ndarray, others: np.ndarray, k: int = NEAR) -> np.ndarray:
    """Mean cosine of each item (n, d) with the k nearest of the others (m, d), rows of length 1: float32 (n,).

    The r of CSLS: large for hubs, which are near to many. k is clipped to m.
    """
    k = min(k, len(others))
    found = np.zeros(len(items), dtype=np.float32)
    for rows, cosines in _tiles(items, others):
        found[rows] = np.partition(cosines, len(others) - k, axis=1)[:, len(others) - k :].mean(axis=1)
    return found


def nearest(
    queries: np.ndarray, items: np.ndarray, k: int, near_queries: np.ndarray | None = None,
    near_items: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """The k best items (m, d) for each query (n, d), rows of length 1: rows int64 (n, k) and scores float32 (n, k).

    By cosine; with the `neighborhood` of queries (n,) and items (m,), each among the other kind, by CSLS:
    2 cos(x, y) - r(x) - r(y) (Conneau et al., 2018). k is clipped to m; of equals the first come first.
    """
    k = min(k, len(items))
    found = np.zeros((len(queries), k), dtype=np.int64)
    best = np.zeros((len(queries), k), dtype=np.float32)
    for rows, scores in _tiles(queries, items):
        if near_queries is not None and near_items is not None:
            scores = 2 * scores - near_queries[rows, None] - near_items
        found[rows], best[rows] = _largest(scores, k)
    return found, best


def mutual(first: np.ndarray, second: np.ndarray, k: int = NEAR) -> np.ndarray:
    """Pairs (p, 2) of rows that are each other's best by CSLS."""
    near_first, near_second = neighborhood(first, second, k), neighborhood(second, first, k)
    forth = nearest(first, second, 1, near_first, near_second)[0][:, 0]
    back = nearest(second, first, 1, near_second, near_first)[0][:, 0]
    rows = np.flatnonzero(back[forth] == np.arange(len(first)))
    return np.column_stack([rows, forth[rows]])


def _tiles(queries: np.ndarray, items: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Rows of the queries, and their cosines with all items."""
    step = max(1, TILE_NUMBERS // max(len(items), 1))
    for start in range(0, len(queries), step):
        rows = slice(start, min(start + step, len(queries)))
        yield rows, queries[rows] @ items.T


def _largest(scores: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns and values of the k largest of each row, falling."""
    if k == 1:
        columns = scores.argmax(axis=1)[:, None]
        return columns, np.take_along_axis(scores, columns, axis=1)
    columns = np.argpartition(scores, scores.shape[1] - k, axis=1)[:, scores.shape[1] - k :]
    values = np.take_along_axis(scores, columns, axis=1)
    order = np.lexsort((columns, -values), axis=1)
    return np.take_along_axis(columns, order, axis=1), np.take_along_axis(values, order, axis=1)
