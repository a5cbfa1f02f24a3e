"""Compiled loops over sparse matrices."""

import numpy as np
from numba import njit, prange


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def gram_products(
    indptr: np.ndarray, indices: np.ndarray, data: np.ndarray, block: np.ndarray, edges: np.ndarray, sums: np.ndarray
) -> None:
    """X' X block by the rows of X: sums[c] becomes the part of the rows edges[c] to edges[c + 1].

    X: CSR, float32, (n, m). block: float32 (m, w). edges: (chunks + 1,). sums: float32 (chunks, m, w), all overwritten.
    A row is read once and goes both ways while its terms are at hand; each chunk is summed by one thread, in order.
    """
    width = block.shape[1]
    for chunk in prange(len(edges) - 1):
        total = sums[chunk]
        total[:] = 0
        row = np.empty(width, np.float32)
        for i in range(edges[chunk], edges[chunk + 1]):
            row[:] = 0
            for cell in range(indptr[i], indptr[i + 1]):
                value, column = data[cell], block[indices[cell]]
                for c in range(width):
                    row[c] += value * column[c]
            for cell in range(indptr[i], indptr[i + 1]):
                value, column = data[cell], total[indices[cell]]
                for c in range(width):
                    column[c] += value * row[c]
