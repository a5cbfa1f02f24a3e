"""Two towers: viewers by what they liked, films by what they are, into one space (Yi et al., 2019)."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine import limits
from engine.algorithms.adam import Adam
from engine.algorithms.probability import exponentials
from engine.algorithms.towers.sums import summed
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.contract import (
    LIBRARY_MEGABYTES,
    START_SECONDS,
    Recommender,
    liked_of,
    one_space,
    usual_items,
)
from engine.papers import Paper
from engine.report import Report, Silent, require_finite, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

INITIAL_SPREAD = 0.1
YEARS_A_COLUMN = 10
SECONDS_PER_LOGIT = 3e-9
SECONDS_PER_NUMBER = 6e-9
"""Per number of the tables and step: gradients and Adam."""


@dataclass(frozen=True)
class TwoTower(Recommender):
    """A viewer is the mean of learned rows of the films liked (the target left out) plus learned rows of their mean
    genres; a film is the sum of learned rows of its identity, genres and decade. Their inner product is to be high for
    likings and low for the films of the other pairs of a batch and some random ones (Yang et al., 2020), corrected for
    how often each film comes up. A film that nobody liked has no identity row, and is placed by genres and decade.

    Fit: embeddings "item", "user" and "together"; arrays of both towers (history_rows, genre_rows, item_rows) and cold,
    the films placed by features alone; history step (epochs) and loss.
    """

    name = "two_tower"
    title = "Two towers"
    papers = (
        Paper(
            "Yi et al.",
            2019,
            "Sampling-bias-corrected neural modeling for large corpus item recommendations",
            "doi:10.1145/3298689.3346996",
        ),
    )

    n_components: int = integer(32, 2, 200, label="Dimensions", help="Numbers per film and viewer.", step=8)
    n_epochs: int = integer(12, 1, 200, label="Epochs", help="How often all likings are gone through.")
    batch_size: int = integer(
        1024, 16, 8192, label="Batch", step=128, advanced=True,
        help="Likings of a step; each film of a batch is a negative for the others.",
    )  # fmt: skip
    n_random: int = integer(
        512, 0, 8192, label="Random negatives", step=128, help="Further films of each step, drawn evenly."
    )
    cold_share: float = real(
        0.0, 0.0, 0.5, label="Films kept unseen", step=0.05,
        help="So many films are trained without their ratings, to see where genres and year alone put them.",
    )  # fmt: skip
    learning_rate: float = real(0.01, 0.0001, 1.0, label="Learning rate", help="Length of a step (Adam).", step=0.005,
                                advanced=True)  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train both towers; see `Learner.fit`."""
        from threadpoolctl import threadpool_limits

        begun = time.monotonic()
        stop_if_cancelled(report)
        usual_items(dataset, 1)
        rng = np.random.default_rng(self.seed)
        cold = (dataset.liked.counts() == 0) | (rng.random(dataset.n_items) < self.cold_share)
        towers = _Towers(dataset, cold, self.n_components, rng)
        history: dict[str, list[float]] = {"step": [], "loss": []}
        with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
            for epoch, loss in enumerate(self._epochs(towers, rng, report), 1):
                require_finite(loss, epoch, self.learning_rate)
                history["step"].append(epoch)
                history["loss"].append(loss)
                report.progress(epoch, self.n_epochs, "epochs", loss=round(loss, 4))
        history_rows, genre_rows, item_rows = towers.tables
        arrays = {"history_rows": history_rows, "genre_rows": genre_rows, "item_rows": item_rows, "cold": cold}
        users = _viewers(dataset.liked, dataset, arrays)
        embeddings = one_space(towers.features @ item_rows, users, dataset)
        summary = {"cold_films": int(cold.sum()), "loss": round(history["loss"][-1], 4)}
        return Fit(embeddings, arrays, history, None, summary | {"seconds": round(time.monotonic() - begun, 2)})

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the steps, and the tables that each of them moves."""
        likings = len(dataset.liked.items)
        steps = self.n_epochs * (likings / self.batch_size + 1)
        logits = min(self.batch_size, likings) * (self.batch_size + self.n_random)
        numbers = 2.0 * dataset.n_items * self.n_components
        seconds = START_SECONDS + steps * (logits * SECONDS_PER_LOGIT + numbers * SECONDS_PER_NUMBER)
        return Estimate(seconds, LIBRARY_MEGABYTES + (40 * numbers + 16.0 * logits) / limits.MB)

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories) -> np.ndarray:
        """The tower of viewers for each history, times the films; see `Recommender.scores`."""
        users = _viewers(liked_of(histories, ratings.liked_from), ratings, fit.arrays)
        return (users @ fit.main.vectors.T).astype(np.float32)

    def _epochs(self, towers: "_Towers", rng: np.random.Generator, report: Report) -> Iterator[float]:
        """Train in place; yields the mean loss of each epoch."""
        optimizer = Adam(towers.tables, self.learning_rate)
        for _ in range(self.n_epochs):
            order = rng.permutation(len(towers.items))
            total = 0.0
            for start in range(0, len(order), self.batch_size):
                stop_if_cancelled(report)
                pairs = order[start : start + self.batch_size]
                random = rng.choice(towers.warm, min(self.n_random, len(towers.warm)), replace=False)
                loss, gradients = towers.step(pairs, random)
                total += loss
                for table, gradient in enumerate(gradients):
                    optimizer.step(table, slice(None), gradient)
            yield total / len(order)


class _Towers:
    """The likings to train on, the features of both sides, and the three tables that are learned."""

    def __init__(self, ratings: Ratings, cold: np.ndarray, n_components: int, rng: np.random.Generator):
        likings = ratings.liked
        warm_rows = ~cold[likings.items]
        self.users, self.items = likings.users[warm_rows], likings.items[warm_rows]
        self.warm = np.flatnonzero(~cold)
        self.features = item_features(ratings, cold)
        known = likings.matrix((~cold[likings.items]).astype(float)).astype(np.float32)
        known.eliminate_zeros()
        self._known, self._genres = known, ratings.item_genres.astype(np.float32)
        self._lengths = np.asarray(known.sum(axis=1)).ravel()
        counts = np.bincount(self.items, minlength=ratings.n_items)
        self._share = counts / max(counts.sum(), 1)
        sizes = (ratings.n_items, len(ratings.genres), self.features.shape[1])
        self.tables = [(INITIAL_SPREAD * rng.standard_normal((n, n_components))).astype(np.float32) for n in sizes]

    def step(self, pairs: np.ndarray, random: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """Loss of some likings, and the gradients of the three tables.

        A film counts as drawn with the expected number of times it stands in the batch or among the random ones; the
        logarithm of that is taken off its score, so that popular films are not pushed away for being popular.
        """
        history_rows, genre_rows, item_rows = self.tables
        users, targets = self.users[pairs], self.items[pairs]
        columns, place = np.unique(np.concatenate([targets, random]), return_inverse=True)
        rest = np.maximum(self._lengths[users] - 1, 1)[:, None].astype(np.float32)
        present, viewer = np.unique(users, return_inverse=True)  # a sum for each viewer serves all of their likings
        rows = self._known[present]
        vectors = ((rows @ history_rows)[viewer] - history_rows[targets]) / rest
        means = ((rows @ self._genres)[viewer] - self._genres[targets]) / rest
        vectors = (vectors + means @ genre_rows).astype(np.float32)
        features = self.features[columns]
        drawn = len(pairs) * self._share[columns] + len(random) / len(self.warm)
        films = (features @ item_rows).astype(np.float32)
        loss, of_users, of_items = pick_step(vectors, films, -np.log(drawn).astype(np.float32), place[: len(pairs)])
        scale = 1 / len(pairs)
        spread = of_users / rest
        of_history = rows.T @ summed(spread, viewer, len(present)) - summed(spread, targets, len(history_rows))
        return loss, [of_history * scale, means.T @ of_users * scale, features.T @ of_items * scale]


def pick_step(
    users: np.ndarray, items: np.ndarray, bias: np.ndarray, wanted: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Cross-entropy of the softmax over items, summed over viewers, and its gradients by users and by items.

    users: (b, k); items: (n, k); bias: (n,); wanted: int (b,) the item that each viewer is to pick. The matrix of
    (b, n) chances is gone over as seldom as can be: bias, sums and divisions are part of the products.
    """
    ones = np.ones((len(users), 1), dtype=users.dtype)
    logits = np.hstack([users, ones]) @ np.column_stack([items, bias]).T
    picked = logits[np.arange(len(users)), wanted]
    chances, largest = exponentials(logits, out=logits)  # (b, n), (b, 1); not divided by their sums yet
    weighted = chances @ np.column_stack([items, np.ones(len(items), dtype=items.dtype)])
    sums = weighted[:, -1:]
    loss = float((np.log(sums[:, 0]) + largest[:, 0] - picked).sum())
    of_users = weighted[:, :-1] / sums - items[wanted]
    return loss, of_users, chances.T @ (users / sums) - summed(users, wanted, len(items))


