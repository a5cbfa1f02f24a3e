"""What layouts begin with: the items that have a place by their metric, and their leading principal components."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.embedding import Embedding
from engine.errors import InputError
from engine.low_rank import principal


@dataclass(frozen=True, eq=False)
class Points:
    """vectors: float32 (n, d), of length 1 under cosine. directed: bool (n_items,), which items these are; notes: of
    the others, for the user.
    """

    vectors: np.ndarray
    directed: np.ndarray
    notes: tuple[str, ...]


def points_of(dataset: Embedding, metric: Literal["cosine", "euclidean"]) -> Points:
    """The items that the metric can compare; raises InputError if there is none.

    Distances between the points are those of the metric: half of their square is 1 less the cosine.
    """
    if metric == "euclidean":
        return Points(dataset.vectors, np.ones(dataset.n_items, dtype=bool), ())
    directed = dataset.norms > 0
    if not directed.any():
        raise InputError("No vector has a direction: all are zero. Choose the Euclidean metric.", "E-PRJ-03")
    return Points(dataset.unit[directed], directed, _undirected_notes(int((~directed).sum())))


def _undirected_notes(n_undirected: int) -> tuple[str, ...]:
    if not n_undirected:
        return ()
    verb = "item has" if n_undirected == 1 else "items have"
    return (f"{n_undirected:,} {verb} no direction (a zero vector), and cosine no place for that: put in a corner.",)


def leading(points: np.ndarray, n_components: int) -> np.ndarray:
    """Coordinates along at most so many principal components, the first with a standard deviation of 1; float64."""
    found = principal(points)
    reduced = found.transform(points, min(n_components, len(found.components)))
    return np.asarray(reduced / reduced[:, 0].std())


def small_layout(points: np.ndarray, n_components: int) -> np.ndarray:
    """Places (n, n_components) for a handful of points: their PCA, or a circle if they are all the same."""
    if np.any(points != points[0]):
        return padded(principal(points).transform(points, n_components), n_components)
    angles = 2 * np.pi * np.arange(len(points)) / len(points)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return padded(circle - circle.mean(axis=0), n_components)


def padded(coordinates: np.ndarray, n_components: int) -> np.ndarray:
    """With columns of zeros up to `n_components`."""
    return np.pad(coordinates, ((0, 0), (0, n_components - coordinates.shape[1])))


def completed(coordinates: np.ndarray, directed: np.ndarray) -> np.ndarray:
    """Coordinates of all items, float32 (n_items, c), from those of `directed` ones; others in the lower corner."""
    coordinates = np.asarray(coordinates, dtype=np.float32)
    low, high = coordinates.min(axis=0), coordinates.max(axis=0)
    result = np.tile(low - (high - low) / 20, (len(directed), 1))
    result[directed] = coordinates
    return result
