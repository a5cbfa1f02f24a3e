"""How well vectors tell classes apart: nearest neighbors in the training part, asked about the test part."""

import numpy as np

TILE_NUMBERS = 1 << 24
"""Distances held at once."""


def neighbor_accuracy(
    vectors: np.ndarray, targets: np.ndarray, n_train: int, k: int = 5, most_tested: int = 1_000
) -> float:
    """Share of the test items whose class is the commonest among their k nearest training items (Euclidean).

    vectors (n, d) and targets (n,), the first n_train for training; at most `most_tested` test items, evenly chosen,
    are asked about. Ties go to the class whose neighbor is nearest. NaN without test items.
    """
    rows = np.arange(n_train, len(vectors))
    if not len(rows):
        return float("nan")
    rows = rows[np.linspace(0, len(rows) - 1, min(most_tested, len(rows))).astype(int)]
    train = vectors[:n_train] - vectors[:n_train].mean(axis=0)
    tested = vectors[rows] - vectors[:n_train].mean(axis=0)
    lengths = np.square(train).sum(axis=1)
    right = 0
    for start in range(0, len(rows), max(1, TILE_NUMBERS // n_train)):
        part = slice(start, start + max(1, TILE_NUMBERS // n_train))
        distances = lengths - 2 * tested[part] @ train.T
        found = _voted(distances, targets[:n_train], min(k, n_train))
        right += int((found == targets[rows[part]]).sum())
    return right / len(rows)


def _voted(distances: np.ndarray, targets: np.ndarray, k: int) -> np.ndarray:
    """The commonest class among the k nearest of each row of distances (m, n)."""
    nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
    order = np.take_along_axis(distances, nearest, axis=1).argsort(axis=1)
    return commonest(targets[np.take_along_axis(nearest, order, axis=1)])


def commonest(votes: np.ndarray) -> np.ndarray:
    """The commonest class of each row of votes (m, k), nearest first; of equally common ones that of the nearest."""
    counts = (votes[:, :, None] == votes[:, None, :]).sum(axis=2)
    return np.take_along_axis(votes, counts.argmax(axis=1)[:, None], axis=1)[:, 0]


def chance_accuracy(targets: np.ndarray, n_train: int) -> float:
    """Share of the test items in the commonest class of the training part: what no knowledge of the item gives."""
    commonest = np.bincount(targets[:n_train]).argmax()
    tested = targets[n_train:]
    return float((tested == commonest).mean()) if len(tested) else float("nan")
