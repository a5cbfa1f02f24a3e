"""The largest singular values of a large sparse matrix, by subspace iteration on its inner products.

Each round reads the matrix once: its rows go both ways, X' (X block), so that of the two sides of the matrix only the
smaller one is ever held as a dense block and made orthonormal (Halko, Martinsson and Tropp, 2011, take both).
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.decompositions import OVERSAMPLING, SVD, oriented, orthonormal
from engine.threads import compiled_threads

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CHUNKS = 4
"""Of rows, always as many, so that the sums are the same on any number of threads."""


def gram_svd(
    matrix: "csr_array", n_components: int, rounds: int = 4, on_product: Callable[[], None] = lambda: None
) -> SVD:
    """float64 left (n, k), values (k,) and right (m, k); k is n_components, or the rank that is found.

    matrix: (n, m). rounds: of iteration, beyond the products of the first block and of the last. on_product() is
    called before each of the rounds + 2 products; what it raises ends the computation. Starts from fixed numbers.
    Computes in float32, in whose squares singular values below some 1e-3 of the largest drown.
    """
    wide = matrix.shape[1] > matrix.shape[0]
    rows = (matrix.T.tocsr() if wide else matrix).astype(np.float32)  # (n or m, the smaller of both)
    side = rows.shape[1]
    width = min(n_components + OVERSAMPLING, side)
    block = np.random.default_rng(0).standard_normal((side, width), dtype=np.float32)
    edges = np.searchsorted(rows.indptr, np.linspace(0, rows.nnz, CHUNKS + 1)).astype(np.int64)
    edges[0], edges[-1] = 0, rows.shape[0]
    product = _products(rows, edges)
    for _ in range(rounds + 1):
        on_product()
        block = orthonormal(product(block))  # (side, r)
    on_product()
    inner = block.T.astype(np.float64) @ product(block).astype(np.float64)  # (r, r)
    squares, vectors = np.linalg.eigh((inner + inner.T) / 2)
    order = np.argsort(-squares, kind="stable")[:n_components]
    order = order[squares[order] > 0]
    values, found = np.sqrt(squares[order]), block.astype(np.float64) @ vectors[:, order]
    if wide:
        right = oriented(matrix.T @ found / values)
        return SVD(matrix @ right / values, values, right)
    right = oriented(found)
    return SVD(matrix @ right / values, values, right)


def _products(rows: "csr_array", edges: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """Multiplies X' X by a block of float32 (m, w)."""
    from engine.algorithms.sparse_kernels import gram_products

    def product(block: np.ndarray) -> np.ndarray:
        sums = np.empty((CHUNKS, *block.shape), np.float32)
        with compiled_threads():
            gram_products(rows.indptr, rows.indices, rows.data, np.ascontiguousarray(block), edges, sums)
        return np.asarray(sums.sum(axis=0))

    return product
