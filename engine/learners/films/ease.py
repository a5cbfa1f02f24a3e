"""A linear autoencoder over viewers in closed form: EASE (Steck, 2019), also by the inverse over viewers."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.decompositions import smaller_gram, svd_of_gram
from engine.datasets.ratings.ratings import Histories, Ratings
from engine.errors import InputError
from engine.fields import integer, real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.films import ease_cell
from engine.learners.base import Estimate
from engine.learners.films.contract import (
    Recommender,
    Scored,
    of_items,
    one_space,
    two_films,
)
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST = 12_000
"""Viewers or items, whichever are fewer: their matrix is inverted."""
DUAL, PRIMAL = "viewers", "items"


@dataclass(frozen=True)
class EASE(Recommender):
    """Every item as a weighted sum of the others, weights in closed form.

    With X (viewers by items, 1 where liked) and P = (X'X + lambda I)^-1, the weights are B = I - P diag(1 / P_jj): the
    least squares solution of X = X B with diagonal 0. Where viewers are fewer than items,
    P = (I - X' K X) / lambda with K = (XX' + lambda I)^-1, and neither P nor B is ever formed.

    Fit: embeddings "item", V sqrt(s^2 / (s^2 + lambda)), and "user", U s sqrt(1 / (s^2 + lambda)), from X = U s V',
    whose inner products rebuild I - lambda P; arrays diagonal (of P, n_items), and viewers_inverse (K) or weights (B).
    """

    name = "ease"
    version = 2
    title = "Linear autoencoder (EASE)"
    papers = (
        Paper("Steck", 2019, "Embarrassingly shallow autoencoders for sparse data", "doi:10.1145/3308558.3313710"),
    )
    explained: ClassVar[Mapping[str, str]] = {"liked": "film", "scored": "film"}

    regularization: float = real(
        200.0, 0.1, 100_000.0, label="Regularization", help="Larger values trust only what many viewers share.",
        step=50.0,
    )  # fmt: skip
    n_components: int = integer(
        50, 2, 300, label="Dimensions of the map", step=10,
        help="The scores use the full matrix of weights; this is how much of it the vectors keep.",
    )  # fmt: skip

    def fit(self, dataset: Ratings, report: Report = Silent()) -> Fit:
        """Decompose the smaller of XX' and X'X; see `Learner.fit`."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        self.require(dataset)
        matrix = dataset.liked.matrix()
        report.progress(1, 4, "steps")
        values, vectors = smaller_gram(matrix)
        stop_if_cancelled(report)
        report.progress(2, 4, "steps")
        inverse = (vectors / (values + self.regularization)) @ vectors.T
        arrays = self._dual(matrix, inverse) if dataset.n_users <= dataset.n_items else self._primal(inverse)
        stop_if_cancelled(report)
        report.progress(3, 4, "steps")
        left, singular, right = svd_of_gram(matrix, values, vectors, self.n_components)
        shrunk = singular**2 / (singular**2 + self.regularization)
        embeddings = one_space(right * np.sqrt(shrunk), left * np.sqrt(shrunk), dataset)
        report.progress(4, 4, "steps")
        summary = {
            "inverted": DUAL if "viewers_inverse" in arrays else PRIMAL,
            "likings": int(matrix.nnz),
            "seconds": round(time.monotonic() - begun, 2),
        }
        notes = self._notes(len(singular))
        return Fit(embeddings, arrays | {"singular_values": singular}, {}, None, summary, notes)

    def estimate(self, dataset: Ratings) -> Estimate:
        """From the side that is inverted."""
        side = min(dataset.n_users, dataset.n_items)
        seconds = costs.SPARSE.seconds + 12 * costs.DENSE_PASS * side**3 + costs.GRAM_CELL * side * len(dataset.users)
        megabytes = (32.0 * side**2 + 8 * self.n_components * (dataset.n_users + dataset.n_items)) / limits.MB
        return Estimate(seconds, costs.SPARSE.megabytes + megabytes)

    def scored(self) -> Scored:
        """See `Recommender.scored`."""
        return Scored(
            "Sum of weights", "that the films liked give this one; a film of weights below 0 speaks against it."
        )

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """x B for each history x; see `Recommender.scores`."""
        asked = histories.liked(ratings.liked_from).matrix()
        if "weights" in fit.arrays:
            return np.asarray(asked @ of_items(fit.arrays["weights"].T, items).T, dtype=np.float32)
        matrix = ratings.liked.matrix()
        through_viewers = np.asarray((asked @ matrix.T).toarray()) @ fit.arrays["viewers_inverse"]
        own = (asked if items is None else asked[:, items]).tocoo()
        product = -(through_viewers @ (matrix if items is None else matrix[:, items]))  # x P lambda, less x itself
        product[own.row, own.col] += own.data
        product /= -self.regularization * of_items(fit.arrays["diagonal"], items)
        product[own.row, own.col] += own.data
        return product.astype(np.float32)

    def weights_of(self, fit: Fit, ratings: Ratings, item: int) -> np.ndarray:
        """Column of B: how much each liked item adds to the score of `item`, float64 (n_items,)."""
        if "weights" in fit.arrays:
            return fit.arrays["weights"][:, item].astype(np.float64)
        matrix = ratings.liked.matrix()
        column = np.asarray(matrix[:, [item]].toarray()).ravel()
        inverse = -(matrix.T @ (fit.arrays["viewers_inverse"] @ column)) / self.regularization
        inverse[item] += 1 / self.regularization
        weights = -inverse / fit.arrays["diagonal"][item]
        weights[item] = 0.0
        return weights

    def explain(self, fit: Fit, dataset: Ratings, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """One weight, and the largest ones in the score of the second film."""
        liked, scored = two_films(chosen["liked"], chosen["scored"])
        weights = self.weights_of(fit, dataset, scored)
        diagonal = float(fit.arrays["diagonal"][scored])
        cell = ease_cell.ease_cell(float(weights[liked]), diagonal, dataset.liked, liked, scored)
        return (
            ease_cell.explained(cell, self.regularization, fit.summary["inverted"]),
            ease_cell.explained_largest(weights, dataset.item_names, scored),
        )

    def require(self, dataset: Ratings) -> None:
        """Viewers or items must be few enough for their matrix to be inverted."""
        side = min(dataset.n_users, dataset.n_items)
        if side > MOST:
            raise InputError(
                f"This method inverts a matrix over {side:,} viewers or items; the limit is {MOST:,}. Please take a "
                "sample, or choose another method.",
                "E-TRN-06",
            )

    def _notes(self, rank: int) -> tuple[str, ...]:
        if rank == self.n_components:
            return ()
        return (f"The likings have rank {rank:,}, so the vectors have {rank:,} dimensions.",)

    def _dual(self, matrix: "csr_array", inverse: np.ndarray) -> dict[str, np.ndarray]:
        # P_jj lambda = 1 - x_j' K x_j, x_j being a column of X with few entries
        quadratic = np.asarray((matrix.multiply(inverse @ matrix)).sum(axis=0)).ravel()
        return {"viewers_inverse": inverse, "diagonal": (1 - quadratic) / self.regularization}

    def _primal(self, inverse: np.ndarray) -> dict[str, np.ndarray]:
        diagonal = np.diag(inverse).copy()
        weights = -inverse / diagonal
        np.fill_diagonal(weights, 0.0)
        return {"weights": weights.astype(np.float32), "diagonal": diagonal}
