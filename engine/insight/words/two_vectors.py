"""The two vectors that a method gives a word: as a word, w, and as a context of others, y. Each alone, and stacked."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from engine.embedding import Embedding
from engine.neighbors import Neighbors, largest, nearest

By = Literal["w", "y", "both", "meets"]


class Stacked(NamedTuple):
    """Some words, all of whose inner products are taken; float64.

    blocks: (2n, 2n), of w_1 ... w_n, y_1 ... y_n with one another: upper right stand w_i . y_j, what a method fits.
    sums: (n, n), of the stacked vectors [w_i, y_i]: w_i . w_j + y_i . y_j.
    """

    blocks: np.ndarray
    sums: np.ndarray


def stacked(words: Embedding, contexts: Embedding, rows: Sequence[int]) -> Stacked:
    """The Gram matrix X^T X of both vectors of some rows; the columns of X are the vectors."""
    w, y = (each.vectors[list(rows)].astype(np.float64) for each in (words, contexts))
    both = np.concatenate([w, y])
    long = np.concatenate([w, y], axis=1)
    return Stacked(both @ both.T, long @ long.T)


def nearest_by(words: Embedding, contexts: Embedding, row: int, by: By, k: int = 10) -> Neighbors:
    """The words nearest to one by cosine of w, of y, or of [w, y]; or, "meets", contexts by the inner product w . y.

    Only among the last may the word itself be.
    """
    if by == "w":
        return nearest(words, row, k)
    if by == "y":
        return nearest(contexts, row, k)
    if by == "meets":
        return nearest(contexts, words.vectors[row], k, "dot")
    products = words.vectors @ words.vectors[row] + contexts.vectors @ contexts.vectors[row]
    lengths = np.hypot(words.norms, contexts.norms)
    lengths *= lengths[row]
    scores = np.divide(products, lengths, out=np.full(len(products), -np.inf), where=lengths > 0)
    scores[row] = -np.inf
    rows, values = largest(scores[None], min(k, len(scores)))
    found = values[0] > -np.inf
    return Neighbors(rows[0][found], np.clip(values[0][found], -1, 1))