def item_features(ratings: Ratings, cold: np.ndarray) -> "csr_array":
    """Films by what is known of them, float32 (n_items, n_features): identity (0 for cold films), genres, decade."""
    from scipy.sparse import csr_array, diags_array, hstack

    decades = ratings.years // YEARS_A_COLUMN
    known = np.unique(decades[ratings.years > 0])
    of_decade = (decades[:, None] == known[None, :]) & (ratings.years > 0)[:, None]
    identity = diags_array((~cold).astype(np.float32))
    parts = [identity, csr_array(ratings.item_genres.astype(np.float32)), csr_array(of_decade.astype(np.float32))]
    return csr_array(hstack(parts, format="csr", dtype=np.float32))


def viewer_parts(
    likings: Histories, ratings: Ratings, tables: Mapping[str, np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    """What the tower of viewers adds up, each (n_users, n_components): by the films liked, and by their genres."""
    matrix = likings.matrix((~tables["cold"][likings.items]).astype(float))
    lengths = np.maximum(np.asarray(matrix.sum(axis=1)).ravel(), 1)[:, None]
    means = matrix @ ratings.item_genres.astype(float) / lengths
    return matrix @ tables["history_rows"] / lengths, means @ tables["genre_rows"]


def _viewers(likings: Histories, ratings: Ratings, tables: Mapping[str, np.ndarray]) -> np.ndarray:
    """The tower of viewers: float32 (n_users, n_components)."""
    return np.add(*viewer_parts(likings, ratings, tables)).astype(np.float32)
