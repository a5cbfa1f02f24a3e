"""Principal component analysis, exact: the flat map that keeps the most variance."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.maps import map_quality
from engine.fields import flag, integer
from engine.learners.base import Estimate, Fit, Learner, Report, Silent, stop_if_cancelled

TILE_ROWS = 4_096


@dataclass(frozen=True, eq=False)
class Principal:
    """The principal axes of n points in d dimensions; r = their rank.

    mean, scale: float64 (d,); points are centered, then divided by scale (1 unless standardized).
    components: float64 (r, d), orthonormal; in each the entry of largest size is positive.
    singular_values: float64 (min(n, d),), falling, of the centered (and scaled) points.
    """

    mean: np.ndarray
    scale: np.ndarray
    components: np.ndarray
    singular_values: np.ndarray

    @property
    def explained_variance_ratio(self) -> np.ndarray:
        """Share of the variance along each component, float64 (min(n, d),); sums to 1."""
        squares = np.square(self.singular_values)
        return squares / squares.sum()

    def transform(self, vectors: np.ndarray, n_components: int) -> np.ndarray:
        """Coordinates of points (n, d) along the first components: float64 (n, n_components)."""
        axes = self.components[:n_components] / self.scale
        return vectors @ axes.T - self.mean @ axes.T

    def reconstruct(self, coordinates: np.ndarray) -> np.ndarray:
        """The points (n, d) that have these coordinates (n, k) and are 0 along all further components."""
        return (coordinates @ self.components[: coordinates.shape[1]]) * self.scale + self.mean


def principal(vectors: np.ndarray, standardize: bool = False, report: Report = Silent()) -> Principal:  # noqa: B008
    """Principal axes by the eigenvectors of the covariance or, with fewer points than dimensions, of the Gram matrix.

    All sums are in float64. Raises InputError if the points do not differ.
    """
    n, d = vectors.shape
    stop_if_cancelled(report)
    mean = vectors.mean(axis=0, dtype=np.float64)
    scale = _spread(vectors, mean) if standardize else np.ones(d)
    if n < d:
        centered = (vectors - mean) / scale
        values, axes = _eigen(centered @ centered.T)
    else:
        values, axes = _eigen(_scatter(vectors, mean, scale, report))
    rank = int(np.sum(values > values[0] * max(n, d) * np.finfo(float).eps)) if np.any(vectors != vectors[0]) else 0
    if rank == 0:
        raise InputError(f"All {n:,} points are the same: there is no variance to show.", "E-PRJ-01")
    components = axes[:, :rank].T
    if n < d:
        components = (components @ centered) / np.sqrt(values[:rank, None])
    largest = components[np.arange(rank), np.abs(components).argmax(axis=1)]
    components = components * np.sign(largest)[:, None]
    return Principal(mean, scale, components, np.sqrt(np.maximum(values, 0)))


def _spread(vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Standard deviation of each column, float64 (d,); 1 for columns that do not vary."""
    total = np.zeros(len(mean))
    for start in range(0, len(vectors), TILE_ROWS):
        total += np.square(vectors[start : start + TILE_ROWS] - mean).sum(axis=0)
    constant = np.all(vectors == vectors[0], axis=0)
    return np.where(constant, 1, np.sqrt(total / len(vectors)))


def _scatter(vectors: np.ndarray, mean: np.ndarray, scale: np.ndarray, report: Report) -> np.ndarray:
    """Sum over all points of (x - mean)(x - mean)^T: float64 (d, d), never holding a float64 copy of all points."""
    total = np.zeros((len(mean), len(mean)))
    for start in range(0, len(vectors), TILE_ROWS):
        stop_if_cancelled(report)
        tile = (vectors[start : start + TILE_ROWS] - mean) / scale
        total += tile.T @ tile
        report.progress(start, len(vectors), "points")
    return total


def _eigen(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, falling, and eigenvectors as columns in the same order."""
    values, vectors = np.linalg.eigh(matrix)
    return values[::-1], vectors[:, ::-1]


@dataclass(frozen=True)
class PCA(Learner):
    """Coordinates along the first principal components (Pearson, 1901; Hotelling, 1933).

    Fit: embedding "pca" (n, n_components); arrays components, mean, scale, singular_values and
    explained_variance_ratio (of all components). Points of rank 1 get a second column of zeros, so that
    a map can be drawn.
    """

    name = "pca"
    title = "PCA"
    source = "Pearson, 1901; Hotelling, 1933"
    takes = "embedding"

    n_components: int = integer(
        10, 2, 50, label="Components", help="How many principal components to keep; the map shows any two or three."
    )
    standardize: bool = flag(
        False,
        label="Standardize columns",
        help="Divide every column by its standard deviation first, so that all columns weigh the same.",
    )

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Exact PCA of the embedding's rows; raises InputError if all of them are the same."""
        if dataset.n_items < 2:
            raise InputError("PCA needs at least 2 items; there is only one. Choose a larger embedding.", "E-PRJ-02")
        found = principal(dataset.vectors, self.standardize, report)
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
        return (f"The points vary in {dimensions} only: {kept} of the {self.n_components} components asked for exist.",)

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the operations of the covariance and its eigenvectors."""
        n, d = dataset.vectors.shape
        small = min(n, d)
        operations = 2.0 * n * d * small + 10.0 * small**3 + 2.0 * n * min(n, 2_000) * d
        return Estimate(0.2 + operations / 5e10, 50 + 8e-6 * (min(n, TILE_ROWS) * d * 3 + small**2 * 3) + 4e-6 * n * d)


def _shown(vectors: np.ndarray, coordinates: np.ndarray, found: Principal) -> dict[str, Any]:
    """What the maps of the first two and three components show of variance and neighborhoods."""
    summary: dict[str, Any] = {}
    for dimensions in range(2, min(3, coordinates.shape[1]) + 1):
        summary[f"variance_{dimensions}d"] = float(found.explained_variance_ratio[:dimensions].sum())
        quality = map_quality(vectors, coordinates[:, :dimensions])
        if quality is not None:
            summary[f"trustworthiness_{dimensions}d"] = quality.trustworthiness
            summary[f"neighbor_recall_{dimensions}d"] = quality.neighbor_recall
    return summary
