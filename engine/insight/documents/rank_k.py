"""A part of the matrix of documents by terms beside the same part at rank k, and the error of each rank."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


@dataclass(frozen=True, eq=False)
class Part:
    """documents (n,) and terms (m,): rows and columns of the matrix. given, made: float64 (n, m), the weights and what
    rank k has instead.
    """

    documents: np.ndarray
    terms: np.ndarray
    given: np.ndarray
    made: np.ndarray


def part(matrix: "csr_array", axes: np.ndarray, documents: np.ndarray, n_terms: int, k: int) -> Part:
    """These documents by their heaviest terms. axes: (all terms, >= k), orthonormal columns: rank k is A V V'."""
    rows = matrix[documents]
    sums = np.asarray(rows.sum(axis=0)).ravel()
    terms = np.argsort(-sums, kind="stable")[:n_terms]
    terms = terms[sums[terms] > 0]
    made = (rows @ axes[:, :k]) @ axes[terms, :k].T
    return Part(documents, terms, rows[:, terms].toarray(), made)


def squared_errors(coordinates: np.ndarray, squares: float) -> np.ndarray:
    """|A - A V_k V_k'|^2 for the ranks 0 to r, float64 (r + 1,). coordinates: A V (n, r); squares: |A|^2."""
    kept = np.square(coordinates.astype(np.float64)).sum(axis=0)
    return np.maximum(squares - np.append(0.0, np.cumsum(kept)), 0)
