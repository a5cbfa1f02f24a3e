"""Matrix factorization of stars with biases (Koren, Bell and Volinsky, 2009), by ALS or SGD."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine.algorithms.als import biased
from engine.algorithms.als.sides import Side
from engine.algorithms.film import Film
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.learners.base import Estimate
from engine.learners.films.contract import FILMED, Recommender, Scored, of_items, one_space
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class BiasedFactors(Recommender):
    """Stars = mean + bias of the viewer + bias of the film + p . q.

    Minimizes, over the ratings, the squared error plus lambda times |p|^2 + |q|^2 + both biases squared: a viewer or
    film with n ratings is penalized n times. Fit: embeddings "item", "user" and "together"; arrays item_bias and mean;
    history step, loss (mean squared error with penalties for ALS, without for SGD) and held_out_loss (the same of stars
    that are held out, without penalties; nothing is learned from them); summary rmse of the stars that are known, and
    where some are held out held_out_rmse of these, beside mean_rmse, that of telling the mean of the known ones.
    """

    step_unit: ClassVar[str] = "epochs"

    name = "biased_factors"
    title = "Factors with biases"
    papers = (
        Paper(
            "Koren, Bell and Volinsky",
            2009,
            "Matrix factorization techniques for recommender systems",
            "doi:10.1109/MC.2009.263",
        ),
    )

    n_components: int = integer(16, 2, 200, label="Dimensions", help="Numbers per film and viewer.", step=4)
    solver: Literal["als", "sgd"] = choice(
        "als", {"als": "Alternating least squares", "sgd": "Stochastic gradient descent"}, label="Trained by",
        help="ALS solves for one side at a time exactly; SGD takes a small step after each rating.",
    )  # fmt: skip
    regularization: float = real(
        0.1, 0.0001, 10.0, label="Regularization", step=0.02, help="Keeps vectors and biases short, for each rating."
    )
    learning_rate: float = real(
        0.01, 0.0001, 0.5, label="Learning rate", step=0.005, help="Length of a step of SGD.", advanced=True
    )
    n_epochs: int = integer(15, 1, 200, label="Sweeps", help="How often all ratings are gone through.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Train on the stars; raises InputError where there are none. See `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        self.require(dataset)
        train = dataset.train
        rated = biased.Rated(train.offsets, train.items, train.stars, train.n_items)
        mean = float(rated.stars.mean())
        counts = np.bincount(train.items, minlength=train.n_items)
        film = Film(np.argsort(-counts, kind="stable")[:FILMED], self.n_epochs)
        rng = np.random.default_rng(self.seed)
        unseen = dataset.everything.only(dataset.held_out)
        held_out = biased.Rated(unseen.offsets, unseen.items, unseen.stars, unseen.n_items)
        factors, history = biased.train(rated, mean, self._settings(), rng, report, film, held_out)
        embeddings = one_space(factors.items, factors.users, dataset)
        arrays = {"item_bias": factors.item_bias, "mean": np.array([mean])}
        rmse = round(biased.root_mean_square(rated, mean, factors), 4)
        kept = Snapshots(*film.snapshots())
        summary = {"rmse": rmse, **_held_out(history, held_out, mean), "seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, arrays, history, kept, summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the ratings, and for ALS the systems to solve."""
        return Estimate(*biased.cost(len(dataset.users), dataset.n_users + dataset.n_items, self._settings()))

    def require(self, dataset: Ratings) -> None:
        """There must be stars."""
        if not dataset.explicit:
            raise InputError(
                "These data say who had what, not how it was liked; choose Implicit ALS or another method for likings.",
                "E-TRN-07",
            )

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        return Scored(
            "Stars beyond the viewer's mean",
            "predicted; below 0 are films that would please less than this viewer's average.",
        )

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """Predicted stars less the viewer's own mean, for viewers solved for; see `Recommender.scores`."""
        vectors, bias = fit.main.vectors.astype(np.float64), fit.arrays["item_bias"]
        side = Side(histories.offsets.astype(np.int64), histories.items)
        residuals = histories.stars.astype(np.float64) - fit.arrays["mean"][0]
        users, _ = biased.solve(side, residuals, vectors, bias, self.regularization)
        return (users @ of_items(vectors, items).T + of_items(bias, items)).astype(np.float32)

    def _settings(self) -> biased.Settings:
        return biased.Settings(self.n_components, self.solver, self.regularization, self.learning_rate, self.n_epochs)


def _held_out(history: Mapping[str, list[float]], held_out: biased.Rated, mean: float) -> dict[str, float]:
    """How far the held-out stars are told wrongly, in stars, by the factors and by the mean."""
    if not len(held_out.stars):
        return {}
    by_mean = float(np.sqrt(np.mean((held_out.stars - mean) ** 2)))
    return {"held_out_rmse": round(history["held_out_loss"][-1] ** 0.5, 4), "mean_rmse": round(by_mean, 4)}
