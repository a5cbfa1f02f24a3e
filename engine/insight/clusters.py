"""What is told of clusters beside their names: how pure they are, and which lie beside one."""

from typing import NamedTuple

import numpy as np

from engine.algorithms.clusters.measures import nearest_clusters
from engine.insight.cluster_names.parts import BESIDE, NO_VALUE

LOOKED_AT = 400
"""Items of a cluster, at most, among which the place of its name is sought."""
NEAR = 0.04
"""Share of the map's width that counts as one place."""


class Purity(NamedTuple):
    """The largest class of a cluster, and its share of the cluster's items."""

    value: str
    share: float


def purities(labels: np.ndarray, classes: np.ndarray, n_clusters: int) -> list[Purity]:
    """Of each cluster; labels int (n,), -1 for none; classes strings (n,).

    Those that name no class do not count. Of equally large classes the first by name; "" with a share of 0 for none.
    """
    values, codes = np.unique(classes, return_inverse=True)
    inside = (labels >= 0) & ~np.isin(classes, list(NO_VALUE))
    cells = labels[inside] * np.int64(len(values)) + codes.reshape(-1)[inside]
    table = np.bincount(cells, minlength=n_clusters * len(values)).reshape(n_clusters, len(values))
    best = table.argmax(axis=1)
    sizes = np.maximum(table.sum(axis=1), 1)
    shares = table.max(axis=1) / sizes
    return [Purity(str(values[at]) if share else "", float(share)) for at, share in zip(best, shares, strict=True)]


def densest(spots: np.ndarray, span: float) -> int:
    """The place on a map of width `span`, out of places (n, 2 or 3), about which most of the others lie: its row.

    The middle of a cluster in several pieces would lie among other items.
    """
    every = np.unique(np.linspace(0, len(spots) - 1, min(len(spots), LOOKED_AT)).astype(int))
    some = spots[every].astype(np.float64)
    apart = np.square(some[:, None] - some[None]).sum(axis=2)
    return int(every[np.exp(-apart / (2 * max(NEAR * span, 1e-12) ** 2)).sum(axis=1).argmax()])


def neighbors_of(middles: np.ndarray, number: int) -> list[int]:
    """The clusters nearest to one by their middles (k, d), the nearest first."""
    return nearest_clusters(middles.astype(np.float64), BESIDE)[number].tolist()
