"""Random projection: onto axes that know nothing of the data, and yet distances are kept, if there are enough axes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from engine import costs
from engine.embedding import Embedding
from engine.fields import choice, integer
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.report import Report, Silent, stop_if_cancelled

N_PAIRS = 2_000
"""Pairs whose distances are compared."""
MORE = (100, 1_000)
"""Numbers of axes that a map has no room for: what distances would be along so many."""
MIDDLE = (5, 95)
"""Percentiles between which nine of ten ratios lie."""
BOUND = 0.2


@dataclass(frozen=True)
class GaussianProjection(Projection):
    """Coordinates along two or three axes of normal random numbers (Johnson and Lindenstrauss, 1984).

    Fit: embedding "gaussian_projection" (n, 2 or 3); summary "ratios_k" for k axes: between which two numbers nine of
    ten distances along so many axes lie, beside those in the data.
    """

    name = "gaussian_projection"
    title = "Random projection"
    papers = (
        Paper(
            "Bingham and Mannila",
            2001,
            "Random projection in dimensionality reduction: applications to image and text data",
            "doi:10.1145/502512.502546",
        ),
        Paper(
            "Dasgupta and Gupta",
            2003,
            "An elementary proof of a theorem of Johnson and Lindenstrauss",
            "doi:10.1002/rsa.10073",
        ),
    )
    at_once: ClassVar[bool] = True

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="Dimensions of the map.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Another seed is another view, as good as this one.")

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Cast the rows onto the axes, and compare distances along few and many of them."""
        stop_if_cancelled(report)
        chance = np.random.default_rng(self.seed)
        axes = chance.normal(
            size=(max(MORE), dataset.n_components)
        )  # of all that are compared, the map's are the first
        centered = dataset.vectors - dataset.vectors.mean(axis=0, dtype=np.float64)
        coordinates = centered @ axes[: self.n_components].T / np.sqrt(self.n_components)
        summary: dict[str, Any] = _ratios(dataset.vectors, axes, (self.n_components, *MORE))
        summary |= MapScores.summarized(dataset.vectors, coordinates, "euclidean")
        report.progress(dataset.n_items, dataset.n_items, "points")
        return Fit({self.name: Embedding(coordinates, dataset.labels, dataset.metadata)}, summary=summary)

    def caption(self, fit: Fit, axes: Sequence[int]) -> str:
        """What becomes of distances along so few axes, and along many, beside what is promised."""
        found = {int(name[7:]): ratios for name, ratios in fit.summary.items() if name.startswith("ratios_")}
        if not found:
            return super().caption(fit, axes)
        told = [f"along {n:,} such axes, {low:.2f} to {high:.2f}" for n, (low, high) in sorted(found.items())]
        enough = axes_for(BOUND, fit.main.n_items)
        return (
            f"Nine of ten distances, as multiples of those in the data: {'; '.join(told)}. For the squares of all "
            f"distances to be within {BOUND:.0%}, Johnson and Lindenstrauss ask {enough:,} axes. "
            f"{super().caption(fit, axes)}"
        ).rstrip()

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the products with the axes of the map, and those of the pairs compared."""
        start, libraries = costs.COORDINATES
        products = dataset.vectors.size * (2 + self.n_components) + N_PAIRS * max(MORE) * dataset.n_components
        megabytes = 3e-5 * dataset.vectors.size + 8e-6 * max(MORE) * dataset.n_components
        return Estimate(start + costs.PRINCIPAL_PRODUCT * products, libraries + megabytes)


def axes_for(error: float, n_points: int) -> int:
    """So many random axes that all squared distances of n points can be within 1 +- error (Dasgupta, Gupta, 2003)."""
    return int(np.ceil(4 * np.log(max(n_points, 2)) / (error**2 / 2 - error**3 / 3)))


def _ratios(vectors: np.ndarray, axes: np.ndarray, numbers: Sequence[int]) -> dict[str, list[float]]:
    """For numbers of the first axes, MIDDLE percentiles of distances along them by those of all; of pairs by chance."""
    ends = np.random.default_rng(0).integers(0, len(vectors), (2, N_PAIRS))
    apart = vectors[ends[0]].astype(np.float64) - vectors[ends[1]]
    lengths = np.linalg.norm(apart, axis=1)
    apart, lengths = apart[lengths > 0], lengths[lengths > 0]
    if not len(lengths):
        return {}
    squares = np.cumsum(np.square(apart @ axes.T), axis=1)  # (pairs, axes)
    found = {n: np.sqrt(squares[:, n - 1] / n) / lengths for n in numbers}
    return {f"ratios_{n}": [float(value) for value in np.percentile(ratios, MIDDLE)] for n, ratios in found.items()}
