"""Matrices of low rank: principal axes, the best approximation of rank k, and angles between subspaces."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.algorithms.decompositions import eigen, oriented, svd
from engine.errors import InputError

TILE_ROWS = 4_096


def _nothing(done: int, total: int) -> None:
    """Listens to no progress."""


@dataclass(frozen=True, eq=False)
class Principal:
    """The principal axes of n points in d dimensions; r = their rank.

    mean, scale: float64 (d,); points are centered, then divided by scale (1 unless standardized).
    components: float64 (r, d), orthonormal, signs as in `decompositions`.
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


def principal(
    vectors: np.ndarray,
    standardize: bool = False,
    on_tile: Callable[[int, int], None] = _nothing,
    *,
    center: bool = True,
    dtype: type[np.floating] = np.float64,
) -> Principal:
    """Principal axes by the eigenvectors of the covariance or, with fewer points than dimensions, of the Gram matrix.

    on_tile(done, total) is called after each tile of points; what it raises ends the work.
    center: False leaves the mean in (it is 0 in the result), which gives the singular vectors of the points themselves.
    dtype: of the products of a tile of 4,096 points; float32 is twice as fast. Tiles are summed in float64.
    Raises InputError if the points do not differ (or, uncentered, are all 0).
    """
    n, d = vectors.shape
    on_tile(0, n)
    mean = vectors.mean(axis=0, dtype=np.float64) if center else np.zeros(d)
    scale = _spread(vectors, mean) if standardize else np.ones(d)
    if n < d:
        centered = (vectors - mean) / scale
        values, axes = eigen(centered @ centered.T)  # (n,), (n, n)
    else:
        values, axes = eigen(_scatter(vectors, mean, scale, on_tile, dtype))  # (d,), (d, d)
    differ = np.any(vectors != vectors[0]) if center else np.any(vectors)
    rank = int(np.sum(values > values[0] * max(n, d) * np.finfo(float).eps)) if differ else 0
    if rank == 0:
        raise InputError(f"All {n:,} points are the same: there is no variance to show.", "E-PRJ-01")
    components = axes[:, :rank].T  # (rank, n) or (rank, d)
    if n < d:
        components = oriented((components @ centered).T / np.sqrt(values[:rank])).T  # (rank, d)
    return Principal(mean, scale, components, np.sqrt(np.maximum(values, 0)))


def _spread(vectors: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Standard deviation of each column, float64 (d,); 1 for columns that do not vary."""
    total = np.zeros(len(mean))
    for start in range(0, len(vectors), TILE_ROWS):
        total += np.square(vectors[start : start + TILE_ROWS] - mean).sum(axis=0)
    constant = np.all(vectors == vectors[0], axis=0)
    return np.where(constant, 1, np.sqrt(total / len(vectors)))


def _scatter(
    vectors: np.ndarray,
    mean: np.ndarray,
    scale: np.ndarray,
    on_tile: Callable[[int, int], None],
    dtype: type[np.floating],
) -> np.ndarray:
    """Sum over all points of (x - mean)(x - mean)^T: float64 (d, d), never holding a float64 copy of all points."""
    total = np.zeros((len(mean), len(mean)))
    mean, scale = mean.astype(dtype), scale.astype(dtype)
    for start in range(0, len(vectors), TILE_ROWS):
        tile = (vectors[start : start + TILE_ROWS] - mean) / scale
        total += tile.T @ tile
        on_tile(min(start + TILE_ROWS, len(vectors)), len(vectors))
    return total


@dataclass(frozen=True, eq=False)
class Factors:
    """A matrix (n, d) as U diag(s) V^T, by singular value decomposition.

    left: (n, r) and right: (d, r), orthonormal columns; values: (r,), falling; r = min(n, d). All float64.
    """

    left: np.ndarray
    values: np.ndarray
    right: np.ndarray

    def rank(self, k: int) -> np.ndarray:
        """The matrix of rank k that is nearest to the matrix in squared error (Eckart and Young, 1936)."""
        return (self.left[:, :k] * self.values[:k]) @ self.right[:, :k].T

    @cached_property
    def squared_errors(self) -> np.ndarray:
        """Squared error of the best approximation of each rank 0 to r: the squares of the values left out, summed."""
        return np.append(np.cumsum(np.square(self.values)[::-1])[::-1], 0.0)

    def numbers_kept(self, k: int) -> int:
        """Numbers that rank k is stored with: k values, k columns of each side."""
        return k * (len(self.left) + len(self.right) + 1)


def factorize(matrix: np.ndarray) -> Factors:
    """Singular value decomposition of a matrix, in float64; signs as in `decompositions`."""
    return Factors(*svd(np.asarray(matrix, dtype=np.float64)))


def principal_angles(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Angles between the spans of the columns of (d, k) and (d, m), in radians, rising (Bjorck and Golub, 1973).

    Computed from sines where they are small, so that equal subspaces give 0 and not the square root of the rounding.
    """
    a, b = np.linalg.qr(first)[0], np.linalg.qr(second)[0]  # (d, k), (d, m)
    if a.shape[1] < b.shape[1]:
        a, b = b, a
    cosines = np.clip(np.linalg.svd(a.T @ b, compute_uv=False), 0, 1)
    sines = np.sort(np.clip(np.linalg.svd(b - a @ (a.T @ b), compute_uv=False), 0, 1))
    return np.where(cosines**2 < 0.5, np.arccos(cosines), np.arcsin(sines[: len(cosines)]))
