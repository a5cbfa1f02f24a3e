"""Sums of rows that share a place: what the gradient of a table of learned rows is made of."""

import numpy as np


def summed(values: np.ndarray, rows: np.ndarray, n_rows: int) -> np.ndarray:
    """Sums of `values` (m, k) by row, float32 (n_rows, k)."""
    from scipy.sparse import csr_array

    places = csr_array((np.ones(len(rows), dtype=np.float32), (rows, np.arange(len(rows)))), shape=(n_rows, len(rows)))
    return places @ values
