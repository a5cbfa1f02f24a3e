"""What the islands of a map say of the data: ground against spread, and gaps against distances."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.map_quality.shepard import rank_correlation

PER_CELL = 4
"""Items that a cell of the ground would hold if they were spread evenly."""
FEWEST = 5
"""Items of a group that has a ground."""


@dataclass(frozen=True, eq=False)
class Islands:
    """Groups of items, the largest first, on a map and in the data.

    names: of the g groups. sizes: int (g,). ground: share of the cells of the map that hold an item of the group;
    spread: root mean squared distance of its items to their mean in the data. apart_on_map, apart_in_data: (g, g),
    distances of their centers; on the map of the medians, which a few strays do not move.
    """

    names: tuple[str, ...]
    sizes: np.ndarray
    ground: np.ndarray
    spread: np.ndarray
    apart_on_map: np.ndarray
    apart_in_data: np.ndarray

    @property
    def pairs(self) -> tuple[np.ndarray, np.ndarray]:
        """Rows and columns of the pairs of groups."""
        return np.triu_indices(len(self.names), 1)

    @property
    def sizes_agree(self) -> float:
        """Rank correlation of ground per item, and spread: 1 if wider groups take more room."""
        return rank_correlation(self.ground / self.sizes, self.spread)

    @property
    def gaps_agree(self) -> float:
        """Rank correlation of the distances of all pairs of groups on the map and in the data."""
        return rank_correlation(self.apart_on_map[self.pairs], self.apart_in_data[self.pairs])

    def place_in_data(self, one: int, other: int) -> int:
        """Of all pairs of groups, the place of this one by its distance in the data, 1 for the nearest."""
        return 1 + int((self.apart_in_data[self.pairs] < self.apart_in_data[one, other]).sum())

    def extreme_pair(self, farthest: bool) -> tuple[int, int]:
        """The two groups that are farthest from each other on the map, or nearest."""
        rows, columns = self.pairs
        values = self.apart_on_map[rows, columns]
        at = int(values.argmax() if farthest else values.argmin())
        return int(rows[at]), int(columns[at])


def islands(points: np.ndarray, places: np.ndarray, codes: np.ndarray, names: Sequence[str]) -> Islands | None:
    """Compare groups of items: points (n, d) in the data, places (n, 2 or 3) on the map, codes int (n,), negative for
    items of no group. Groups of fewer than 5 items are left out; None if fewer than three are left.
    """
    counts = np.bincount(codes[codes >= 0], minlength=len(names))[: len(names)]
    groups = [int(code) for code in np.argsort(-counts, kind="stable") if counts[code] >= FEWEST]
    if len(groups) < 3:
        return None
    cells = _cells(places)
    n_cells = len(np.unique(cells))
    members = [np.flatnonzero(codes == code) for code in groups]
    means = np.stack([points[rows].mean(axis=0, dtype=np.float64) for rows in members])
    medians = np.stack([np.median(places[rows], axis=0) for rows in members])
    spread = [
        np.sqrt(np.square(points[rows] - mean).sum(axis=1).mean()) for rows, mean in zip(members, means, strict=True)
    ]
    return Islands(
        tuple(str(names[code]) for code in groups), counts[groups],
        np.array([len(np.unique(cells[rows])) / n_cells for rows in members]), np.array(spread),
        _apart(medians), _apart(means),
    )  # fmt: skip


def _cells(places: np.ndarray) -> np.ndarray:
    """The cell of each item on a grid over the map, int64 (n,)."""
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    n_axes = places.shape[1]
    side = max(2, round((len(places) / PER_CELL) ** (1 / n_axes)))
    steps = np.minimum(((places - low) / np.where(span > 0, span, 1) * side).astype(np.int64), side - 1)
    return np.asarray(np.ravel_multi_index(tuple(steps.T), (side,) * n_axes))


def _apart(centers: np.ndarray) -> np.ndarray:
    return np.asarray(np.linalg.norm(centers[:, None] - centers[None], axis=2))
