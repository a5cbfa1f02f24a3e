"""BM25: how well documents fit the words of a query, by counting alone (Robertson and Zaragoza, 2009)."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csc_array

K1, B = 1.2, 0.75
"""How soon further occurrences stop to count, and how much long documents are discounted (0: not, 1: in full)."""


def idf(n_documents: int, having: np.ndarray) -> np.ndarray:
    """ln(1 + (N - n + 1/2) / (n + 1/2)) for terms that n of N documents have: never negative."""
    return np.log1p((n_documents - having + 0.5) / (having + 0.5))


def bm25(counts: "csc_array", lengths: np.ndarray, terms: np.ndarray, k1: float = K1, b: float = B) -> np.ndarray:
    """The score of each document for a query, float64 (n_documents,); 0 for those that have none of its terms.

    counts: (n_documents, n_terms), by columns. lengths: words of each document. terms: columns of the query, each as
    often as the query has it. A term of which a document of length l has f adds idf f (k1 + 1) / (f + k1 (1 - b + b l /
    mean l)).
    """
    scores = np.zeros(counts.shape[0])
    penalty = k1 * (1 - b + b * lengths / lengths.mean())  # (n_documents,)
    for term, times in zip(*np.unique(terms, return_counts=True), strict=True):
        cells = slice(counts.indptr[term], counts.indptr[term + 1])
        rows, found = counts.indices[cells], counts.data[cells]
        scores[rows] += times * idf(counts.shape[0], np.array(len(rows))) * found * (k1 + 1) / (found + penalty[rows])
    return scores
