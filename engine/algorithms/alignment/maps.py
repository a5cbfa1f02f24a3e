"""Vectors made comparable, and the two matrices that carry one space onto another."""

import numpy as np

from engine.algorithms.procrustes import rotation


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows scaled to length 1; rows of length 0 stay 0."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def comparable(vectors: np.ndarray, center: bool) -> np.ndarray:
    """float32 rows of length 1, without what all of them share if asked to `center` (Artetxe et al., 2016)."""
    rows = unit(vectors.astype(np.float64))
    if center:
        rows = unit(rows - rows.mean(axis=0))
    return rows.astype(np.float32)


def orthogonal_map(first: np.ndarray, second: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The orthogonal matrix (d, d) that brings first[a] nearest to second[b] for the pairs (a, b), (n, 2) rows.

    Lengths and angles within the first space stay as they are (Xing et al., 2015).
    """
    a, b = (space[rows].astype(np.float64) for space, rows in zip((first, second), pairs.T, strict=True))
    return np.asarray(rotation(a, b).matrix.astype(np.float32))


def least_squares_map(first: np.ndarray, second: np.ndarray, pairs: np.ndarray) -> np.ndarray:
    """The matrix (d, e) that brings them nearest without any condition (Mikolov, Le and Sutskever, 2013).

    Of the matrices that do so equally, as there are where pairs are fewer than dimensions, the smallest.
    """
    a, b = (space[rows].astype(np.float64) for space, rows in zip((first, second), pairs.T, strict=True))
    return np.asarray(np.linalg.lstsq(a, b, rcond=None)[0].astype(np.float32))
