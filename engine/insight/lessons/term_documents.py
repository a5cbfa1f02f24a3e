"""Seven documents by five terms, taken apart: coordinates step by step, and what the same would cost at full size."""

from typing import NamedTuple

import numpy as np

from engine.low_rank import Factors

TERMS = ("data", "science", "spark", "Stanford", "learning")
COUNTS = (
    (10, 15, 3, 0, 10),
    (0, 9, 2, 8, 2),
    (1, 2, 20, 0, 4),
    (14, 11, 1, 32, 2),
    (5, 1, 7, 12, 5),
    (6, 3, 5, 1, 1),
    (2, 3, 5, 2, 7),
)
"""How often each document (row) has each term: the example of a data-mining lecture."""
FLOAT_BYTES = 8
INDEX_BYTES = 4
SECOND = 1e12
"""Operations that a processor does in a second, about."""


def counts() -> np.ndarray:
    """The example, float64 (7, 5)."""
    return np.array(COUNTS, dtype=float)


def products(row: np.ndarray, axis: np.ndarray) -> str:
    """The inner product of counts (m,) and a right singular vector (m,) as LaTeX, term by term, with its value."""
    terms = " + ".join(
        rf"{count:g} \cdot {f'({weight:.3f})' if weight < 0 else f'{weight:.3f}'}"
        for count, weight in zip(row, axis, strict=True)
    )
    return rf"{terms} = {float(row @ axis):.2f}"


def projected(row: np.ndarray, factors: Factors, rank: int) -> np.ndarray:
    """f(x) = V V^T x with the first `rank` right singular vectors, (m,)."""
    right = factors.right[:, :rank]
    return right @ (right.T @ row)


class Cost(NamedTuple):
    """Bytes of the whole matrix and of its nonzero cells alone; operations of its SVD, and seconds for them."""

    whole: float
    nonzero: float
    operations: float
    seconds: float


def cost(n_documents: float, n_terms: float, n_different: float) -> Cost:
    """Of documents (at least as many as terms, or turned around) with so many different terms each.

    Operations: 6 n m^2 + 20 m^3 for U, the singular values and V, n rows and m <= n columns (Golub and Van Loan, 2013).
    """
    longer, shorter = max(n_documents, n_terms), min(n_documents, n_terms)
    operations = 6 * longer * shorter**2 + 20 * shorter**3
    cells = n_documents * min(n_different, n_terms)
    return Cost(
        FLOAT_BYTES * n_documents * n_terms, (FLOAT_BYTES + INDEX_BYTES) * cells, operations, operations / SECOND
    )


class Change(NamedTuple):
    """Singular values before and after a column was emptied, and how far each fell."""

    before: np.ndarray
    after: np.ndarray
    fallen: np.ndarray


def without(matrix: np.ndarray, column: int) -> Change:
    """What a column of (n, m) is to the singular values: these with its cells, and with 0 in their place."""
    emptied = matrix.copy()
    emptied[:, column] = 0
    before, after = (np.linalg.svd(each, compute_uv=False) for each in (matrix, emptied))
    return Change(before, after, before - after)
