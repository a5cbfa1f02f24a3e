"""A one-hot vector times a matrix of vectors: the first layer of word2vec, which only looks up a row."""

from typing import NamedTuple

import numpy as np


class OneHotProduct(NamedTuple):
    """A part of x^T W that can be read.

    rows: int64 (m,), rows of W in sight, the word's among them. one_hot: float32 (m,), x there; it is 0 everywhere
    else. part: float32 (m, k), the first k columns of W in these rows. product: float32 (k,), of all of x and W.
    """

    rows: np.ndarray
    one_hot: np.ndarray
    part: np.ndarray
    product: np.ndarray


def one_hot_product(vectors: np.ndarray, row: int, n_rows: int = 9, n_columns: int = 8) -> OneHotProduct:
    """Multiply the one-hot vector of a row by W (n, d); the rows in sight are those around it."""
    n = len(vectors)
    first = max(0, min(row - n_rows // 2, n - n_rows))
    rows = np.arange(first, min(n, first + n_rows))
    one_hot = (np.arange(n) == row).astype(np.float32)
    columns = vectors[:, :n_columns]
    return OneHotProduct(rows, one_hot[rows], columns[rows], one_hot @ columns)
