"""Documents as rows of term counts, and what a count weighs: by its document, and by how many documents have the term.

Weighted count = local weight of the count in its document x global weight of the term.
"""

from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Weighting = Literal["counts", "tf", "tfidf", "log_entropy"]
WEIGHTINGS: dict[Weighting, str] = {
    "tfidf": "tf-idf",
    "log_entropy": "Log-entropy",
    "tf": "tf: share of the document",
    "counts": "Counts",
}


def count_matrix(tokens: np.ndarray, documents: np.ndarray, n_terms: int) -> "csr_array":
    """How often each term is in each document, float64 (n_documents, n_terms), columns rising within a row.

    tokens: int (n_tokens,) columns, -1 for what is not counted. documents: (n_documents + 1,) offsets into them.
    """
    from scipy.sparse import csr_array

    n_documents = len(documents) - 1
    rows = np.repeat(np.arange(n_documents), np.diff(documents))  # (n_tokens,)
    counted = tokens >= 0
    cells, times = np.unique(rows[counted] * np.int64(n_terms) + tokens[counted], return_counts=True)
    rows, columns = np.divmod(cells, np.int64(n_terms))
    ends = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=n_documents))])
    return csr_array((times.astype(float), columns, ends), shape=(n_documents, n_terms))


def global_weights(counts: "csr_array", weighting: Weighting) -> np.ndarray:
    """The weight of each term, float64 (n_terms,): it stays the same for documents that come later.

    tf-idf: ln(N / n(t)), n(t) of N documents having the term (Sparck Jones, 1972). Log-entropy: 1 + sum of p ln p /
    ln N over the documents, p being their shares of the term (Dumais, 1991): 0 for what is spread evenly over all, 1
    for what one document has alone. Else 1.
    """
    n_documents, n_terms = counts.shape
    if weighting == "tfidf":
        having = np.bincount(counts.indices, minlength=n_terms)
        return np.log(n_documents / np.maximum(having, 1))
    if weighting == "log_entropy":
        totals = np.bincount(counts.indices, counts.data, n_terms)
        shares = counts.data / totals[counts.indices]
        entropy = np.bincount(counts.indices, shares * np.log(shares), n_terms)
        return np.maximum(1 + entropy / np.log(max(n_documents, 2)), 0)
    return np.ones(n_terms)


def weighted(counts: "csr_array", weighting: Weighting, weights: np.ndarray, unit_length: bool) -> "csr_array":
    """The matrix of weighted counts, of the shape of `counts`; weights (n_terms,) are those of `global_weights`.

    The local weight is n, its share of the document's counts (tf, tf-idf), or ln(1 + n) (log-entropy).
    unit_length: each row is divided by its Euclidean length, so that long documents count no more than short ones.
    """
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(counts.shape[0]), np.diff(counts.indptr))
    values = counts.data
    if weighting in ("tf", "tfidf"):
        values = values / np.bincount(rows, values, counts.shape[0])[rows]
    elif weighting == "log_entropy":
        values = np.log1p(values)
    values = values * weights[counts.indices]
    if unit_length:
        lengths = np.sqrt(np.bincount(rows, values**2, counts.shape[0]))
        values = values / np.where(lengths > 0, lengths, 1)[rows]
    return csr_array((values, counts.indices, counts.indptr), shape=counts.shape)
