"""A dictionary parted into pairs to learn from and words to ask, and how many of these are answered right."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FIRST = 1, 5
"""Precision is told at so many answers."""


@dataclass(frozen=True, eq=False)
class Split:
    """seeds: (s, 2) pairs to learn from. held_out: (h,) rows of the first space, none of which is in a seed."""

    seeds: np.ndarray
    held_out: np.ndarray


def split(candidates: np.ndarray, known: np.ndarray, n_seeds: int, n_held_out: int, seed: int) -> Split:
    """Hold out items of the first space that have a known partner, and draw seeds of the other candidates.

    candidates, known: pairs (p, 2); n_seeds 0 takes all of them. At most half of the items with a known partner are
    held out, so that something is left to learn from.
    """
    rng = np.random.default_rng(seed)
    items = rng.permutation(np.unique(known[:, 0]))
    held_out = items[: min(n_held_out, len(items) // 2)]
    left = candidates[~np.isin(candidates[:, 0], held_out)]
    return Split(left[rng.permutation(len(left))[: n_seeds or None]], held_out)


def precision(found: np.ndarray, queries: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Share of the queries (h,) for which one of the first FIRST answers, rows found (h, k), is known: float64 (2,).

    NaN where nothing was asked.
    """
    if not len(queries):
        return np.full(len(FIRST), np.nan)
    n = int(max(found.max(), known[:, 1].max())) + 1
    right = np.isin(queries[:, None] * n + found, known[:, 0] * n + known[:, 1])
    return np.array([right[:, :k].any(axis=1).mean() for k in FIRST])


def by_chance(queries: np.ndarray, known: np.ndarray, n_items: int) -> np.ndarray:
    """The same for answers drawn at random out of `n_items`, all different: float64 (2,)."""
    if not len(queries):
        return np.full(len(FIRST), np.nan)
    right = np.bincount(known[:, 0], minlength=int(queries.max()) + 1)[queries].astype(float)
    missed = [np.prod([(n_items - right - i) / (n_items - i) for i in range(min(k, n_items))], axis=0) for k in FIRST]
    return np.array([1 - np.clip(miss, 0, 1).mean() for miss in missed])


def alike(first: Sequence[str], second: Sequence[str], queries: np.ndarray, known: np.ndarray) -> float:
    """Share of the queries (h,) whose own spelling is a known answer: the score of who translates nothing."""
    if not len(queries):
        return float("nan")
    right = {int(a) for a, b in known if first[a] == second[b]}
    return sum(int(query) in right for query in queries) / len(queries)
