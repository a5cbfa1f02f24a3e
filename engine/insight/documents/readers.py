"""Readers and documents: a reader is the mean of what was read, a document is liked by the inner product."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array


LEAST = 1e-9
"""Noise below which only readers who have read all that they like read anything else."""


class Readers(NamedTuple):
    """read: int64 (n, n_read), rows of documents in the order of reading. likes: bool (n, n_labels), which labels."""

    read: np.ndarray
    likes: np.ndarray


def simulated(targets: np.ndarray, n_readers: int, n_read: int, noise: float, rng: np.random.Generator) -> Readers:
    """Readers of documents with labels, targets int (m,): each likes one label or, by a fair coin, two, if there are
    more than two, and reads n_read different documents, each with chance `noise` any, else of what is liked.
    """
    n_labels = int(targets.max()) + 1
    order = np.argsort(rng.random((n_readers, n_labels)), axis=1)
    two = (rng.random(n_readers) < 0.5) & (n_labels > 2)
    likes = np.zeros((n_readers, n_labels), bool)
    likes[np.arange(n_readers), order[:, 0]] = True
    likes[np.flatnonzero(two), order[two, 1]] = True
    read = np.empty((n_readers, n_read), np.int64)
    for reader in range(n_readers):
        liked = likes[reader][targets]
        chances = max(noise, LEAST) / len(targets) + (1 - noise) * liked / liked.sum()
        # the largest of log chance + Gumbel noise are a draw without replacement
        read[reader] = np.argsort(-np.log(chances) - rng.gumbel(size=len(targets)))[:n_read]
    return Readers(read, likes)


def reader_of(vectors: np.ndarray, read: np.ndarray) -> np.ndarray:
    """The mean (d,) of the vectors (n, d) of what was read; of rows (m, n_read), the means (m, d)."""
    return np.asarray(vectors[read].mean(axis=-2))


class Part(NamedTuple):
    """A term of a document. weight: in the document. product: of the reader and what one unit of the term adds.
    part: of u . d, their product.
    """

    term: int
    weight: float
    product: float
    part: float


def parts(matrix: "csr_array", factors: np.ndarray, reader: np.ndarray, row: int) -> list[Part]:
    """u . d = sum of a_t (u . f_t) over the terms of a document, the largest part first; see `closeness`.

    matrix: weights a (n_documents, n_terms). factors: f (n_terms, d). reader: u (d,).
    """
    first, last = matrix.indptr[row], matrix.indptr[row + 1]
    terms, weights = matrix.indices[first:last], matrix.data[first:last]
    products = factors[terms] @ reader.astype(np.float64)
    order = np.argsort(-weights * products, kind="stable")
    return [
        Part(int(terms[at]), float(weights[at]), float(products[at]), float(weights[at] * products[at])) for at in order
    ]
