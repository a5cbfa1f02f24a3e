"""Matrix factorization of what was liked, by alternating least squares (Hu, Koren and Volinsky, 2008)."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.algorithms.als import implicit
from engine.algorithms.als.sides import Side
from engine.algorithms.film import Film
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.films import solved_row
from engine.learners.base import Estimate
from engine.learners.films.contract import FILMED, Recommender, Scored, of_items, one_space
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class ImplicitALS(Recommender):
    """Vectors p, q such that p . q is 1 where liked and 0 elsewhere; what was liked weighs 1 + alpha times.

    Minimizes sum over all pairs of c (x - p . q)^2 + lambda (sum |p|^2 + sum |q|^2), c = 1 + alpha where x = 1, else 1:
    exactly for one side at a time, so the objective falls with every sweep. Fit: embeddings "item", "user" and
    "together"; history step (sweeps) and loss (the objective per liking).
    """

    step_unit: ClassVar[str] = "sweeps"

    name = "implicit_als"
    title = "Implicit ALS"
    papers = (
        Paper(
            "Hu, Koren and Volinsky",
            2008,
            "Collaborative filtering for implicit feedback datasets",
            "doi:10.1109/ICDM.2008.22",
        ),
    )
    explained: ClassVar[Mapping[str, str]] = {"viewer": "viewer"}

    n_components: int = integer(32, 2, 200, label="Dimensions", help="Numbers per film and viewer.", step=8)
    alpha: float = real(
        4.0, 0.01, 1000.0, label="Weight of a liking", step=1.0,
        help="How many times more a liking counts than a film that was not watched.",
    )  # fmt: skip
    regularization: float = real(
        10.0, 0.0001, 10_000.0, label="Regularization", step=1.0, help="Keeps vectors short; more for few data."
    )
    n_epochs: int = integer(8, 1, 100, label="Sweeps", help="How often both sides are solved for.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Solve for viewers and items in turn; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        rng = np.random.default_rng(self.seed)
        film = Film(np.argsort(-dataset.liked.counts(), kind="stable")[:FILMED], self.n_epochs)
        found = implicit.train(_side(dataset.liked), dataset.n_items, self._settings(), rng, report, film)
        users, items, history = found
        summary = {"loss": round(history["loss"][-1], 5), "seconds": round(time.monotonic() - begun, 2)}
        return Fit(one_space(items, users, dataset), {}, history, Snapshots(*film.snapshots()), summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the systems to solve: one for each viewer and item."""
        return Estimate(*implicit.cost(dataset.liked.lengths, dataset.liked.counts(), self._settings()))

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        return Scored(
            "Inner product",
            "of the viewer's vector and the film's, trained to be 1 for films liked and 0 for all others.",
        )

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """Vectors solved for the histories, times the items; see `Recommender.scores`."""
        users = self._solved(fit, histories.liked(ratings.liked_from))
        return users.astype(np.float32) @ of_items(fit.main.vectors, items).T

    def explain(self, fit: Fit, dataset: Ratings, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The equations that the viewer's vector solves."""
        liked = dataset.history(chosen["viewer"]).liked(dataset.liked_from)
        vector = self._solved(fit, liked)[0]
        row = solved_row.solved_row(fit.main.vectors, liked.of(0), vector, self.alpha, self.regularization)
        return (solved_row.explained(row, self.alpha, self.regularization),)

    def _solved(self, fit: Fit, likings: Histories) -> np.ndarray:
        return implicit.solve(_side(likings), fit.main.vectors.astype(np.float64), self._settings())

    def _settings(self) -> implicit.Settings:
        return implicit.Settings(self.n_components, self.alpha, self.regularization, self.n_epochs)


def _side(likings: Histories) -> Side:
    return Side(likings.offsets.astype(np.int64), likings.items)
