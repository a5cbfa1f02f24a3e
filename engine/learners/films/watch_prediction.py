"""Will this viewer watch this film? Learned rows of ids and genres inside a small network (Covington et al., 2016)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

import numpy as np

from engine.algorithms.film import Film
from engine.algorithms.probability import sigmoid
from engine.algorithms.towers import watch_training
from engine.algorithms.towers.watch_network import TABLES, Facts, Forward, Network, Pairs, Viewers
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.films import watch_step
from engine.insight.films.watch_step import WatchChance
from engine.learners.base import Estimate
from engine.learners.films.contract import FILMED, Recommender, Scored, item_embedding, one_space, usual_items
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class WatchPrediction(Recommender):
    """p = sigmoid of a small network over a viewer and a film: yes for the films watched, no for films drawn at random.

    The film comes in as a learned row of its id and the mean of learned rows of its genres; the viewer as the mean of
    learned rows of the films watched and of their genres (the film asked about left out) and, where the data have them,
    of the words searched for. Beside them stand the inner products, the year, how many others watched the film and how
    many films the viewer did; then one hidden layer, and the products once more, straight. p is a chance among one film
    watched and `n_negatives` random ones.

    Fit: embeddings "item" (of a film its row and beside it the mean row of its genres: the row alone holds only what
    genres leave open), "user" (the means for a viewer; its inner product with an item is the sum of all products),
    "together", "context" (a film's part in these means), "genre" and "term" (words searched for); arrays of the tables;
    history step (epochs) and loss (log loss a pair); snapshots of the films watched by most.
    """

    step_unit: ClassVar[str] = "epochs"

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
    version: ClassVar[int] = 3
    """Since version 2 random films are mostly well-known ones, products go straight to p, and vectors hold genres;
    since version 3 words searched for are told, where there are any."""
    context: ClassVar[str] = "each film as one that the viewer has watched"
    explained: ClassVar[Mapping[str, str]] = {"viewer": "viewer", "film": "film"}

    target: Literal["watch", "like"] = choice(
        "watch", {"watch": "Watch it", "like": "Like it"}, label="Will the viewer",
        help="Whether every rating counts as a yes, or only those from which a film counts as liked.",
    )  # fmt: skip
    n_components: int = integer(16, 2, 200, label="Dimensions", help="Numbers per film, of either kind.", step=8)
    n_genre_components: int = integer(4, 1, 50, label="Genre dimensions", help="Numbers per genre.")
    n_hidden: int = integer(32, 1, 256, label="Hidden units", help="Rectified units between inputs and answer.", step=8)
    n_negatives: int = integer(
        4, 1, 20, label="Random negatives", help="Random films, for each film watched, to which the answer is no."
    )
    n_epochs: int = integer(6, 1, 100, label="Epochs", help="How often all ratings are gone through.")
    batch_size: int = integer(
        8192, 16, 65_536, label="Largest batch", step=512, advanced=True,
        help=f"Pairs of a step; fewer where an epoch would have less than {watch_training.FEWEST_STEPS} steps.",
    )  # fmt: skip
    learning_rate: float = real(
        0.01, 0.0001, 1.0, label="Learning rate", help="Length of the first step (Adam); it falls to 0.", step=0.005,
        advanced=True,
    )  # fmt: skip
    decay: float = real(
        1e-5, 0.0, 1.0, label="Weight decay", step=1e-5, help="Pulls the learned rows towards 0.", advanced=True
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Train on the training rows and fresh random films in every epoch; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        self.require(dataset)
        known = self.watched(dataset)
        rng = np.random.default_rng(self.seed)
        film = Film(np.argsort(-known.counts(), kind="stable")[:FILMED], self.n_epochs)
        network, history = watch_training.train(
            known.matrix(), self._facts(dataset), self._settings(), rng, report, known.searched, film
        )
        arrays = dict(zip(TABLES, network.tables, strict=True))
        embeddings = self._embeddings(dataset, arrays, _viewers_of(known))
        summary = {"loss": round(history["loss"][-1], 4), "seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, arrays, history, Snapshots(*film.snapshots()), summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the pairs, and the tables that each step moves."""
        return Estimate(
            *watch_training.cost(
                len(self.watched(dataset).items), dataset.n_items, len(dataset.terms), self._settings()
            )
        )

    def require(self, dataset: Ratings) -> None:
        """At least three films must have been liked."""
        usual_items(dataset, 1)

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        return Scored(
            "Log-odds", "of the chance p among random films, ln p / (1 - p): below 0 where p is less than one half."
        )

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """The log-odds of films; see `Recommender.scores`."""
        network, viewers = self.network(fit, ratings), _viewers_of(self._of(histories, ratings))
        return network.of_all(viewers, slice(None) if items is None else items)

    def pair_vectors(self, fit: Fit) -> tuple[Embedding, Embedding]:
        """Films watched, and films asked about: their inner products are part of the log-odds."""
        return fit.context, fit.main

    def forward(self, fit: Fit, ratings: Ratings, history: Histories, items: np.ndarray) -> Forward:
        """Films (b,) for the first viewer of `history` through the network; those of the history are left out of it."""
        known = self._of(history, ratings)
        pairs = Pairs(np.zeros(len(items), dtype=np.int64), np.asarray(items), np.isin(items, known.of(0)))
        return self.network(fit, ratings).forward(pairs, _viewers_of(known))

    def chance(self, fit: Fit, ratings: Ratings, viewer: int, film: int) -> WatchChance:
        """The chance that a viewer watches (or likes) a film, asked as if it were not in the history."""
        history = ratings.history(viewer)
        logit = self.forward(fit, ratings, history, np.array([film])).logits[0]
        others = np.setdiff1d(np.arange(ratings.n_items), np.append(history.of(0), film))
        above = self.scores(fit, ratings, history, others)[0] > logit
        silent = self.forward(fit, ratings, replace(history, searched=None), np.array([film])).logits[0]
        return WatchChance(
            float(sigmoid(logit)), float(sigmoid(silent)), int(above.sum()) + 1, len(others) + 1, self.target,
            self.n_negatives,
        )  # fmt: skip

    def explain(self, fit: Fit, dataset: Ratings, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The forward pass of one pair."""
        passed = self.forward(fit, dataset, dataset.history(chosen["viewer"]), np.array([chosen["film"]]))
        return watch_step.explained(passed, fit.arrays["weights"], fit.arrays["bias"], fit.arrays["output"])

    def network(self, fit: Fit, ratings: Ratings) -> Network:
        """The trained network of a fit."""
        return Network(self._facts(ratings), fit.arrays)

    def watched(self, ratings: Ratings) -> Histories:
        """The training rows to which the answer is yes."""
        return ratings.train if self.target == "watch" else ratings.liked

    def _of(self, histories: Histories, ratings: Ratings) -> Histories:
        return histories if self.target == "watch" else histories.liked(ratings.liked_from)

    def _facts(self, ratings: Ratings) -> Facts:
        watched = self.watched(ratings)
        return Facts.of(ratings.item_genres, ratings.years, watched.counts(), watched.lengths)

    def _settings(self) -> watch_training.Settings:
        return watch_training.Settings(
            self.n_components, self.n_genre_components, self.n_hidden, self.n_negatives, self.n_epochs,
            self.batch_size, self.learning_rate, self.decay,
        )  # fmt: skip

    def _embeddings(self, ratings: Ratings, tables: Mapping[str, np.ndarray], viewers: Viewers) -> dict[str, Embedding]:
        facts, rows = self._facts(ratings), tables["genre_rows"]
        of_films, of_viewers = facts.genres @ rows, viewers.genre_means(facts) @ rows
        means = viewers.means(tables["history_rows"])
        if ratings.terms:
            means = means + viewers.term_means(tables["term_rows"])
        sides = np.hstack([means, of_viewers])
        found = one_space(np.hstack([tables["film_rows"], of_films]), sides, ratings)
        found["context"] = item_embedding(np.hstack([tables["history_rows"], of_films]), ratings)
        if ratings.genres:
            counts = ratings.item_genres.sum(axis=0)
            found["genre"] = Embedding(tables["genre_rows"], ratings.genres, {"count": counts})
        if ratings.terms:
            viewers_of = np.bincount(ratings.searched[:, 1], minlength=len(ratings.terms))
            found["term"] = Embedding(tables["term_rows"], ratings.terms, {"count": viewers_of})
        return found


def _viewers_of(known: Histories) -> Viewers:
    """Histories, with what was searched for, as the network takes them."""
    return Viewers(known.matrix(), known.searched)
