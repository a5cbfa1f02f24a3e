"""What is told of clusters beside their names: how pure they are, and which lie beside one."""

from typing import NamedTuple

import numpy as np

from engine.algorithms.clusters.measures import nearest_clusters
from engine.insight.cluster_names.parts import BESIDE


class Purity(NamedTuple):
    """The largest class of a cluster, and its share of the cluster's items."""

    value: str
    share: float


def purities(labels: np.ndarray, classes: np.ndarray, n_clusters: int) -> list[Purity]:
    """Of each cluster; labels int (n,), -1 for none; classes strings (n,). Of equal classes the first by name."""
    values, codes = np.unique(classes, return_inverse=True)
    inside = labels >= 0
    cells = labels[inside] * np.int64(len(values)) + codes.reshape(-1)[inside]
    table = np.bincount(cells, minlength=n_clusters * len(values)).reshape(n_clusters, len(values))
    best = table.argmax(axis=1)
    sizes = np.maximum(table.sum(axis=1), 1)
    return [Purity(str(values[at]), float(table[row, at] / sizes[row])) for row, at in enumerate(best.tolist())]


def neighbors_of(middles: np.ndarray, number: int) -> list[int]:
    """The clusters nearest to one by their middles (k, d), the nearest first."""
    return nearest_clusters(middles.astype(np.float64), BESIDE)[number].tolist()
