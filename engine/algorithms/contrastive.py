"""The contrastive loss of pairs: each is to be found among the others of its batch, from either side.

Source: Radford et al. (2021); the loss of one side is InfoNCE (van den Oord, Li and Vinyals, 2018).
"""

from typing import NamedTuple

import numpy as np

from engine.algorithms.probability import softmax


class Shares(NamedTuple):
    """What a batch of n pairs gives, float64 (n, n) each; row i, column j: left item i and right item j.

    by_row: the softmax of each row, the chance of each right item for a left one. by_column: that of each column.
    """

    by_row: np.ndarray
    by_column: np.ndarray

    @property
    def losses(self) -> np.ndarray:
        """The loss of each pair (n,): minus the logarithm of its chance, the mean of both sides."""
        found = -(np.log(np.diagonal(self.by_row)) + np.log(np.diagonal(self.by_column))) / 2
        return np.asarray(found)

    @property
    def loss(self) -> float:
        """The mean over the pairs."""
        return float(self.losses.mean())


def shares(similarities: np.ndarray, temperature: float) -> Shares:
    """Softmax of both sides of similarities (n, n), the pairs on the diagonal; temperature > 0 divides them.

    >>> round(shares(np.eye(2), 1.0).loss, 4)
    0.3133
    """
    logits = np.asarray(similarities, np.float64) / temperature
    return Shares(softmax(logits), softmax(logits.T).T)


def gradient(found: Shares, temperature: float) -> np.ndarray:
    """Of the mean loss by each similarity, float64 (n, n): how far both shares are from the pairs themselves."""
    n = len(found.by_row)
    return np.asarray((found.by_row + found.by_column - 2 * np.eye(n)) / (2 * n * temperature))


def recall_at(similarities: np.ndarray, right: np.ndarray, most: tuple[int, ...]) -> list[float]:
    """Share of the rows with a right column among their k largest, for each k in `most`.

    similarities: (n, m). right: bool (n, m), each row with at least one. Of equal similarities the right one counts
    half of those beside it as before it, so that a constant matrix earns what chance does, or less.
    """
    best = np.where(right, similarities, -np.inf).max(axis=1, keepdims=True)
    above = ((similarities > best) & ~right).sum(axis=1)
    beside = ((similarities == best) & ~right).sum(axis=1)
    place = above + beside / 2
    return [float((place < k).mean()) for k in most]


def chance_of_recall(right: np.ndarray, most: tuple[int, ...]) -> list[float]:
    """What an order by chance earns of `recall_at`: 1 - C(m - r, k) / C(m, k) for r right ones among m, on average."""
    m, n_right = right.shape[1], right.sum(axis=1).astype(float)
    found = []
    for k in most:
        missed = np.ones(len(right))
        for drawn in range(min(k, m)):
            missed *= np.maximum(m - n_right - drawn, 0) / (m - drawn)
        found.append(float(1 - missed.mean()))
    return found
