"""One set of points laid over another by moving, turning, mirroring and stretching the whole of it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Laid:
    """points: float64 (n, d), as near to the others as they come. r2: share of the others' variance that is met."""

    points: np.ndarray
    r2: float


def procrustes(points: np.ndarray, others: np.ndarray) -> Laid:
    """Lay points (n, d) over others (n, d) by least squares (Schoenemann, 1966, doi:10.1007/BF02289451).

    r2 = (sum of singular values of the product)^2 over both squared sizes: 1 - the disparity of `scipy.spatial`.
    """
    middle, target = points - points.mean(axis=0), others - others.mean(axis=0)
    left, values, right = np.linalg.svd(middle.T @ target)
    size, target_size = np.square(middle).sum(), np.square(target).sum()
    if size == 0 or target_size == 0:
        return Laid(np.broadcast_to(others.mean(axis=0), others.shape).copy(), 0.0)
    stretched = middle @ (left @ right) * values.sum() / size
    return Laid(stretched + others.mean(axis=0), float(values.sum() ** 2 / (size * target_size)))
