"""What learners of pairs share: what their vectors are to give back, and the embedding of the items."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.embedding import Embedding
from engine.errors import InputError
from engine.learners.base import Learner

ROUNDING = 1e-9


@dataclass(frozen=True, eq=False)
class Target:
    """values: float64 (n, n), what the vectors are to give back: as distances, or as inner products."""

    values: np.ndarray
    are_distances: bool


@dataclass(frozen=True)
class PairLearner(Learner):
    """A learner of one vector for each item. Fit: embedding "item"."""

    takes: ClassVar[str] = PairMatrix.kind
    embeds: ClassVar[str] = "item"
    near_by: ClassVar[Literal["cosine", "euclidean"]] = "euclidean"

    def target(self, dataset: PairMatrix) -> Target:
        """What the vectors are to give back of each pair. Raises InputError if the data cannot serve."""
        raise NotImplementedError

    def gives_distances(self, dataset: PairMatrix) -> bool:
        """Whether that is distances of the vectors, rather than inner products."""
        return True


def item_embedding(dataset: PairMatrix, vectors: np.ndarray) -> Embedding:
    """Vectors of the items with what is known of them, texts last: a map is colored by the last column."""
    ordered = sorted(dataset.metadata.items(), key=lambda item: item[1].dtype.kind != "f")
    return Embedding(vectors.astype(np.float32), dataset.labels, dict(ordered))


def distances_of(dataset: PairMatrix) -> np.ndarray:
    """The distances (n, n) that are given, or that belong to the similarities: d^2 = s_ii + s_jj - 2 s_ij.

    Raises InputError (E-DST-19) where two items are more similar than each is to itself, on the average.
    """
    if dataset.are_distances:
        return dataset.values
    own = dataset.values.diagonal()
    squares = own + own[:, None] - 2 * dataset.values
    row, column = np.unravel_index(np.argmin(squares), squares.shape)
    if squares[row, column] < -ROUNDING * float(np.abs(dataset.values).max()):
        raise InputError(
            f"{dataset.labels[row]} and {dataset.labels[column]} are more similar to each other "
            f"({dataset.values[row, column]:.6g}) than each is to itself ({own[row]:.6g} and {own[column]:.6g}), so no "
            "distances belong to these similarities. The spectral method takes them as they are.",
            "E-DST-19",
        )
    return np.asarray(np.sqrt(np.maximum(squares, 0)))
