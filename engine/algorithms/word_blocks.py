"""Several vectors that stand for a list of vectors: its first ones, or its principal directions."""

import numpy as np


def first_words(vectors: np.ndarray, n_blocks: int) -> np.ndarray:
    """The first n_blocks of vectors (n, d), and 0 for those that there are not: (n_blocks, d).

    >>> first_words(np.eye(2), 3).tolist()
    [[1.0, 0.0], [0.0, 1.0], [0.0, 0.0]]
    """
    found = np.zeros((n_blocks, vectors.shape[1]))
    found[: len(vectors)] = vectors[:n_blocks]
    return found


def principal_blocks(vectors: np.ndarray, n_blocks: int) -> np.ndarray:
    """The first right singular vectors of (n, d), no mean taken off, each times its singular value over sqrt(n).

    (n_blocks, d), 0 beyond the rank. So the squares of all blocks are the mean squared length of the vectors. Each
    points to the side on which the sum of the vectors lies; where the sum has no part along it, to that of its entry
    of largest size.
    """
    found = np.zeros((n_blocks, vectors.shape[1]))
    if not len(vectors):
        return found
    _, values, right = np.linalg.svd(vectors, full_matrices=False)  # (r,), (r, d)
    kept = int((values > 1e-9 * max(values[0], np.finfo(float).tiny)).sum())
    right = right[: min(kept, n_blocks)]
    sums = right @ vectors.sum(axis=0)
    largest = right[np.arange(len(right)), np.abs(right).argmax(axis=1)]
    decided = np.abs(sums) > 1e-9 * np.abs(values[0])
    signs = np.where(np.where(decided, sums, largest) < 0, -1.0, 1.0)
    found[: len(right)] = right * (signs * values[: len(right)] / np.sqrt(len(vectors)))[:, None]
    return found
