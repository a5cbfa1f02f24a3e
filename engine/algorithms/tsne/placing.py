"""New points on a t-SNE map that is there, and whether a point would jump if its data were a little different."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

BLOCK = 256
"""New points between two words of the progress."""
EXACT = 20_000
"""Up to so many points the sum over all pairs of a flat map is exact."""
DIRECTIONS = 3
"""Principal directions along which points are moved, both ways."""
MOVED = 0.5
"""How far, in distances of nearest neighbors: by a whole one even points amid their kind change sides within it."""


@dataclass(frozen=True, eq=False)
class Placed:
    """places: float64 (m, dims). losses: (m,), what the map's divergence owes to each, times n / 2."""

    places: np.ndarray
    losses: np.ndarray


class Placing:
    """A map to put points on; what is on it does not move.

    A new point is held by its nearest neighbors among the map's points, by shares of the same perplexity, and pushed by
    all points, as in t-SNE; it comes to rest where that is lowest, from several starts (the map as a function of the
    data: Liu, Ma and Zhong, 2025, who hold it by symmetric shares instead).
    """

    def __init__(self, points: np.ndarray, places: np.ndarray, perplexity: float) -> None:
        """points: float32 (n, d), what the map was made of. places: (n, 2 or 3). perplexity: at most (n - 1) / 3."""
        self._points = np.ascontiguousarray(points, dtype=np.float32)
        self._places = np.ascontiguousarray(places, dtype=np.float64)
        self._entropy = float(np.log(perplexity))
        self._k = min(len(points) - 1, max(2, int(3 * perplexity)))
        self._normalizer = _normalizer(places)

    def place(
        self, points: np.ndarray, own: np.ndarray | None = None, on_block: Callable[[int, int], None] | None = None
    ) -> Placed:
        """Put new points (m, d) on the map. own: (m,) rows of the map's points that are as if they were not there, such
        as those that the new ones come of; their places are one of the starts. `on_block(done, total)` may raise.
        """
        from engine.algorithms.tsne.placing_kernels import descend

        m, dims = len(points), self._places.shape[1]
        left_out = np.full(m, -1, dtype=np.int64) if own is None else np.asarray(own, dtype=np.int64)
        found, losses = np.empty((m, dims)), np.empty(m)
        for first in range(0, m, BLOCK):
            part = slice(first, min(first + BLOCK, m))
            near, shares = self._held(np.asarray(points[part], dtype=np.float32), left_out[part])
            starts = [np.einsum("mk,mkc->mc", shares, self._places[near]), self._places[near[:, 0]] + 1e-3]
            if own is not None:
                starts.append(self._places[left_out[part]])
            descend(
                np.stack(starts, axis=1), near, shares, self._places, left_out[part], self._normalizer, found[part],
                losses[part],
            )  # fmt: skip
            if on_block:
                on_block(part.stop, m)
        return Placed(found, losses)

    def _held(self, points: np.ndarray, left_out: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Neighbors (m, k) among the map's points, nearest first, and how strongly each holds, float64 (m, k)."""
        from engine.algorithms.tsne.affinity_kernels import conditionals

        squares = np.square(points).sum(axis=1)[:, None] - 2 * points @ self._points.T
        squares += np.square(self._points).sum(axis=1)
        inside = np.flatnonzero(left_out >= 0)
        squares[inside, left_out[inside]] = np.inf
        near = np.argpartition(squares, self._k - 1, axis=1)[:, : self._k]
        near = np.take_along_axis(near, np.argsort(np.take_along_axis(squares, near, 1), axis=1, kind="stable"), 1)
        apart = np.maximum(np.take_along_axis(squares, near, 1), 0).astype(np.float32)
        return near.astype(np.int64), conditionals(apart, self._entropy).astype(np.float64)

    def jumps(self, rows: np.ndarray, on_block: Callable[[int, int], None] | None = None) -> np.ndarray:
        """How far some of the map's points would move on it, at most, if their data moved a little, (m,).

        Each is moved along the leading principal directions, both ways, by half of how far a nearest neighbor is away
        on average; where it comes to rest is compared with where it would rest unmoved (the perturbation score of Liu,
        Ma and Zhong, 2025). A small score is a place that the data decide; a large one is one of two that they allow.
        """
        directions = _directions(self._points)
        length = MOVED * _usual_step(self._points)
        moves = [np.zeros(self._points.shape[1]), *(sign * length * axis for axis in directions for sign in (1, -1))]
        at = np.repeat(rows, len(moves))
        moved = self._points[at] + np.tile(np.array(moves, dtype=np.float32), (len(rows), 1))
        rest = self.place(moved, at, on_block).places.reshape(len(rows), len(moves), -1)
        return np.linalg.norm(rest[:, 1:] - rest[:, :1], axis=2).max(axis=1, initial=0)


def _directions(points: np.ndarray) -> np.ndarray:
    """The leading principal directions, (at most DIRECTIONS, d)."""
    centered = points - points.mean(axis=0)
    values, vectors = np.linalg.eigh(centered.T @ centered)
    kept = [place for place in np.argsort(values)[::-1][:DIRECTIONS] if values[place] > 0]
    return vectors[:, kept].T


def _usual_step(points: np.ndarray) -> float:
    """The mean distance of some points to their nearest neighbor that is not on the spot."""
    some = np.arange(0, len(points), max(1, len(points) // 500))
    squares = np.square(points[some]).sum(axis=1)[:, None] - 2 * points[some] @ points.T + np.square(points).sum(axis=1)
    squares[squares < 1e-9 * np.abs(squares).max()] = np.inf
    nearest = squares.min(axis=1)
    return float(np.sqrt(nearest[np.isfinite(nearest)].mean())) if np.isfinite(nearest).any() else 0.0


def _normalizer(places: np.ndarray) -> float:
    """The sum of q over all pairs of different points of a map."""
    from engine.algorithms.tsne.force_kernels import PARTS, center, repel_2d, repel_3d
    from engine.algorithms.tsne.grid import Grid

    moved = np.array(places, dtype=np.float32, order="C")
    bounds = center(moved)
    n = len(moved)
    forces, kernels = np.empty_like(moved), np.empty(n, dtype=np.float32)
    x, y, *z = (np.ascontiguousarray(axis) for axis in moved.T)
    if z:
        repel_3d(x, y, z[0], forces, kernels)
    elif n > EXACT:
        return Grid().repel(moved, bounds, forces)
    else:
        repel_2d(x, y, np.empty((PARTS, 3, n), dtype=np.float32), forces, kernels)
    return float(kernels.sum(dtype=np.float64))
