"""Matrix factorization of what was liked, by alternating least squares (Hu, Koren and Volinsky, 2008)."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine import limits
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.contract import LIBRARY_MEGABYTES, START_SECONDS, Recommender, liked_of, one_space
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

INITIAL_SPREAD = 0.1
THREADS = min(8, os.cpu_count() or 1)
_POOL = ThreadPoolExecutor(max(1, THREADS - 1))
"""Beside the calling thread; kept, as a sweep takes less time than starting threads."""
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
    papers = (
        Paper(
            "Hu, Koren and Volinsky",
            2008,
            "Collaborative filtering for implicit feedback datasets",
            "doi:10.1109/ICDM.2008.22",
        ),
    )

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

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Solve for viewers and items in turn; see `Learner.fit`."""
        from threadpoolctl import threadpool_limits

        begun = time.monotonic()
        with threadpool_limits(1):  # the threads of a BLAS would wait, at work, for the next of many small products
            items, users, history = self._sweeps(dataset, report)
        embeddings = one_space(items, users, dataset)
        summary = {"loss": round(history["loss"][-1], 5), "seconds": round(time.monotonic() - begun, 2)}
        return Fit(embeddings, {}, history, None, summary)

    def _sweeps(self, dataset: Ratings, report: Report) -> tuple[np.ndarray, np.ndarray, dict[str, list[float]]]:
        """Vectors of items and of viewers, and the history. Items that nobody liked are 0, and left out on the way."""
        counts = dataset.liked.counts()
        n_likings, warm = len(dataset.liked.items), np.flatnonzero(counts)
        by_user, by_item = sides(dataset.liked)
        by_user = Side(by_user.offsets, (np.cumsum(counts > 0) - 1).astype(np.int32)[by_user.others])
        by_item = Side(np.append(by_item.offsets[warm], n_likings), by_item.others)
        items = INITIAL_SPREAD * np.random.default_rng(self.seed).standard_normal((len(counts), self.n_components))
        found = items[warm]
        history: dict[str, list[float]] = {"step": [], "loss": []}
        for sweep in range(1, self.n_epochs + 1):
            stop_if_cancelled(report)
            users = self.solve(by_user, found)
            stop_if_cancelled(report)
            found, reached = self._solved(by_item, users)
            # with the best items for these viewers the sum over all pairs comes down to this
            loss = (1 + self.alpha) * (n_likings - reached.sum()) + self.regularization * np.square(users).sum()
            history["step"].append(sweep)
            history["loss"].append(float(loss) / max(n_likings, 1))
            report.progress(sweep, self.n_epochs, "sweeps", loss=round(history["loss"][-1], 5))
        users = self.solve(by_user, found)  # a viewer's vector is then what `scores` makes of the same history
        items[:] = 0.0
        items[warm] = found
        return items, users, history

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
        return self._solved(side, fixed)[0]

    def _solved(self, side: Side, fixed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The best vectors, and the sum of the inner products of each with those that it is paired with."""
        from engine.algorithms.als.kernels import solve_implicit

        fixed = np.ascontiguousarray(fixed)
        gram = fixed.T @ fixed
        spread = fixed @ np.linalg.inv(gram + self.regularization * np.eye(len(gram)))
        solved, reached = np.empty((len(side.offsets) - 1, fixed.shape[1])), np.zeros(len(side.offsets) - 1)
        data = side.offsets, side.others, self.alpha, self.regularization, fixed, gram, spread, solved, reached
        parts = list(pairwise(_shares(np.diff(side.offsets), fixed.shape[1])))
        others = [_POOL.submit(solve_implicit, *part, *data) for part in parts[1:]]
        solve_implicit(*parts[0], *data)
        for each in others:
            each.result()
        return solved, reached


def _shares(n_others: np.ndarray, k: int) -> list[int]:
    """Bounds of THREADS runs of rows that take about as long to solve."""
    effort = np.cumsum(n_others * np.minimum(n_others, k) + k)
    bounds = np.searchsorted(effort, np.linspace(0, effort[-1], THREADS + 1)[1:-1])
    return [0, *bounds.tolist(), len(n_others)]


def sides(histories: Histories) -> tuple[Side, Side]:
    """The same pairs by viewer and by item."""
    order = np.argsort(histories.items, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(histories.counts())])
    return (
        Side(histories.offsets.astype(np.int64), histories.items),
        Side(offsets, histories.users[order].astype(np.int32)),
    )
