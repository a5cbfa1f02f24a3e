"""Will this viewer watch this film? Learned rows of ids and genres inside a small network (Covington et al., 2016)."""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import limits
from engine.algorithms.adam import Adam
from engine.algorithms.probability import binary_cross_entropy, sigmoid
from engine.algorithms.towers.watch_network import ROWS, TABLES, Facts, Forward, Network, Pairs, Viewers
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.contract import (
    LIBRARY_MEGABYTES,
    START_SECONDS,
    Recommender,
    item_embedding,
    liked_of,
    one_space,
    usual_items,
)
from engine.papers import Paper
from engine.report import Report, Silent, require_finite, stop_if_cancelled

FEWEST_STEPS = 50
"""Of an epoch."""
SECONDS_PER_PRODUCT = 0.2e-9
SECONDS_PER_NUMBER = 6e-9
"""Per number of the tables and step: gradients and Adam."""


@dataclass(frozen=True)
class WatchPrediction(Recommender):
    """p = sigmoid of a small network over a viewer and a film: yes for the films watched, no for films drawn at random.

    The film comes in as a learned row of its id and the mean of learned rows of its genres; the viewer as the mean of
    learned rows of the films watched and of their genres (the film asked about left out); beside them the two inner
    products, the year, how many others watched the film and how many films the viewer did; then one hidden layer.
    p is a chance among one film watched and `n_negatives` random ones. Fit: embeddings "item" (film rows), "user"
    (means of history rows), "together", "history" (the rows that are averaged) and "genre"; arrays of the tables;
    history step (epochs) and loss (log loss a pair).
    """

    name = "watch_prediction"
    title = "Watch prediction"
    papers = (
        Paper(
            "Covington, Adams and Sargin",
            2016,
            "Deep neural networks for YouTube recommendations",
            "doi:10.1145/2959100.2959190",
        ),
    )

    target: Literal["watch", "like"] = choice(
        "watch", {"watch": "Watch it", "like": "Like it"}, label="Will the viewer",
        help="Whether every rating counts as a yes, or only those from which a film counts as liked.",
    )  # fmt: skip
    n_components: int = integer(16, 2, 200, label="Dimensions", help="Numbers per film, of either kind.", step=8)
    n_genre_components: int = integer(4, 1, 50, label="Genre dimensions", help="Numbers per genre.")
    n_hidden: int = integer(32, 1, 256, label="Hidden units", help="Rectified units between inputs and answer.", step=8)
    n_negatives: int = integer(
        4, 1, 20, label="Random negatives", help="Films drawn evenly, for each film watched, to which the answer is no."
    )
    n_epochs: int = integer(4, 1, 100, label="Epochs", help="How often all ratings are gone through.")
    batch_size: int = integer(
        8192, 16, 65_536, label="Largest batch", step=512, advanced=True,
        help=f"Pairs of a step; fewer where an epoch would have less than {FEWEST_STEPS} steps.",
    )  # fmt: skip
    learning_rate: float = real(0.01, 0.0001, 1.0, label="Learning rate", help="Length of a step (Adam).", step=0.005,
                                advanced=True)  # fmt: skip
    decay: float = real(
        1e-5, 0.0, 1.0, label="Weight decay", step=1e-5, help="Pulls the learned rows towards 0.", advanced=True
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train on the training rows and fresh random films in every epoch; see `Learner.fit`."""
        from threadpoolctl import threadpool_limits

        begun = time.monotonic()
        stop_if_cancelled(report)
        usual_items(dataset, 1)
        watched = self.watched(dataset)
        rng = np.random.default_rng(self.seed)
        sizes = self.n_components, self.n_genre_components, self.n_hidden
        network = Network.drawn(Facts.of(dataset, watched), *sizes, -np.log(self.n_negatives), rng)
        history: dict[str, list[float]] = {"step": [], "loss": []}
        with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
            for epoch, loss in enumerate(self._epochs(network, watched, rng, report), 1):
                require_finite(loss, epoch, self.learning_rate)
                history["step"].append(epoch)
                history["loss"].append(loss)
                report.progress(epoch, self.n_epochs, "epochs", loss=round(loss, 4))
        arrays = dict(zip(TABLES, network.tables, strict=True))
        embeddings = self._embeddings(dataset, arrays, Viewers(watched))
        summary = {"loss": round(history["loss"][-1], 4), "seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, arrays, history, None, summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the pairs, and the tables that each step moves."""
        pairs = (1.0 + self.n_negatives) * len(self.watched(dataset).items)
        steps = self.n_epochs * self._n_steps(int(pairs))
        numbers = 2.0 * dataset.n_items * self.n_components
        inputs = 2 * (self.n_components + self.n_genre_components) + 5
        seconds = self.n_epochs * pairs * 4 * inputs * self.n_hidden * SECONDS_PER_PRODUCT
        seconds += steps * (numbers + len(self.watched(dataset).items)) * SECONDS_PER_NUMBER
        return Estimate(START_SECONDS + seconds, LIBRARY_MEGABYTES + (40 * numbers + 60 * pairs) / limits.MB)

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories) -> np.ndarray:
        """The log-odds of every film; see `Recommender.scores`."""
        return self.network(fit, ratings).of_all(Viewers(self._of(histories, ratings)))

    def forward(self, fit: Fit, ratings: Ratings, history: Histories, items: np.ndarray) -> Forward:
        """Films (b,) for the first viewer of `history` through the network; those of the history are left out of it."""
        known = self._of(history, ratings)
        pairs = Pairs(np.zeros(len(items), dtype=np.int64), np.asarray(items), np.isin(items, known.of(0)))
        return self.network(fit, ratings).forward(pairs, Viewers(known))

    def network(self, fit: Fit, ratings: Ratings) -> Network:
        """The trained network of a fit."""
        return Network(Facts.of(ratings, self.watched(ratings)), fit.arrays)

    def watched(self, ratings: Ratings) -> Histories:
        """The training rows to which the answer is yes."""
        return ratings.train if self.target == "watch" else ratings.liked

    def _of(self, histories: Histories, ratings: Ratings) -> Histories:
        return histories if self.target == "watch" else liked_of(histories, ratings.liked_from)

    def _n_steps(self, n_pairs: int) -> int:
        return max(FEWEST_STEPS, -(-n_pairs // self.batch_size))

    def _epochs(
        self, network: Network, watched: Histories, rng: np.random.Generator, report: Report
    ) -> Iterator[float]:
        """Train the tables in place; yields the mean log loss of each epoch."""
        optimizer, viewers = Adam(network.tables, self.learning_rate), Viewers(watched)
        for _ in range(self.n_epochs):
            pairs, yes = drawn_pairs(watched, self.n_negatives, rng)
            total = 0.0
            for rows in np.array_split(rng.permutation(len(yes)), self._n_steps(len(yes))):
                stop_if_cancelled(report)
                loss, gradients = self._step(network, viewers, pairs.rows(rows), yes[rows])
                total += loss
                for place, gradient in enumerate(gradients):
                    optimizer.step(place, slice(None), gradient)
            yield total / len(yes)

    def _step(
        self, network: Network, viewers: Viewers, pairs: Pairs, yes: np.ndarray
    ) -> tuple[float, list[np.ndarray]]:
        """Summed log loss of some pairs, and the gradients of its mean with the decay of the learned rows."""
        passed = network.forward(pairs, viewers)
        loss = float(binary_cross_entropy(passed.logits, yes).sum())
        slopes = (sigmoid(passed.logits) - yes) / max(len(yes), 1)
        gradients = network.backward(pairs, viewers, passed, slopes.astype(np.float32))
        for place in ROWS:
            gradients[place] = gradients[place] + self.decay * network.tables[place]
        return loss, gradients

    def _embeddings(self, ratings: Ratings, tables: Mapping[str, np.ndarray], viewers: Viewers) -> dict[str, Embedding]:
        found = one_space(tables["film_rows"], viewers.means(tables["history_rows"]), ratings)
        found["history"] = item_embedding(tables["history_rows"], ratings)
        if ratings.genres:
            counts = ratings.item_genres.sum(axis=0)
            found["genre"] = Embedding(tables["genre_rows"], ratings.genres, {"count": counts})
        return found


def drawn_pairs(watched: Histories, n_negatives: int, rng: np.random.Generator) -> tuple[Pairs, np.ndarray]:
    """Every (viewer, film) of some histories, then `n_negatives` films for each that the viewer has not: drawn evenly.

    Returns the pairs and bool (n,) which of them are those of the histories. A viewer who has every film gets none.
    """
    users = np.repeat(watched.users, n_negatives)
    users = users[watched.lengths[users] < watched.n_items]
    taken = np.sort(watched.users * watched.n_items + watched.items)
    items = rng.integers(0, watched.n_items, len(users))
    bad = np.flatnonzero(_holds(taken, users * watched.n_items + items))
    while len(bad):
        items[bad] = rng.integers(0, watched.n_items, len(bad))
        bad = bad[_holds(taken, users[bad] * watched.n_items + items[bad])]
    own = np.arange(len(watched.items) + len(users)) < len(watched.items)
    pairs = Pairs(np.concatenate([watched.users, users]), np.concatenate([watched.items, items]), own)
    return pairs, own


def _holds(taken: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Which of `wanted` stand in the sorted `taken`, bool."""
    places = np.minimum(np.searchsorted(taken, wanted), len(taken) - 1)
    return taken[places] == wanted
