"""The neighbors of an item grouped by how near they are to each other: a word of two senses has two kinds of them."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.algorithms.clusters.average_linkage import cut, merges
from engine.algorithms.clusters.measures import silhouettes
from engine.embedding import Embedding
from engine.neighbors import nearest

MOST_GROUPS = 5


@dataclass(frozen=True, eq=False)
class Senses:
    """rows, scores: (k,), the nearest items and their cosines, group by group, nearest first in each; the groups in
    order of their nearest item. group: int64 (k,). cosines: (k, k), of each with each.

    silhouettes: number of groups -> mean silhouette of the grouping, which is in [-1, 1].
    """

    rows: np.ndarray
    scores: np.ndarray
    group: np.ndarray
    cosines: np.ndarray
    silhouettes: Mapping[int, float]

    @property
    def n_groups(self) -> int:
        """Into how many groups they are cut."""
        return int(self.group.max()) + 1

    @property
    def within(self) -> float:
        """Mean cosine of two neighbors of one group; NaN where no group has two."""
        return self._mean(self.group[:, None] == self.group)

    @property
    def across(self) -> float:
        """Mean cosine of two neighbors of different groups; NaN of one group."""
        return self._mean(self.group[:, None] != self.group)

    def _mean(self, which: np.ndarray) -> float:
        chosen = np.triu(which, 1)
        return float(self.cosines[chosen].mean()) if chosen.any() else float("nan")


def senses(embedding: Embedding, row: int, k: int = 10, n_groups: int = 0) -> Senses | None:
    """Group the k nearest by average linkage of 1 - cosine, into n_groups, or (0) the number of largest silhouette.

    None if fewer than three items have a direction beside it.
    """
    near = nearest(embedding, row, k)
    if len(near.rows) < 3:
        return None
    unit = embedding.unit[near.rows].astype(float)
    cosines = np.clip(unit @ unit.T, -1, 1)
    tree = merges(1 - cosines)
    numbers = range(2, min(MOST_GROUPS, len(near.rows) - 1) + 1)
    found = {number: float(silhouettes(unit, cut(tree, number)).mean()) for number in numbers}
    chosen = min(n_groups, len(near.rows)) or max(found, key=lambda number: (found[number], -number))
    group = cut(tree, chosen)
    order = np.argsort(group, kind="stable")  # rows are nearest first, and groups are numbered by first item
    return Senses(near.rows[order], near.scores[order], group[order], cosines[np.ix_(order, order)], found)
