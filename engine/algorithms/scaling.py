"""Classical multidimensional scaling: places whose inner products are nearest to those that squared distances tell."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.decompositions import DENSE_UP_TO, eigen, leading_eigen


@dataclass(frozen=True, eq=False)
class Scaled:
    """Places of n points by their distances among each other.

    coordinates: float64 (n, k), centered; a column of zeros where the distances have no further dimension.
    kept: share of the sum of squared inner products that they account for, in [0, 1] (Mardia, 1978).
    means: float64 (n,), the mean square of each point's distances; axes: (n, k), which turn squares into coordinates.
    """

    coordinates: np.ndarray
    kept: float
    means: np.ndarray
    axes: np.ndarray

    def placed(self, distances: np.ndarray) -> np.ndarray:
        """Places (m, k) of other points by their distances (m, n) to these (de Silva and Tenenbaum, 2004)."""
        return -0.5 * (np.square(distances, dtype=np.float64) - self.means) @ self.axes


def scaled(distances: np.ndarray, n_components: int) -> Scaled:
    """Leading eigenvectors of the centered inner products of distances (n, n), symmetric (Torgerson, 1952).

    Distances that no points in any space have lead to negative eigenvalues; these are left out.
    """
    squares = np.square(distances, dtype=np.float64)
    means = squares.mean(axis=0)
    products = -0.5 * (squares - means - means[:, None] + means.mean())
    n = len(products)
    if n <= max(DENSE_UP_TO, n_components + 1):
        values, vectors = eigen(products, n_components)
    else:
        values, vectors = leading_eigen(lambda vector: products @ vector, n, n_components)
    found = values > n * np.finfo(float).eps * max(float(np.abs(products).max()), np.finfo(float).tiny)
    values, vectors = np.where(found, values, 0.0), vectors * found
    roots = np.sqrt(values)
    axes = vectors / np.where(found, roots, 1)
    kept = float(np.square(values).sum() / max(np.square(products).sum(), np.finfo(float).tiny))
    return Scaled(_widened(vectors * roots, n_components), kept, means, _widened(axes, n_components))


def _widened(columns: np.ndarray, n_components: int) -> np.ndarray:
    """With columns of zeros, where there are fewer points than dimensions."""
    return np.pad(columns, ((0, 0), (0, n_components - columns.shape[1])))
