"""The nearest items by the given numbers, beside those in the vectors: what an embedding changed."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.embedding import Embedding
from engine.neighbors import Metric, nearest_batch

K = 10


@dataclass(frozen=True, eq=False)
class Kept:
    """shares: float64 (n,), of the k nearest by the given numbers those that are among the k nearest vectors."""

    shares: np.ndarray
    k: int


def kept(dataset: PairMatrix, embedding: Embedding, metric: Metric, k: int = K) -> Kept:
    """How many of the nearest items stay the nearest."""
    k = min(k, dataset.n_items - 1)
    near = nearest_batch(embedding, np.arange(dataset.n_items), k, metric).rows
    shares = [len(np.intersect1d(dataset.nearest(row, k), near[row])) / k for row in range(dataset.n_items)]
    return Kept(np.array(shares), k)
