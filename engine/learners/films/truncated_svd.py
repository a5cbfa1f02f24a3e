"""Truncated SVD of the matrix of viewers and items (PureSVD: Cremonesi, Koren and Turrin, 2010)."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.decompositions import SVD, smaller_gram, svd_of_gram, truncated_svd
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.fields import choice, integer
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.contract import Recommender, Scored, of_items, one_space
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

GRAM_UP_TO = 1_500
"""Viewers or items, whichever are fewer, up to which their products are decomposed whole."""


@dataclass(frozen=True)
class RatingSVD(Recommender):
    """The matrix cut to its largest singular values; what was not watched counts as 0.

    Fit: embeddings "item" (V sqrt(s)), "user" (U sqrt(s)) and "together", whose inner products rebuild the matrix at
    rank k; arrays singular_values. There is no seed.
    """

    name = "rating_svd"
    version = 2
    title = "Truncated SVD"
    papers = (
        Paper(
            "Cremonesi, Koren and Turrin",
            2010,
            "Performance of recommender algorithms on top-N recommendation tasks",
            "doi:10.1145/1864708.1864721",
        ),
    )

    n_components: int = integer(30, 2, 300, label="Dimensions", help="Singular values that are kept.", step=5)
    values: Literal["liked", "stars"] = choice(
        "liked",
        {"liked": "1 where liked", "stars": "Stars as given"},
        label="Matrix",
        help="What stands in the matrix.",
    )

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Factorize; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        matrix = self._matrix(dataset.train, dataset)
        rank = min(self.n_components, min(matrix.shape) - 1)
        left, values, right = self._factorize(matrix, rank, report)
        roots = np.sqrt(values)
        report.progress(1, 1, "steps")
        embeddings = one_space(right * roots, left * roots, dataset)
        share = float((values**2).sum() / (matrix.data**2).sum())
        summary = {"explained_share": share, "seconds": round(time.monotonic() - begun, 2)}
        notes = (f"The matrix has rank {len(values):,}.",) if len(values) < self.n_components else ()
        return Fit(embeddings, {"singular_values": values}, {}, None, summary, notes)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the entries of the matrix and the vectors that are kept orthogonal."""
        size = dataset.n_users + dataset.n_items
        seconds = costs.SPARSE.seconds + self.n_components * len(dataset.users) * costs.RATING_CELL
        seconds += self.n_components**2 * size * costs.RATING_ROW
        megabytes = (60.0 * len(dataset.users) + 40 * self.n_components * size) / limits.MB
        return Estimate(seconds, costs.SPARSE.megabytes + megabytes)

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        return Scored(
            "Rebuilt entry",
            "of the viewer's row of the table, by its strongest axes: the nearer to what is liked, the larger.",
        )

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """x V V' for each history x; see `Recommender.scores`."""
        roots = np.sqrt(fit.arrays["singular_values"])
        right = fit.main.vectors / roots
        folded = self._matrix(histories, ratings) @ right
        return (folded @ of_items(right, items).T).astype(np.float32)

    def _factorize(self, matrix: "csr_array", rank: int, report: Report) -> SVD:
        if min(matrix.shape) <= GRAM_UP_TO:
            return svd_of_gram(matrix, *smaller_gram(matrix), rank)
        return truncated_svd(matrix, rank, lambda times: stop_if_cancelled(report))

    def _matrix(self, histories: Histories, ratings: Ratings) -> "csr_array":
        if self.values == "liked":
            return histories.liked(ratings.liked_from).matrix()
        return histories.matrix(histories.stars)
