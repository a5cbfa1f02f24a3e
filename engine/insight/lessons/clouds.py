"""Clouds whose shape is known, to be compared with what a map makes of them (after Wattenberg et al., 2016)."""

from typing import NamedTuple

import numpy as np

N_GROUP = 40


class Cloud(NamedTuple):
    """points: float32 (n, d); groups: int (n,), each point's."""

    points: np.ndarray
    groups: np.ndarray

    @property
    def n_groups(self) -> int:
        """How many."""
        return int(self.groups.max()) + 1


def _groups(centers: np.ndarray, spreads: np.ndarray, seed: int) -> Cloud:
    rng = np.random.default_rng(seed)
    groups = np.repeat(np.arange(len(centers)), N_GROUP)
    points = centers[groups] + spreads[groups, None] * rng.normal(size=(len(groups), centers.shape[1]))
    return Cloud(points.astype(np.float32), groups)


def two_groups(seed: int = 0) -> Cloud:
    """Two alike in the plane, ten spreads apart."""
    return _groups(np.array([[0.0, 0.0], [10.0, 0.0]]), np.ones(2), seed)


def two_sizes(ratio: float, seed: int = 0) -> Cloud:
    """Two groups in the plane, the second `ratio` times as wide, far enough apart that they do not mix."""
    return _groups(np.array([[0.0, 0.0], [6 * (1 + ratio), 0.0]]), np.array([1.0, ratio]), seed)


def three_in_a_row(ratio: float, seed: int = 0) -> Cloud:
    """Three alike in the plane: the second 10 spreads from the first, the third `ratio` times as far from it."""
    return _groups(np.array([[0.0, 0.0], [10.0, 0.0], [10.0 + 10 * ratio, 0.0]]), np.ones(3), seed)


def noise(n: int = 120, d: int = 50, seed: int = 0) -> Cloud:
    """Points of one normal distribution in many dimensions: there is nothing to see."""
    return Cloud(np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32), np.zeros(n, dtype=int))


def centers(places: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Means of the groups of places (n, d): (g, d)."""
    return np.array([places[groups == group].mean(axis=0) for group in range(groups.max() + 1)])


def spreads(places: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Root mean squared distance of each group's places to their center, (g,)."""
    away = places - centers(places, groups)[groups]
    return np.sqrt(np.bincount(groups, (away**2).sum(axis=1)) / np.bincount(groups))


def gap(places: np.ndarray, groups: np.ndarray, one: int, other: int) -> float:
    """The distance of two centers."""
    found = centers(places, groups)
    return float(np.linalg.norm(found[one] - found[other]))


def mixed(places: np.ndarray, groups: np.ndarray) -> float:
    """The share of the places that are nearer to the center of another group than to that of their own."""
    found = centers(places, groups)
    apart = np.linalg.norm(places[:, None] - found[None], axis=2)
    return float((apart.argmin(axis=1) != groups).mean())


def clumped(places: np.ndarray, seed: int = 0) -> float:
    """How far a place is from its nearest neighbor, in the median, beside equally many places of one normal cloud of
    the same spread: 1 for such a cloud, far below for clumps. places: (n, 2).
    """
    even = np.random.default_rng(seed).normal(size=places.shape) * places.std(axis=0)
    near = []
    for each in (places, even):
        apart = np.linalg.norm(each[:, None] - each[None], axis=2)
        np.fill_diagonal(apart, np.inf)
        near.append(np.median(apart.min(axis=1)))
    return float(near[0] / near[1])
