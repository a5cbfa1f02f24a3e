"""Classical multidimensional scaling: the flat map whose inner products are nearest to those that distances tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import costs
from engine.algorithms.scaling import Scaled, scaled
from engine.embedding import Embedding
from engine.fields import choice
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.low_rank import Principal, principal
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.projections.points import completed, padded, points_of
from engine.report import Report, Silent, stop_if_cancelled

WHOLE = 3_000
"""Up to so many items the distances of all pairs are held."""
LANDMARKS = 1_000
"""Of more items, so many are scaled by themselves, and the others are placed by their distances to these."""
TILE = 2_048


@dataclass(frozen=True)
class ClassicalMDS(Projection):
    """Classical multidimensional scaling (Torgerson, 1952).

    Of Euclidean distances it is the PCA, which holds no table of distances. Other distances are held of all pairs up to
    WHOLE items; of more, landmarks are scaled, and the rest is placed by them (de Silva and Tenenbaum, 2004).
    Fit: embedding "classical_mds" (n, 2 or 3); summary "kept", a share of the squared inner products.
    """

    name = "classical_mds"
    title = "Classical MDS"
    papers = (Paper("Torgerson", 1952, "Multidimensional scaling: I. Theory and method", "doi:10.1007/BF02288916"),)

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="Dimensions of the map.")
    metric: Literal["cosine", "euclidean"] = choice(
        "cosine",
        {"cosine": "Cosine", "euclidean": "Euclidean"},
        label="Metric",
        help="What distance the map is made from: 1 less the cosine; or the Euclidean one, by which it is the PCA.",
    )

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Scale the distances of an embedding's rows; raises InputError if all of them are the same."""
        stop_if_cancelled(report)
        taken = points_of(dataset, self.metric)
        points, notes = taken.vectors, taken.notes

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, 2 * total, "points")

        found = principal(points, on_tile=on_tile)
        if self.metric == "euclidean":
            coordinates, kept = self._principal(points, found)
        elif len(points) <= WHOLE:
            whole = scaled(_cosine_distances(points, points), self.n_components)
            coordinates, kept = whole.coordinates, whole.kept
        else:
            chosen = np.sort(np.random.default_rng(0).choice(len(points), LANDMARKS, replace=False))
            landmarks = points[chosen]
            some = scaled(_cosine_distances(landmarks, landmarks), self.n_components)
            coordinates, kept = self._placed(points, landmarks, some, report), some.kept
            notes += (
                f"Distances of all pairs are held for up to {WHOLE:,} items; here {LANDMARKS:,} are scaled, and the "
                "others placed by their distances to these.",
            )
        summary = {"kept": kept}
        summary |= MapScores.summarized(points, coordinates, self.metric)
        embedding = Embedding(completed(coordinates, taken.directed), dataset.labels, dataset.metadata)
        report.progress(dataset.n_items, dataset.n_items, "points")
        return Fit({self.name: embedding}, summary=summary, notes=notes)

    def _principal(self, points: np.ndarray, found: Principal) -> tuple[np.ndarray, float]:
        """Coordinates and the share that they keep: the inner products' eigenvalues are squared singular values."""
        fourth = found.singular_values**4
        coordinates = padded(found.transform(points, self.n_components), self.n_components)
        return coordinates, float(fourth[: self.n_components].sum() / fourth.sum())

    def _placed(self, points: np.ndarray, landmarks: np.ndarray, some: Scaled, report: Report) -> np.ndarray:
        tiles = []
        for start in range(0, len(points), TILE):
            stop_if_cancelled(report)
            report.progress(len(points) + start, 2 * len(points), "points")
            tiles.append(some.placed(_cosine_distances(points[start : start + TILE], landmarks)))
        return np.concatenate(tiles)

    def caption(self, fit: Fit, axes: Sequence[int]) -> str:
        """How much of the inner products is on the map, and of the neighborhoods."""
        kept = float(fit.summary["kept"])
        shown = f"The map accounts for {kept:.0%} of the squares of the inner products that the distances tell."
        return f"{shown} {super().caption(fit, axes)}".rstrip()

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the distances, and the products with them in the search for eigenvectors."""
        start, libraries = costs.COORDINATES
        n, d = dataset.vectors.shape
        side = 0 if self.metric == "euclidean" else n if n <= WHOLE else LANDMARKS
        axes = 2.0 * n * d * min(n, d) + 10.0 * min(n, d) ** 3
        seconds = start + axes * costs.PRINCIPAL_PRODUCT + costs.SCALED_PAIR * (side**2 + (n * side if n > side else 0))
        return Estimate(seconds, libraries + 4e-6 * n * d + 4e-5 * side**2)


def _cosine_distances(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """1 less the cosines of unit vectors (n, d) and (m, d), float64 (n, m); exactly 0 for a row and itself."""
    distances = np.maximum(1 - points.astype(np.float64) @ others.T.astype(np.float64), 0)
    if points is others:
        distances = (distances + distances.T) / 2
        np.fill_diagonal(distances, 0)
    return distances
