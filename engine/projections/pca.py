"""Principal component analysis, exact: the flat map that keeps the most variance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from engine import costs
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import flag, integer
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.low_rank import TILE_ROWS, Principal, principal
from engine.papers import Paper
from engine.projections.base import Components, MapScores, Projection
from engine.report import Report, Silent, stop_if_cancelled

__all__ = ["PCA", "Principal", "principal"]

MOST = 0.95
"""The share of the variance that is usually asked for."""


@dataclass(frozen=True)
class PCA(Projection):
    """Coordinates along the first principal components (Pearson, 1901; Hotelling, 1933).

    Fit: embedding "pca" (n, n_components); arrays components, mean, scale, singular_values and
    explained_variance_ratio (of all components). Points of rank 1 get a second column of zeros, so that
    a map can be drawn.
    """

    name = "pca"
    title = "PCA"
    papers = (
        Paper(
            "Pearson",
            1901,
            "On lines and planes of closest fit to systems of points in space",
            "doi:10.1080/14786440109462720",
        ),
        Paper(
            "Hotelling",
            1933,
            "Analysis of a complex of statistical variables into principal components",
            "doi:10.1037/h0071325",
        ),
    )
    at_once: ClassVar[bool] = True
    opens: ClassVar[bool] = True
    axes_told: ClassVar[str] = (
        "The axes mean something: each is a direction in the data, along which a place is a weighted sum of the "
        "vectors' columns. What lies across these directions is not on the map, so far items may fall on one spot, and "
        "none is drawn farther apart than it is."
    )

    n_components: int = integer(
        10, 2, 50, label="Components", help="How many principal components to keep; the map shows any two or three."
    )
    standardize: bool = flag(
        False,
        label="Standardize columns",
        help="Divide every column by its standard deviation first, so that all columns weigh the same.",
    )

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Exact PCA of the embedding's rows; raises InputError if all of them are the same."""
        if dataset.n_items < 2:
            raise InputError("PCA needs at least 2 items; there is only one. Choose a larger embedding.", "E-PRJ-02")

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "points")

        found = principal(dataset.vectors, self.standardize, on_tile)
        kept = min(self.n_components, len(found.components))
        coordinates = found.transform(dataset.vectors, kept).astype(np.float32)
        if kept < 2:
            coordinates = np.column_stack([coordinates, np.zeros_like(coordinates)])
        arrays = {
            "components": found.components[:kept],
            "mean": found.mean,
            "scale": found.scale,
            "singular_values": found.singular_values,
            "explained_variance_ratio": found.explained_variance_ratio,
        }
        summary = {"rank": len(found.components)} | _shown(dataset.vectors, coordinates, found)
        embedding = Embedding(coordinates, dataset.labels, dataset.metadata)
        report.progress(dataset.n_items, dataset.n_items, "points")
        return Fit({"pca": embedding}, arrays, summary=summary, notes=self._notes(kept))

    def _notes(self, kept: int) -> tuple[str, ...]:
        if kept == self.n_components:
            return ()
        dimensions = "one dimension" if kept == 1 else f"{kept} dimensions"
        return (f"The points vary in {dimensions} only, so there are no more components than that.",)

    @classmethod
    def fixed(cls, dims: int) -> Mapping[str, Any]:
        """As many components are kept as usual, whatever the space: the user chooses the axes among them."""
        return {"n_components": cls.n_components}

    def components(self, fit: Fit) -> Components:
        """The principal components, which the user may put on any axis."""
        titles = tuple(f"PC{place + 1}" for place in range(fit.main.n_components))
        return Components(titles, fit.arrays["explained_variance_ratio"])

    def scores(self, summary: Mapping[str, Any], axes: Sequence[int]) -> MapScores | None:
        """Measured for the first two and the first three components."""
        first = list(axes) == list(range(len(axes)))
        return MapScores.from_summary(summary, f"_{len(axes)}d") if first else None

    def caption(self, fit: Fit, axes: Sequence[int]) -> str:
        """How much of the variance is on the map, and of the neighborhoods."""
        components = self.components(fit)
        share, n = components.share(axes), components.n_for(MOST)
        shown = f"These {len(axes)} axes show {share:.0%} of the vectors' variance; {1 - share:.0%} is not on the map."
        shown += f" It takes {n:,} component{'s' * (n > 1)} to show {MOST:.0%}."
        return f"{shown} {super().caption(fit, axes)}".rstrip()

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the operations of the covariance and its eigenvectors."""
        n, d = dataset.vectors.shape
        small = min(n, d)
        operations = 2.0 * n * d * small + 10.0 * small**3 + 2.0 * n * min(n, 2_000) * d
        start, libraries = costs.COORDINATES
        megabytes = 8e-6 * (min(n, TILE_ROWS) * d * 3 + small**2 * 3) + 4e-6 * n * d
        return Estimate(start + operations * costs.PRINCIPAL_PRODUCT, libraries + megabytes)


def _shown(vectors: np.ndarray, coordinates: np.ndarray, found: Principal) -> dict[str, Any]:
    """What the maps of the first two and three components show of variance and neighborhoods."""
    summary: dict[str, Any] = {}
    for dimensions in range(2, min(3, coordinates.shape[1]) + 1):
        summary[f"variance_{dimensions}d"] = float(found.explained_variance_ratio[:dimensions].sum())
        summary |= MapScores.summarized(vectors, coordinates[:, :dimensions], "euclidean", f"_{dimensions}d")
    return summary
