"""Matrix factorization of what was liked, by alternating least squares (Hu, Koren and Volinsky, 2008)."""

import time
from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.datasets.ratings import Histories, Ratings
from engine.fields import integer, real
from engine.learners.base import Estimate, Fit, Report, Silent, stop_if_cancelled
from engine.learners.recommender import (
    LIBRARY_MEGABYTES,
    START_SECONDS,
    Recommender,
    liked_of,
    one_space,
)

INITIAL_SPREAD = 0.1
SECONDS_PER_SOLVE = 0.4e-9
"""Per cube of the dimensions, or square of them for each liking."""


@dataclass(frozen=True)
class Side:
    """One side of the matrix: for each of its rows, the rows of the other side that it is paired with."""

    offsets: np.ndarray
    others: np.ndarray


@dataclass(frozen=True)
class ImplicitALS(Recommender):
    """Vectors p, q such that p . q is 1 where liked and 0 elsewhere; what was liked weighs 1 + alpha times.

    Minimizes sum over all pairs of c (x - p . q)^2 + lambda (sum |p|^2 + sum |q|^2), c = 1 + alpha where x = 1, else 1:
    exactly for one side at a time, so the objective falls with every sweep. Fit: embeddings "item", "user" and
    "together"; history step (sweeps) and loss (the objective per liking).
    """

    name = "implicit_als"
    title = "Implicit ALS"
    source = "Hu, Koren and Volinsky, 2008"

    n_components: int = integer(32, 2, 200, label="Dimensions", help="Numbers per film and viewer.", step=8)
    alpha: float = real(
        4.0, 0.01, 1000.0, label="Weight of a liking", step=1.0,
        help="How many times more a liking counts than a film that was not watched.",
    )  # fmt: skip
    regularization: float = real(
        10.0, 0.0001, 10_000.0, label="Regularization", step=1.0, help="Keeps vectors short; more for few data."
    )
    n_epochs: int = integer(12, 1, 100, label="Sweeps", help="How often both sides are solved for.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Solve for viewers and items in turn; see `Learner.fit`."""
        begun = time.monotonic()
        likings = dataset.liked
        by_user, by_item = sides(likings)
        rng = np.random.default_rng(self.seed)
        items = INITIAL_SPREAD * rng.standard_normal((dataset.n_items, self.n_components))
        items[likings.counts() == 0] = 0.0
        history: dict[str, list[float]] = {"step": [], "loss": []}
        for sweep in range(1, self.n_epochs + 1):
            stop_if_cancelled(report)
            users = self.solve(by_user, items)
            stop_if_cancelled(report)
            items = self.solve(by_item, users)
            history["step"].append(sweep)
            history["loss"].append(self.objective(likings, users, items) / max(len(likings.items), 1))
            report.progress(sweep, self.n_epochs, "sweeps", loss=round(history["loss"][-1], 5))
        users = self.solve(by_user, items)  # a viewer's vector is then what `scores` makes of the same history
        embeddings = one_space(items, users, dataset)
        summary = {"loss": round(history["loss"][-1], 5), "seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, {}, history, None, summary)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the systems to solve: one for each viewer and item."""
        k, likings = self.n_components, len(dataset.liked.items)
        solves = float(np.minimum(dataset.liked.lengths, k).sum() + np.minimum(dataset.liked.counts(), k).sum()) * k**2
        seconds = START_SECONDS + self.n_epochs * SECONDS_PER_SOLVE * (solves + 4 * likings * k**2)
        return Estimate(seconds, LIBRARY_MEGABYTES + 24 * k * (dataset.n_users + dataset.n_items) / limits.MB)

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories) -> np.ndarray:
        """Vectors solved for the histories, times the items; see `Recommender.scores`."""
        items = fit.embeddings["item"].vectors
        likings = liked_of(histories, ratings.liked_from)
        users = self.solve(Side(likings.offsets, likings.items), items.astype(np.float64))
        return users.astype(np.float32) @ items.T

    def solve(self, side: Side, fixed: np.ndarray) -> np.ndarray:
        """The vectors of one side, float64 (n, k), that are best for the fixed ones (m, k)."""
        from engine.learners.als_kernels import solve_implicit

        gram = fixed.T @ fixed
        inverse = np.linalg.inv(gram + self.regularization * np.eye(len(gram)))
        solved = np.empty((len(side.offsets) - 1, fixed.shape[1]))
        weights = self.alpha, self.regularization
        solve_implicit(side.offsets, side.others, *weights, np.ascontiguousarray(fixed), gram, inverse, solved)
        return solved

    def objective(self, likings: Histories, users: np.ndarray, items: np.ndarray) -> float:
        """What the sweeps minimize, without looking at the pairs that were not liked one by one."""
        products = np.einsum("rk,rk->r", users[likings.users], items[likings.items])
        everywhere = float(((users.T @ users) * (items.T @ items)).sum())
        liked = float(((1 + self.alpha) * (1 - products) ** 2 - products**2).sum())
        return everywhere + liked + self.regularization * float((users**2).sum() + (items**2).sum())


def sides(histories: Histories) -> tuple[Side, Side]:
    """The same pairs by viewer and by item."""
    order = np.argsort(histories.items, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(histories.counts())])
    return (
        Side(histories.offsets.astype(np.int64), histories.items),
        Side(offsets, histories.users[order].astype(np.int32)),
    )
