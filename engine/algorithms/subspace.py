"""Leading singular vectors of a matrix that is only known by its products (Halko, Martinsson and Tropp, 2011)."""

from collections.abc import Callable

import numpy as np

OVERSAMPLING = 16
Product = Callable[[np.ndarray], np.ndarray]


def leading_svd(
    product: Product, transposed: Product, shape: tuple[int, int], n_components: int, n_iter: int = 4, seed: int = 0
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """U (n, k), the k largest singular values, falling, and V (m, k), by n_iter rounds of subspace iteration.

    product(x) and transposed(x) multiply the matrix, or its transpose, by a block of columns. k is n_components or
    the smaller side. Each column's sign is such that its largest entry in U is positive.
    """
    width = min(n_components + OVERSAMPLING, *shape)
    block = product(np.random.default_rng(seed).standard_normal((shape[1], width)).astype(np.float32))
    for _ in range(n_iter):
        block = product(orthonormal(transposed(orthonormal(block))))
    basis = orthonormal(block)
    right, values, left = np.linalg.svd(transposed(basis), full_matrices=False)
    n_components = min(n_components, basis.shape[1])
    k = min(n_components, *shape)
    left = basis @ left.T[:, :k]
    sign = signs(left)
    return left * sign, values[:k], right[:, :k] * sign


def orthonormal(block: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the columns, (n, rank), from their inner products.

    Unlike Householder's QR it is two products of matrices, which busy processors share well; taken twice, it is as
    exact. Directions below the rounding errors are left out.
    """
    floor = block.shape[0] * np.finfo(block.dtype).eps
    for _ in range(2):
        values, vectors = np.linalg.eigh((block.T @ block).astype(np.float64))
        kept = values > floor * values[-1]
        block = block @ (vectors[:, kept] / np.sqrt(values[kept])).astype(block.dtype)
    return block


def signs(vectors: np.ndarray) -> np.ndarray:
    """1 or -1 for each column, so that its largest entry times the sign is positive."""
    largest = np.abs(vectors).argmax(axis=0)
    return np.where(vectors[largest, np.arange(vectors.shape[1])] < 0, -1.0, 1.0).astype(vectors.dtype)
