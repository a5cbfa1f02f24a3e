"""One set of points laid over another by moving, turning, mirroring and stretching the whole of it."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Laid:
    """points: float64 (n, d), as near to the others as they come. r2: share of the others' variance that is met."""

    points: np.ndarray
    r2: float


@dataclass(frozen=True, eq=False)
class Rotation:
    """matrix: (d, d), orthogonal: it turns, and may mirror. singular_values: (d,) of the product, falling."""

    matrix: np.ndarray
    singular_values: np.ndarray


def rotation(points: np.ndarray, others: np.ndarray) -> Rotation:
    """The orthogonal R for which points (n, d) @ R is nearest to others (n, d) by least squares (Schoenemann, 1966).

    With points^T others = U S V^T it is U V^T; the sum of S is the sum of the inner products of the pairs then.
    """
    left, values, right = np.linalg.svd(points.T @ others)
    return Rotation(left @ right, values)


def procrustes(points: np.ndarray, others: np.ndarray) -> Laid:
    """Lay points (n, d) over others (n, d) by least squares (Schoenemann, 1966, doi:10.1007/BF02289451).

    r2 = (sum of singular values of the product)^2 over both squared sizes: 1 - the disparity of `scipy.spatial`.
    """
    middle, target = points - points.mean(axis=0), others - others.mean(axis=0)
    turn = rotation(middle, target)
    size, target_size = np.square(middle).sum(), np.square(target).sum()
    if size == 0 or target_size == 0:
        return Laid(np.broadcast_to(others.mean(axis=0), others.shape).copy(), 0.0)
    stretched = middle @ turn.matrix * turn.singular_values.sum() / size
    return Laid(stretched + others.mean(axis=0), float(turn.singular_values.sum() ** 2 / (size * target_size)))
