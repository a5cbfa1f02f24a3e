"""Scores of recommendations on held-out items: every item is ranked, never a sample of candidates."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.datasets.ratings.ratings import Histories, Ratings

TILE_USERS = 256
"""Viewers whose scores are held at once."""
RESAMPLES = 1_000
Scorer = Callable[[Histories], np.ndarray]
"""Histories to scores, float32 (n_users, n_items)."""
METRICS = {
    "ndcg": "NDCG",
    "recall": "Recall",
    "hit_rate": "Hit rate",
    "map": "MAP",
}
"""Metrics that each viewer has a value of, in [0, 1]."""


@dataclass(frozen=True, eq=False)
class RankingScores:
    """How well the first k recommendations hold what each viewer liked among the held-out items.

    users: int64 (m,) viewers with at least one held-out liking and one in training. top: int32 (m, k) their
    recommendations, best first, nothing of the training among them. hits: bool (m, k).
    n_wanted: int64 (m,) held-out likings of each.
    """

    k: int
    users: np.ndarray
    top: np.ndarray
    hits: np.ndarray
    n_wanted: np.ndarray
    n_items: int
    popularity: np.ndarray
    """float64 (n_items,) share of the viewers who liked each item in training."""

    def per_user(self) -> dict[str, np.ndarray]:
        """Metric -> float64 (m,).

        recall = hits / wanted; hit_rate: at least one hit; ndcg: gain 1 / log2(place + 1), relative to the best order;
        map: mean precision at the places of the hits, relative to min(k, wanted).
        """
        discounts = 1 / np.log2(np.arange(self.k) + 2)
        reachable = np.minimum(self.n_wanted, self.k)
        best = np.concatenate([[0], np.cumsum(discounts)])[reachable]
        precision = np.cumsum(self.hits, axis=1) / np.arange(1, self.k + 1)
        return {
            "ndcg": (self.hits * discounts).sum(axis=1) / best,
            "recall": self.hits.sum(axis=1) / self.n_wanted,
            "hit_rate": self.hits.any(axis=1).astype(float),
            "map": (precision * self.hits).sum(axis=1) / reachable,
        }

    def coverage(self) -> float:
        """Share of all items that are recommended to anybody."""
        return len(np.unique(self.top)) / self.n_items

    def novelty(self) -> float:
        """Mean surprise of the recommended items in bits: -log2 of the share of viewers who liked them.

        An item that nobody liked counts as if half a viewer had.
        """
        rarest = self.popularity[self.popularity > 0].min() / 2
        return float(-np.log2(np.maximum(self.popularity[self.top], rarest)).mean())


def rank(
    scorer: Scorer, ratings: Ratings, k: int = 10, on_tile: Callable[[int, int], None] = lambda *_: None
) -> RankingScores:
    """Recommend k items to every viewer with held-out likings, and see which of these are found.

    Ties are in order of the items' popularity. `on_tile(done, total)` is called after every tile of viewers.
    """
    users = np.flatnonzero((ratings.test.lengths > 0) & (ratings.liked.lengths > 0))
    k = min(k, ratings.n_items)
    top = np.zeros((len(users), k), dtype=np.int32)
    hits = np.zeros((len(users), k), dtype=bool)
    for start in range(0, len(users), TILE_USERS):
        tile = users[start : start + TILE_USERS]
        seen = ratings.train.rows(tile)
        top[start : start + len(tile)] = best_unseen(scorer(seen), seen, k)
        wanted = np.zeros((len(tile), ratings.n_items), dtype=bool)
        held = ratings.test.rows(tile)
        wanted[held.users, held.items] = True
        hits[start : start + len(tile)] = np.take_along_axis(wanted, top[start : start + len(tile)], axis=1)
        on_tile(start + len(tile), len(users))
    popularity = ratings.liked.counts() / max(ratings.n_users, 1)
    return RankingScores(k, users, top, hits, ratings.test.lengths[users], ratings.n_items, popularity)


def best_unseen(scores: np.ndarray, seen: Histories, k: int) -> np.ndarray:
    """int64 (n_users, k): the items with the highest scores that a viewer has not seen, ties in order of the items."""
    values = np.array(scores, dtype=np.float32)
    values[seen.users, seen.items] = -np.inf
    n_items = values.shape[1]
    if k >= n_items:
        return np.argsort(-values, axis=1, kind="stable")
    threshold = -np.partition(-values, k - 1, axis=1)[:, k - 1 : k]
    found = np.empty((len(values), k), dtype=np.int64)
    for row, (line, least) in enumerate(zip(values, threshold, strict=True)):
        candidates = np.flatnonzero(line >= least)
        found[row] = candidates[np.argsort(-line[candidates], kind="stable")[:k]]
    return found


def interval(values: np.ndarray, seed: int = 0) -> tuple[float, float]:
    """Between which means 95 % of the bootstrap samples of viewers lie (Efron, 1979)."""
    if not len(values):
        return 0.0, 0.0
    rng = np.random.default_rng(seed)
    means = [values[rng.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def by_activity(
    scores: RankingScores, ratings: Ratings, metric: str, n_groups: int = 3
) -> list[tuple[str, float, int]]:
    """Groups of viewers of about equal size by training rows: (range of rows, mean of the metric, viewers)."""
    lengths = ratings.train.lengths[scores.users]
    values = scores.per_user()[metric]
    groups = []
    for rows in np.array_split(np.argsort(lengths, kind="stable"), n_groups):
        if len(rows):
            span = f"{lengths[rows].min():,} to {lengths[rows].max():,} ratings"
            groups.append((span, float(values[rows].mean()), len(rows)))
    return groups


def by_popularity(scores: RankingScores, ratings: Ratings, n_groups: int = 3) -> list[tuple[str, float, int]]:
    """Groups of held-out likings by the item's popularity in training, of about equal size: (range of likings by
    others, share found among the first k, likings)."""
    held = ratings.test.rows(scores.users)
    found = np.zeros((len(scores.users), ratings.n_items), dtype=bool)
    np.put_along_axis(found, scores.top.astype(np.int64), True, axis=1)
    counts = ratings.liked.counts()[held.items]
    hit = found[held.users, held.items]
    groups = []
    for rows in np.array_split(np.argsort(counts, kind="stable"), n_groups):
        if len(rows):
            span = f"liked by {counts[rows].min():,} to {counts[rows].max():,}"
            groups.append((span, float(hit[rows].mean()), len(rows)))
    return groups
