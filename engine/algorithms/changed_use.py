"""Items in two spaces that are not comparable as they are: whose neighbors differ, and who moves when one is turned."""

import numpy as np

from engine.algorithms.procrustes import rotation

NEAR_IN_COUNT = 200
"""Items of like count among which chance is looked up."""


def shared_neighbors(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """How many of the neighbors of each item are the same in both spaces: int64 (n,) (Gonen et al., 2020).

    first, second: int64 (n, k) rows of the nearest items, -1 where there is none.
    """
    n = len(first)
    codes = [near + np.arange(n)[:, None] * n for near in (first, second)]
    return np.asarray((np.isin(codes[0], codes[1][second >= 0]) & (first >= 0)).sum(axis=1))


def aligned_cosines(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cosine of each item of one space with itself in the other, the first turned onto the second; and the turned rows.

    first (n, d), second (n, e): rows of length 1. The turn is the orthogonal matrix that brings all items nearest by
    least squares (Schönemann, 1966; for words Hamilton, Leskovec and Jurafsky, 2016). The space of fewer dimensions
    gets axes of zeros. float64 (n,) and (n, max(d, e)).
    """
    d = max(first.shape[1], second.shape[1])
    a, b = (np.pad(space.astype(np.float64), ((0, 0), (0, d - space.shape[1]))) for space in (first, second))
    turned = a @ rotation(a, b).matrix
    return np.einsum("ij,ij->i", turned, b), turned


def share_by_chance(
    values: np.ndarray, counts: np.ndarray, null_values: np.ndarray, null_counts: np.ndarray
) -> np.ndarray:
    """For each value the share of values that arose by chance, of items of like count, that are as small: in (0, 1].

    values, counts (n,); null_values, null_counts (m,). Of like count: the NEAR_IN_COUNT nearest by rank of count. The
    value itself is counted among them, so that none is 0 (Phipson and Smyth, 2010).
    """
    order = np.argsort(null_counts, kind="stable")
    by_count = null_values[order]
    size = min(NEAR_IN_COUNT, len(order))
    middle = np.searchsorted(null_counts[order], counts)
    start = np.clip(middle - size // 2, 0, len(order) - size)
    found = np.empty(len(values))
    for row, (value, begin) in enumerate(zip(values, start, strict=True)):
        found[row] = (1 + np.count_nonzero(by_count[begin : begin + size] <= value)) / (1 + size)
    return found
