"""Matrix factorization of stars with biases (Koren, Bell and Volinsky, 2009), by ALS or SGD."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import limits
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.fields import choice, integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.contract import LIBRARY_MEGABYTES, START_SECONDS, Recommender, one_space
from engine.learners.films.implicit_als import Side, sides
from engine.papers import Paper
from engine.report import Report, Silent, require_finite, stop_if_cancelled

INITIAL_SPREAD = 0.1
SECONDS_PER_SOLVE = 1e-9
SECONDS_PER_STEP = 4e-9


@dataclass
class Factors:
    """Vectors (n, k) and biases (n,) of both sides, float64."""

    users: np.ndarray
    items: np.ndarray
    user_bias: np.ndarray
    item_bias: np.ndarray


@dataclass(frozen=True)
class BiasedFactors(Recommender):
    """Stars = mean + bias of the viewer + bias of the film + p . q.

    Minimizes, over the ratings, the squared error plus lambda times |p|^2 + |q|^2 + both biases squared: a viewer or
    film with n ratings is penalized n times. Fit: embeddings "item", "user" and "together"; arrays item_bias and mean;
    history step and loss (mean squared error with penalties for ALS, without for SGD).
    """

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

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train on the stars; raises InputError where there are none. See `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        if not dataset.explicit:
            raise InputError(
                "These data say who had what, not how it was liked; choose Implicit ALS or another method for likings.",
                "E-TRN-07",
            )
        rated = dataset.train
        mean = float(rated.stars.mean())
        rng = np.random.default_rng(self.seed)
        users, items = (
            INITIAL_SPREAD * rng.standard_normal((n, self.n_components)) for n in (dataset.n_users, dataset.n_items)
        )
        factors = Factors(users, items, np.zeros(dataset.n_users), np.zeros(dataset.n_items))
        sweep = self._alternate if self.solver == "als" else self._descend
        history: dict[str, list[float]] = {"step": [], "loss": []}
        for step, loss in enumerate(sweep(rated, mean, factors, rng), 1):
            stop_if_cancelled(report)
            require_finite(loss, step, self.learning_rate)
            history["step"].append(step)
            history["loss"].append(loss)
            report.progress(step, self.n_epochs, "sweeps", loss=round(loss, 5))
        embeddings = one_space(factors.items, factors.users, dataset)
        arrays = {"item_bias": factors.item_bias, "mean": np.array([mean])}
        summary = {
            "rmse": round(root_mean_square(rated, mean, factors), 4),
            "seconds": round(time.monotonic() - begun, 2),
        }
        return Fit(embeddings, arrays, history, None, summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the ratings, and for ALS the systems to solve."""
        n_rows, size, k = len(dataset.users), dataset.n_users + dataset.n_items, self.n_components
        if self.solver == "als":
            seconds = self.n_epochs * SECONDS_PER_SOLVE * (2.0 * n_rows * k**2 + size * k**3)
        else:
            seconds = self.n_epochs * SECONDS_PER_STEP * n_rows * k
        return Estimate(START_SECONDS + seconds, LIBRARY_MEGABYTES + (24.0 * k * size + 40 * n_rows) / limits.MB)

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories) -> np.ndarray:
        """Predicted stars less the viewer's own mean, for viewers solved for; see `Recommender.scores`."""
        items = fit.embeddings["item"].vectors.astype(np.float64)
        side = Side(histories.offsets.astype(np.int64), histories.items)
        residuals = histories.stars.astype(np.float64) - fit.arrays["mean"][0]
        users, _ = self.solve(side, residuals, items, fit.arrays["item_bias"])
        return (users @ items.T + fit.arrays["item_bias"]).astype(np.float32)

    def solve(
        self, side: Side, residuals: np.ndarray, fixed: np.ndarray, fixed_bias: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Vectors (n, k) and biases (n,) of one side that are best for those of the other."""
        from engine.algorithms.als.kernels import solve_biased

        vectors, bias = np.empty((len(side.offsets) - 1, fixed.shape[1])), np.empty(len(side.offsets) - 1)
        fixed, fixed_bias = np.ascontiguousarray(fixed), np.ascontiguousarray(fixed_bias, dtype=np.float64)
        solve_biased(side.offsets, side.others, residuals, self.regularization, fixed, fixed_bias, vectors, bias)
        return vectors, bias

    def objective(self, rated: Histories, mean: float, factors: Factors) -> float:
        """What ALS minimizes, per rating."""
        penalty = rated.lengths @ ((factors.users**2).sum(axis=1) + factors.user_bias**2)
        penalty += rated.counts() @ ((factors.items**2).sum(axis=1) + factors.item_bias**2)
        squared = root_mean_square(rated, mean, factors) ** 2
        return float(squared + self.regularization * penalty / len(rated.items))

    def _alternate(self, rated: Histories, mean: float, factors: Factors, rng: np.random.Generator) -> Iterator[float]:
        by_user, by_item = sides(rated)
        residuals = rated.stars.astype(np.float64) - mean
        of_items = residuals[np.argsort(rated.items, kind="stable")]
        for _ in range(self.n_epochs):
            factors.users, factors.user_bias = self.solve(by_user, residuals, factors.items, factors.item_bias)
            factors.items, factors.item_bias = self.solve(by_item, of_items, factors.users, factors.user_bias)
            yield self.objective(rated, mean, factors)

    def _descend(self, rated: Histories, mean: float, factors: Factors, rng: np.random.Generator) -> Iterator[float]:
        from engine.algorithms.als.kernels import descend

        residuals = rated.stars.astype(np.float64) - mean
        users = rated.users.astype(np.int32)
        tables = factors.users, factors.items, factors.user_bias, factors.item_bias
        for _ in range(self.n_epochs):
            order = rng.permutation(len(residuals))
            yield descend(users, rated.items, residuals, order, self.learning_rate, self.regularization, *tables)


def root_mean_square(rated: Histories, mean: float, factors: Factors) -> float:
    """Of the errors of the predicted stars."""
    users, items = rated.users, rated.items
    predicted = mean + factors.user_bias[users] + factors.item_bias[items]
    predicted = predicted + np.einsum("rk,rk->r", factors.users[users], factors.items[items])
    return float(np.sqrt(np.mean((rated.stars - predicted) ** 2)))
