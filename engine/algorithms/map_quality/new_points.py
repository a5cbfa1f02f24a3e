"""Whether points that were put on a map lie among their nearest there, and whether anything of it is near them."""

from dataclasses import dataclass

import numpy as np

TILE = 256


@dataclass(frozen=True, eq=False)
class Fitting:
    """near: int64 (m, k), rows of the map's points that are nearest to each new one in the data, nearest first. kept:
    float64 (m,), share of them that are among its k nearest on the map. apart: float64 (m,), how far the first is.
    """

    near: np.ndarray
    kept: np.ndarray
    apart: np.ndarray


def fitting(new: np.ndarray, data: np.ndarray, new_places: np.ndarray, places: np.ndarray, k: int) -> Fitting:
    """new (m, d), new_places (m, 2 or 3): points beside those of the map, data (n, d) and places (n, 2 or 3); k < n."""
    found, kept = np.empty((len(new), k), dtype=np.int64), np.empty(len(new))
    apart = np.empty(len(new))
    for start in range(0, len(new), TILE):
        part = slice(start, start + TILE)
        squares = _squares(new[part], data)
        near = np.argpartition(squares, k - 1, axis=1)[:, :k]
        near = np.take_along_axis(near, np.argsort(np.take_along_axis(squares, near, 1), axis=1, kind="stable"), 1)
        shown = np.argpartition(_squares(new_places[part], places), k - 1, axis=1)[:, :k]
        found[part] = near
        kept[part] = (near[:, :, None] == shown[:, None, :]).any(axis=2).mean(axis=1)
        apart[part] = np.sqrt(squares.min(axis=1))
    return Fitting(found, kept, apart)


def usual_distance(data: np.ndarray, share: float, most: int = 500) -> float:
    """The distance within which so large a share of a map's own points (n, d) has another; of some of them."""
    rows = np.arange(0, len(data), -(-len(data) // most))
    squares = _squares(data[rows], data)
    squares[np.arange(len(rows)), rows] = np.inf
    return float(np.quantile(np.sqrt(squares.min(axis=1)), share))


def _squares(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Squared distances (m, n), float64: in float32 the difference of near points would be lost."""
    points, others = points.astype(np.float64), others.astype(np.float64)
    squares = np.square(points).sum(axis=1)[:, None] - 2 * points @ others.T + np.square(others).sum(axis=1)
    return np.maximum(squares, 0)
