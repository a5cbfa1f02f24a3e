"""Why two documents are near: their inner product, divided among the terms of one and the terms of the other.

A document is the sum of its weighted terms, z = sum of a_t f_t, f_t being what one unit of a term adds. So z_i . z_j
is the sum over all terms s of i and t of j of a_is a_jt (f_s . f_t): exact, and not 0 for documents with no word in
common.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csc_array, csr_array

MOST_TERMS = 500
"""Terms of a document that are paired; of longer ones those that add the most."""


@dataclass(frozen=True)
class Shared:
    """A term of both documents. part: of the cosine, what it adds together with itself."""

    term: int
    part: float


@dataclass(frozen=True)
class Bridge:
    """A term of one document and another term of the other. part: of the cosine, what the two add. n_both: documents
    of the corpus that have both.
    """

    one: int
    other: int
    part: float
    n_both: int


@dataclass(frozen=True, eq=False)
class Closeness:
    """cosine: of the two vectors. in_words: cosine of the two rows of weighted counts, 0 without a common term.

    shared: every common term, the largest part first. bridges: pairs of different terms, the largest part first.
    of_shared: what all common terms add to the cosine with themselves; the rest is of pairs of different terms.
    """

    cosine: float
    in_words: float
    shared: tuple[Shared, ...]
    bridges: tuple[Bridge, ...]
    of_shared: float


def closeness(
    matrix: "csr_array", by_term: "csc_array", factors: np.ndarray, pair: tuple[int, int], limit: int = 12
) -> Closeness | None:
    """What two documents have in common; None if one of them has no vector.

    matrix: weighted counts (n_documents, n_terms). by_term: counts, by columns. factors: (n_terms, k), f_t.
    """
    (terms, weights), (others, other_weights) = (_row(matrix, row) for row in pair)
    ends = weights[:, None] * factors[terms], other_weights[:, None] * factors[others]  # (n_i, k), (n_j, k)
    whole = [end.sum(axis=0) for end in ends]
    scale = float(np.linalg.norm(whole[0]) * np.linalg.norm(whole[1]))
    if scale == 0:
        return None
    both, at, other_at = np.intersect1d(terms, others, assume_unique=True, return_indices=True)
    of_both = (ends[0][at] * ends[1][other_at]).sum(axis=1) / scale
    shared = [Shared(int(both[row]), float(of_both[row])) for row in np.argsort(-of_both, kind="stable")]
    lengths = float(np.linalg.norm(weights) * np.linalg.norm(other_weights))
    return Closeness(
        float(whole[0] @ whole[1]) / scale,
        float(weights[at] @ other_weights[other_at]) / lengths,
        tuple(shared),
        _bridges((terms, others), ends, whole, scale, by_term, limit),
        float(of_both.sum()),
    )


def _row(matrix: "csr_array", row: int) -> tuple[np.ndarray, np.ndarray]:
    cells = slice(matrix.indptr[row], matrix.indptr[row + 1])
    return matrix.indices[cells], matrix.data[cells]


def _bridges(
    terms: Sequence[np.ndarray],
    ends: Sequence[np.ndarray],
    whole: Sequence[np.ndarray],
    scale: float,
    by_term: "csc_array",
    limit: int,
) -> tuple[Bridge, ...]:
    """The pairs of different terms that add most; of each two documents' terms the MOST_TERMS that add most in all."""
    kept = [np.argsort(-(ends[side] @ whole[1 - side]), kind="stable")[:MOST_TERMS] for side in (0, 1)]
    parts = ends[0][kept[0]] @ ends[1][kept[1]].T / scale  # (n_i, n_j)
    one, other = (terms[side][kept[side]] for side in (0, 1))
    parts[one[:, None] == other] = -np.inf
    order = np.argsort(-parts, axis=None, kind="stable")[:limit]
    found = zip(*np.unravel_index(order, parts.shape), strict=True)
    return tuple(
        Bridge(int(one[i]), int(other[j]), float(parts[i, j]), _both(by_term, int(one[i]), int(other[j])))
        for i, j in found
        if parts[i, j] > 0
    )


def _both(by_term: "csc_array", one: int, other: int) -> int:
    """Documents that have both terms."""
    first, second = (by_term.indices[by_term.indptr[term] : by_term.indptr[term + 1]] for term in (one, other))
    return len(np.intersect1d(first, second, assume_unique=True))
