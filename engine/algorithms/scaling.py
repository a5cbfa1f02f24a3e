"""Classical multidimensional scaling: places whose inner products are nearest to those that squared distances tell."""

from dataclasses import dataclass
from typing import NamedTuple

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
    means = np.square(distances, dtype=np.float64).mean(axis=0)
    products = products_of(distances)
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


def products_of(distances: np.ndarray) -> np.ndarray:
    """B = -1/2 J D^2 J, float64 (n, n): the inner products, about their middle, of points that have these distances."""
    return centered(-0.5 * np.square(distances, dtype=np.float64))


def centered(products: np.ndarray) -> np.ndarray:
    """J M J of a symmetric matrix (n, n), J = 1 - 1/n: the inner products of the same points about their middle."""
    means = products.mean(axis=0)
    return np.asarray(products - means - means[:, None] + means.mean())


class Factored(NamedTuple):
    """vectors: float64 (n, k), Y. eigenvalues: (n,) of M, all, falling. n_found: how many of them are positive."""

    vectors: np.ndarray
    eigenvalues: np.ndarray
    n_found: int


def factored(products: np.ndarray, n_components: int, most: int) -> Factored:
    """Y with Y Y^T nearest to a symmetric matrix M (n, n): leading eigenvectors times the roots of their eigenvalues.

    No vectors of so many components come nearer (Eckart and Young, 1936). k is n_components, at most the number of
    positive eigenvalues; for 0, of those larger than the size of the most negative one (Sibson, 1979), two at least
    and `most` at most. Eigenvalues below rounding count as 0.
    """
    whole = len(products) <= DENSE_UP_TO
    values, vectors = eigen(products) if whole else (np.linalg.eigvalsh(products)[::-1], None)
    values = np.where(np.abs(values) > len(values) * np.finfo(float).eps * np.abs(values).max(), values, 0.0)
    n_found = int((values > 0).sum())
    n_telling = int((values > max(0.0, -values[-1])).sum())
    k = min(n_components or min(max(n_telling, 2), most), n_found)
    if vectors is None:  # all vectors would take several times as long as all values
        vectors = (
            leading_eigen(lambda vector: products @ vector, len(products), k)[1] if k else np.empty((len(values), 0))
        )
    return Factored(vectors[:, :k] * np.sqrt(values[:k]), values, n_found)


def _widened(columns: np.ndarray, n_components: int) -> np.ndarray:
    """With columns of zeros, where there are fewer points than dimensions."""
    return np.pad(columns, ((0, 0), (0, n_components - columns.shape[1])))
