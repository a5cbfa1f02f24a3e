"""The general recipe: whatever says how alike two items are is a matrix M; take Y with Y Y^T = M as their vectors."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine import costs, limits
from engine.algorithms.scaling import centered, factored, products_of
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.errors import InputError
from engine.fields import flag, integer
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.pairs import recipe
from engine.learners.base import Estimate
from engine.learners.pairs.contract import PairLearner, Target, item_embedding
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

MOST_COMPONENTS = 50
WHOLE = 1_000
"""Up to so many eigenvalues are kept all; of more the first and the last."""
FIRST, LAST = 100, 20


@dataclass(frozen=True)
class PairSpectrum(PairLearner):
    """Y = U sqrt(max(lambda, 0)) of M = U lambda U^T, the inner products of the items.

    M is the similarities, centered if asked for; or -1/2 J D^2 J of distances D (Torgerson, 1952), whose vectors then
    have these distances where any vectors do. Unless k is said, those eigenvalues are taken that are larger than the
    size of the most negative one: smaller ones are no more than what keeps the table from being of points (Sibson,
    1979). Fit: embedding "item" (n, k); arrays eigenvalues (falling) and places (which of all they are, from 1);
    summary kept, the share of the squared entries of M that Y Y^T accounts for; negative, that of the negative
    eigenvalues in the sum of all sizes; residual, the largest |M - Y Y^T|; dimensions.
    """

    name = "pair_spectrum"
    title = "Spectral: M = Y Yᵀ"
    papers = (
        Paper("Torgerson", 1952, "Multidimensional scaling: I. Theory and method", "doi:10.1007/BF02288916"),
        Paper("Eckart and Young", 1936, "The approximation of one matrix by another of lower rank",
              "doi:10.1007/BF02288367"),
        Paper("Gower", 1966, "Some distance properties of latent root and vector methods used in multivariate analysis",
              "doi:10.1093/biomet/53.3-4.325"),
    )  # fmt: skip

    n_components: int = integer(
        0, 0, MOST_COMPONENTS, label="Dimensions", help="Numbers per vector: the largest eigenvalues. "
        f"Empty: as many as are larger than the most negative one, at most {MOST_COMPONENTS}.", zero="found out",
    )  # fmt: skip
    center: bool = flag(
        False, label="Center similarities", help="Take the mean of each row and column off first, so that vectors are "
        "about their middle. Of distances this is always done.",
    )  # fmt: skip

    def products(self, dataset: PairMatrix) -> np.ndarray:
        """M, float64 (n, n)."""
        if dataset.are_distances:
            return products_of(dataset.values)
        return centered(dataset.values) if self.center else dataset.values

    def target(self, dataset: PairMatrix) -> Target:
        """The distances as given, or the similarities as they are taken."""
        return Target(dataset.values if dataset.are_distances else self.products(dataset), dataset.are_distances)

    def gives_distances(self, dataset: PairMatrix) -> bool:
        """Of similarities it is inner products."""
        return dataset.are_distances

    def fit(self, dataset: PairMatrix, report: Report = Silent()) -> Fit:
        """Take M apart; see `Learner.fit`. Raises InputError (E-DST-18) where no eigenvalue is positive."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        products = self.products(dataset)
        report.progress(0, 2, "decompositions")
        found = factored(products, self.n_components, MOST_COMPONENTS)
        stop_if_cancelled(report)
        report.progress(1, 2, "decompositions")
        if not found.n_found:
            raise InputError(
                f"These {dataset.sort} have no positive eigenvalue, so no vectors belong to them: no item differs from "
                "another, or all are unlike themselves. Please check the numbers.",
                "E-DST-18",
            )
        values, n, k = found.eigenvalues, dataset.n_items, found.vectors.shape[1]
        kept = np.arange(n) if n <= WHOLE else np.r_[:FIRST, n - LAST : n]
        summary = {
            "items": n, "dimensions": k, "kept": float(np.square(values[:k]).sum() / np.square(values).sum()),
            "negative": float(np.abs(values[values < 0]).sum() / np.abs(values).sum()),
            "residual": float(np.abs(products - found.vectors @ found.vectors.T).max()),
            "seconds": round(time.monotonic() - begun, 2),
        }  # fmt: skip
        report.progress(2, 2, "decompositions")
        asked = self.n_components
        notes = (f"Only {k} eigenvalues are positive, so there are {k} dimensions.",) if k < asked else ()
        arrays = {"eigenvalues": values[kept], "places": kept + 1}
        return Fit({"item": item_embedding(dataset, found.vectors)}, arrays, summary=summary, notes=notes)

    def explain(self, fit: Fit, dataset: PairMatrix, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The recipe with the numbers of the first items."""
        return recipe.spectral(dataset, self.products(dataset), fit.main.vectors, fit.summary)

    def estimate(self, dataset: PairMatrix) -> Estimate:
        """From all eigenvalues, and the products with the matrix in the search for the leading vectors."""
        start, libraries = costs.COORDINATES
        n, k = float(dataset.n_items), self.n_components or MOST_COMPONENTS
        search = costs.LANCZOS_ENTRY * 4 * k * n**2
        return Estimate(start + costs.DENSE_EIGENVALUES * n**3 + search, libraries + 8 * 6 * n**2 / limits.MB)
