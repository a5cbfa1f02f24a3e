"""Singular vectors of a sparse matrix through the eigenvectors of its smaller Gram matrix."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def smaller_gram(matrix: "csr_array") -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, rising, and eigenvectors of XX' if X has fewer rows than columns, else of X'X."""
    product = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    values, vectors = np.linalg.eigh(product.toarray())
    return np.maximum(values, 0), vectors


def largest(
    matrix: "csr_array", values: np.ndarray, vectors: np.ndarray, n_components: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """U (n, k), the k largest singular values, falling, and V (m, k), from what `smaller_gram` found.

    k is n_components or the rank, if that is less. Of each pair of vectors the largest entry of the shorter one is
    positive, so that the same matrix gives the same vectors.
    """
    order = np.argsort(-values, kind="stable")[:n_components]
    order = order[values[order] > values.max() * max(matrix.shape) * np.finfo(np.float64).eps]
    chosen, singular = vectors[:, order], np.sqrt(values[order])
    sign = np.where(chosen[np.abs(chosen).argmax(axis=0), np.arange(len(order))] < 0, -1.0, 1.0)
    chosen = chosen * sign
    if matrix.shape[0] <= matrix.shape[1]:
        return chosen, singular, matrix.T @ chosen / singular
    return matrix @ chosen / singular, singular, chosen
