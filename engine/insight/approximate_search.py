"""What random planes spare a search, and what it misses for that: on an embedding, beside what theory says."""

import time
from dataclasses import dataclass

import numpy as np

from engine.algorithms.random_planes import MOST_PLANES, Buckets, agreeing, chance_together, sorted_buckets
from engine.embedding import Embedding
from engine.neighbors import Neighbors, largest, nearest, nearest_batch

K = 10
QUERIES, TIMED = 200, 20
"""Items over which recall is averaged, and for which the clock runs."""
BESIDE = 500
"""Items whose angles with each query stand for those of all."""
PLANES = np.arange(1, MOST_PLANES + 1)


@dataclass(frozen=True, eq=False)
class Trade:
    """For tables of 1 to 16 planes, float64 (16,) each. shares: of the other items that are compared; recall: of the 10
    nearest that are among them; predicted_shares, predicted_recall: what the angles make one expect; milliseconds: of
    a query, the median, and exact_milliseconds of one that is compared with all. n_queries: over so many items.
    """

    shares: np.ndarray
    recall: np.ndarray
    predicted_shares: np.ndarray
    predicted_recall: np.ndarray
    milliseconds: np.ndarray
    exact_milliseconds: float
    n_queries: int


@dataclass(frozen=True, eq=False)
class Beside:
    """One item's search. compared: bool (n_items,), the item itself too. near: its true neighbors by cosine. For each
    of them: angles in radians, predicted, the probability of a shared bucket, and tables, in how many they share one.
    """

    compared: np.ndarray
    near: Neighbors
    angles: np.ndarray
    predicted: np.ndarray
    tables: np.ndarray

    @property
    def recall(self) -> float:
        """Share of the true neighbors that the search finds; NaN without any."""
        return float((self.tables > 0).mean()) if len(self.tables) else float("nan")


def beside(embedding: Embedding, codes: np.ndarray, row: int, n_planes: int) -> Beside:
    """The search for the neighbors of a row with tables of `n_planes`. codes: uint16 (t, n_items), of these tables."""
    shared = (agreeing(codes, row) >= n_planes).sum(axis=0)
    near = nearest(embedding, row, K)
    angles = np.arccos(np.clip(near.scores.astype(float), -1, 1))
    return Beside(shared > 0, near, angles, chance_together(angles, n_planes, len(codes)), shared[near.rows])


def trade(embedding: Embedding, codes: np.ndarray, seed: int) -> Trade:
    """Average over up to 200 items with a direction, drawn by the seed; times are those of this machine at this moment.

    codes: uint16 (t, n_items), of the tables. At least two items must have a direction.
    """
    rng = np.random.default_rng(seed)
    directed = np.flatnonzero(embedding.norms > 0)
    queries = rng.choice(directed, min(QUERIES, len(directed)), replace=False)
    others = rng.choice(directed, min(BESIDE, len(directed)), replace=False)
    near = nearest_batch(embedding, queries, K)
    shares, kept = np.zeros(MOST_PLANES), np.zeros(MOST_PLANES)
    for row, rows in zip(queries, near.rows, strict=True):
        deepest = agreeing(codes, row).max(axis=0)
        counts = np.bincount(deepest, minlength=MOST_PLANES + 1)
        shares += (counts[::-1].cumsum()[::-1][1:] - 1) / (embedding.n_items - 1)
        kept += (deepest[rows[rows >= 0]][:, None] >= PLANES).sum(axis=0)
    found = near.scores[near.rows >= 0]
    cosines = embedding.unit[queries] @ embedding.unit[others].T
    apart = queries[:, None] != others
    milliseconds, exact = _timed(embedding, codes, queries[:TIMED])
    return Trade(
        shares / len(queries), kept / len(found), _expected(cosines[apart], len(codes)), _expected(found, len(codes)),
        milliseconds, exact, len(queries),
    )  # fmt: skip


def _expected(cosines: np.ndarray, n_tables: int) -> np.ndarray:
    """The mean probability that pairs of these cosines share a bucket, for 1 to 16 planes."""
    angles = np.arccos(np.clip(cosines.astype(float), -1, 1))
    return np.array([chance_together(angles, int(n_planes), n_tables).mean() for n_planes in PLANES])


def _timed(embedding: Embedding, codes: np.ndarray, queries: np.ndarray) -> tuple[np.ndarray, float]:
    """Median milliseconds of a query by buckets of 1 to 16 planes, which are sorted before, and by comparing all."""
    exact = _median_ms(embedding.unit, codes, queries, None)
    by_planes = [_median_ms(embedding.unit, codes, queries, sorted_buckets(codes, int(number))) for number in PLANES]
    return np.array(by_planes), exact


def _median_ms(unit: np.ndarray, codes: np.ndarray, queries: np.ndarray, buckets: Buckets | None) -> float:
    taken = []
    for row in queries:
        begun = time.perf_counter()
        compared = unit if buckets is None else unit[buckets.rows_beside(codes[:, row])]
        largest((compared @ unit[row])[None], min(K + 1, len(compared)))  # the item itself and its neighbors
        taken.append(1e3 * (time.perf_counter() - begun))
    return float(np.median(taken))
