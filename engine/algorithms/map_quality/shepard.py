"""Distances on a map beside those in the data (Shepard, 1962): pairs of points, and how their orders agree."""

import numpy as np

MOST_PAIRS = 200_000
"""Of more, so many are drawn; their rank correlation is off by some 0.002."""


def pairs(n: int, most: int = MOST_PAIRS, seed: int = 0) -> np.ndarray:
    """Pairs of different rows of n, int64 (m, 2), the lower one first: all, if they are no more than `most`; else so
    many, drawn at random (one may come twice).
    """
    if n * (n - 1) // 2 <= most:
        return np.column_stack(np.triu_indices(n, 1))
    generator = np.random.default_rng(seed)
    one = generator.integers(0, n, most)
    other = (one + generator.integers(1, n, most)) % n
    return np.sort(np.column_stack([one, other]), axis=1)


def distances(points: np.ndarray, ends: np.ndarray, at_once: int = 1 << 16) -> np.ndarray:
    """Euclidean distances of pairs of rows of points (n, d), float64 (m,)."""
    found = np.empty(len(ends))
    for start in range(0, len(ends), at_once):
        one, other = ends[start : start + at_once].T
        apart = points[one] - points[other]
        found[start : start + at_once] = np.sqrt(np.einsum("ij,ij->i", apart, apart))
    return found


def rank_correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Spearman's (1904): 1 for the same order, 0 for none; of equal numbers each has their mean rank.

    0 where one side has but one value: it orders nothing.
    """
    ranks = [_ranks(side) - (len(side) + 1) / 2 for side in (one, other)]
    lengths = np.sqrt((ranks[0] @ ranks[0]) * (ranks[1] @ ranks[1]))
    return float(ranks[0] @ ranks[1] / lengths) if lengths > 0 else 0.0


def _ranks(values: np.ndarray) -> np.ndarray:
    """The place of each value in their order, 1 for the least; of equal ones their mean."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[place])
