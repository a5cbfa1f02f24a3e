"""Pointwise mutual information of a matrix of counts (Church and Hanks, 1990; Levy, Goldberg and Dagan, 2015)."""

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def ppmi(counts: "csr_array", smoothing: float = 1.0, shift: int = 1) -> "csr_array":
    """max(0, log(p(w, c) / (p(w) p(c))) - log(shift)) for each nonzero count of word w (row) beside context c.

    p(c) is proportional to the context's count to the power of `smoothing`.
    """
    cells = counts.tocoo()
    of_word = np.asarray(counts.sum(axis=1)).ravel()
    of_context = np.asarray(counts.sum(axis=0)).ravel() ** smoothing
    chance = of_context / of_context.sum()
    row, column = cells.coords
    values = np.log(cells.data / (of_word[row] * chance[column])) - math.log(shift)
    result = counts.copy()
    result.data = np.maximum(values, 0)
    result.eliminate_zeros()
    return result
