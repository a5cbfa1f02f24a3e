"""What names of clusters are made from, and what is over-represented in a cluster."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from engine.algorithms.clusters.measures import medoids, middles, nearest_clusters
from engine.embedding import Embedding
from engine.insight.groups import times_of

BESIDE = 5
"""Neighboring clusters that a cluster is told from."""
MOST_VALUES = 2_000
"""Different values of a column that can name a cluster; what has more names single items."""
NO_VALUE = frozenset(("", "none", "nan", "everywhere", "unknown", "(no genres listed)"))
LEAST_SHARE, LEAST_TIMES = 0.25, 1.5
"""Of the items of a cluster, and how many times as much as of the others, for a value to name it."""


class ClusterName(NamedTuple):
    """text: a few words. why: what they rest on, a clause with numbers."""

    text: str
    why: str


class Value(NamedTuple):
    """A value that a cluster holds more often than the rest. share: of the cluster's items; times: as large as of the
    others' (half an item added to both); telling: what it is ranked by, share x log(times).
    """

    text: str
    share: float
    times: float
    telling: float

    @property
    def told(self) -> str:
        """In words."""
        return f"{self.text}: {self.share:.0%}, {self.times:.1f} times as often as among the others"


@dataclass(frozen=True, eq=False)
class Clusters:
    """One layer of clusters. labels: int (n_items,), from 0 on, -1 for none."""

    embedding: Embedding
    labels: np.ndarray

    @cached_property
    def middles(self) -> np.ndarray:
        """Mean directions of the clusters, float64 (k, d), of length 1 where they have one."""
        found = middles(self.embedding.unit, self.labels)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        return found / np.where(lengths > 0, lengths, 1)

    @property
    def n_clusters(self) -> int:
        """How many there are."""
        return len(self.middles)

    @cached_property
    def rows(self) -> list[np.ndarray]:
        """The rows of each cluster, rising."""
        order = np.argsort(self.labels, kind="stable")
        ends = np.searchsorted(self.labels[order], np.arange(self.n_clusters + 1))
        return [order[start:stop] for start, stop in pairwise(ends)]

    @cached_property
    def medoids(self) -> np.ndarray:
        """The most central item of each cluster."""
        return medoids(self.embedding.unit, self.labels)

    @cached_property
    def beside(self) -> np.ndarray:
        """The clusters nearest to each, int64 (k, at most BESIDE)."""
        return nearest_clusters(self.middles, BESIDE)

    def over_represented(self, values: np.ndarray) -> list[list[Value]]:
        """For each cluster the values, strings (n_items,), that it holds more often than all other items do, the most
        telling first. Values joined by | are several.
        """
        names, table = _counts(values, self.labels, self.n_clusters)
        sizes = np.array([len(rows) for rows in self.rows])
        rest = table.sum(axis=0) - table[:-1]
        times = times_of(table[:-1], sizes[:, None], rest, (len(values) - sizes)[:, None])
        telling = np.where(times > 1, table[:-1] / np.maximum(sizes, 1)[:, None] * np.log(times), 0)
        return [
            [
                Value(names[at], table[row, at] / sizes[row], float(times[row, at]), float(telling[row, at]))
                for at in np.argsort(-telling[row], kind="stable")[:5].tolist()
                if telling[row, at] > 0
            ]
            for row in range(self.n_clusters)
        ]

    def central(self, row: int, weights: np.ndarray | None = None, most: int = 3) -> str:
        """The labels of the items of a cluster with the largest weights, by default the nearest to its middle."""
        rows = self.rows[row]
        scores = self.embedding.unit[rows] @ self.middles[row] if weights is None else weights[rows]
        best = rows[np.argsort(-scores, kind="stable")[:most]]
        return ", ".join(self.embedding.labels[at] for at in best.tolist())


def _counts(values: np.ndarray, labels: np.ndarray, n_clusters: int) -> tuple[list[str], np.ndarray]:
    """The values, and how many items of each cluster have them; the last row is of items without a cluster."""
    known, codes = np.unique(values.astype(str), return_inverse=True)
    parts = [[part for part in value.split("|") if part.strip().casefold() not in NO_VALUE] for value in known.tolist()]
    names = sorted({part for several in parts for part in several})
    place = {name: at for at, name in enumerate(names)}
    cells = np.where(labels < 0, n_clusters, labels) * np.int64(len(known)) + codes.reshape(-1)
    whole = np.bincount(cells, minlength=(n_clusters + 1) * len(known)).reshape(n_clusters + 1, len(known))
    table = np.zeros((n_clusters + 1, len(names)))
    for column, several in enumerate(parts):
        for part in several:
            table[:, place[part]] += whole[:, column]
    return names, table


def class_columns(embedding: Embedding, without: Sequence[str] = ()) -> Iterator[tuple[str, np.ndarray]]:
    """Columns of texts that say something of several items."""
    for name, column in embedding.metadata.items():
        if name in without or np.issubdtype(column.dtype, np.number):
            continue
        if 2 <= len(np.unique(column)) <= min(MOST_VALUES, max(2, len(column) // 2)):
            yield name, column.astype(str)


def naming(values: Sequence[Value]) -> list[Value]:
    """Those that are common and special enough for a name."""
    return [value for value in values if value.share >= LEAST_SHARE and value.times >= LEAST_TIMES]
