"""The pairs of a matrix by its rows and by its columns, as alternating least squares takes them."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Side:
    """One side of the matrix: for each of its rows, the rows of the other side that it is paired with.

    offsets: int64 (n + 1,) into others, int32 (n_pairs,).
    """

    offsets: np.ndarray
    others: np.ndarray


def sides(offsets: np.ndarray, others: np.ndarray, n_others: int) -> tuple[Side, Side]:
    """The pairs by row, as given, and by column: offsets (n + 1,) into others, which lie in [0, n_others)."""
    order = np.argsort(others, kind="stable")
    rows = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    starts = np.concatenate([[0], np.cumsum(np.bincount(others, minlength=n_others))])
    return Side(offsets.astype(np.int64), others), Side(starts, rows[order].astype(np.int32))
