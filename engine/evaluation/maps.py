"""How much of the neighborhoods a 2-D or 3-D map does not show."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

N_SAMPLED = 2_000
COMPARISONS = 40_000_000
"""Distances measured at most; with many items fewer of them are sampled."""
TILE_NUMBERS = 1 << 22


@dataclass(frozen=True)
class MapQuality:
    """Scores of a map; 1 is perfect.

    trustworthiness: in [0, 1], 1 if every neighbor on the map is one in the data (Venna and Kaski, 2001).
    neighbor_recall: share of the `n_neighbors` nearest items in the data that are among as many nearest on the map.
    chance_recall: the neighbor recall of a map that puts the items down at random.
    n_sampled: items whose neighborhoods were looked at; their neighbors come from all items.
    trustworthiness_error, recall_error: standard errors that come of looking at these alone; 0 if they are all.
    """

    trustworthiness: float
    neighbor_recall: float
    chance_recall: float
    n_neighbors: int
    n_sampled: int
    trustworthiness_error: float
    recall_error: float


def map_quality(
    vectors: np.ndarray,
    coordinates: np.ndarray,
    metric: Literal["euclidean", "cosine"] = "euclidean",
    n_neighbors: int = 10,
    seed: int = 0,
) -> MapQuality | None:
    """Compare neighbors among `vectors` (n, d) by `metric` with those among `coordinates` (n, c) by distance.

    Measured exactly for a random sample of items that depends on `seed` and n alone. `n_neighbors` is clipped to
    less than n / 2, which trustworthiness needs; with fewer than 4 items there is nothing to measure: None.
    """
    n = len(vectors)
    k = min(n_neighbors, (n - 1) // 2)
    if n < 4:
        return None
    size = min(n, N_SAMPLED, max(100, COMPARISONS // n))
    sample = np.sort(np.random.default_rng(seed).choice(n, size, replace=False))
    points = _centered(_unit(vectors) if metric == "cosine" else vectors)
    places = _centered(coordinates)
    penalties, shares = [], []
    for start in range(0, size, max(1, TILE_NUMBERS // n)):
        rows = sample[start : start + max(1, TILE_NUMBERS // n)]
        penalty, shared = _compare(_squares(points, rows), _squares(places, rows), k)
        penalties.append(penalty)
        shares.append(shared)
    worst = k * (2 * n - 3 * k - 1) / 2
    lost, kept = np.concatenate(penalties) / worst, np.concatenate(shares) / k
    trust, recall = 1 - float(lost.mean()), float(kept.mean())
    return MapQuality(trust, recall, k / (n - 1), k, size, _standard_error(lost, n), _standard_error(kept, n))


def _standard_error(values: np.ndarray, n: int) -> float:
    """Of the mean of a sample (m,) drawn without repetition from n."""
    return float(values.std(ddof=1) * np.sqrt((1 - len(values) / n) / len(values)))


def _compare(in_data: np.ndarray, on_map: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """For each item the penalty of intruders (place in the data - k, summed) and the number of shared neighbors, int
    (m,); squares are (m, n).
    """
    nearest = np.argpartition(on_map, k - 1, axis=1)[:, :k]
    distances = np.take_along_axis(in_data, nearest, axis=1)  # (m, k)
    places = np.stack([1 + (in_data < distances[:, [j]]).sum(axis=1) for j in range(k)])
    return np.maximum(places - k, 0).sum(axis=0), (places <= k).sum(axis=0)


def _squares(points: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Squared distances (m, n) from some rows to all, less a constant of each row; infinite to itself."""
    result = (-2 * points[rows]) @ points.T
    result += np.square(points).sum(axis=1)
    result[np.arange(len(rows)), rows] = np.inf
    return result


def _centered(points: np.ndarray) -> np.ndarray:
    """About the mean and within [-1, 1], so that squares neither overflow nor lose digits; float32."""
    centered = points - points.mean(axis=0, dtype=np.float64)
    return (centered / max(np.abs(centered).max(), np.finfo(float).tiny)).astype(np.float32)


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)
