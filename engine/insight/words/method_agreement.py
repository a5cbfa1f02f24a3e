"""Whom several embeddings of the same words call near, and how far they agree on it."""

from collections.abc import Mapping

import numpy as np

from engine.embedding import Embedding
from engine.neighbors import nearest_batch

NEAREST = 10
PROBED = 500
"""Words whose neighbors are compared."""
AMONG = 5_000
"""Neighbors are sought among so many of the most frequent words that all know."""


def shared_words(embeddings: Mapping[str, Embedding]) -> list[str]:
    """The words that all of them know with a direction, in the order of the first, at most AMONG."""
    first, *others = embeddings.values()
    found = []
    for row, word in enumerate(first.labels):
        if first.norms[row] > 0 and all(_knows(other, word) for other in others):
            found.append(word)
            if len(found) == AMONG:
                break
    return found


def _knows(embedding: Embedding, word: str) -> bool:
    row = embedding.index.get(word)
    return row is not None and bool(embedding.norms[row] > 0)


def neighbor_agreement(embeddings: Mapping[str, Embedding], seed: int = 0) -> tuple[np.ndarray, int, int]:
    """Share of the `NEAREST` nearest that two embeddings have in common: the mean over words, float64 (n, n).

    Neighbors are by cosine, among the words of `shared_words` alone; PROBED of them, drawn by the seed, are looked at.
    Also returns how many were looked at, and among how many. NaN where fewer than two words are shared. Two embeddings
    that have nothing to do with each other share NEAREST / (number of words - 1) on average.
    """
    words = shared_words(embeddings)
    n = len(embeddings)
    if len(words) < 2:
        return np.full((n, n), np.nan), 0, len(words)
    probed = np.sort(np.random.default_rng(seed).permutation(len(words))[:PROBED])
    k = min(NEAREST, len(words) - 1)
    near = []
    for embedding in embeddings.values():
        among = embedding.among(np.array([embedding.index[word] for word in words]))
        near.append(nearest_batch(among, probed, k).rows)
    shares = np.array([[_share(one, other) for other in near] for one in near])
    return shares, len(probed), len(words)


def _share(one: np.ndarray, other: np.ndarray) -> float:
    """Mean share of the entries of each row of (m, k) that are in the other's row, too."""
    return float((one[:, :, None] == other[:, None, :]).any(axis=2).mean())
