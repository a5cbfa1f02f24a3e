"""What several partitions of the same items have in common (Strehl and Ghosh, 2002; Fred and Jain, 2005)."""

from itertools import combinations

import numpy as np


def co_association(partitions: np.ndarray) -> np.ndarray:
    """Share of the partitions int (s, n) that put two items together, float32 (n, n), 1 on the diagonal."""
    n = partitions.shape[1]
    found = np.zeros((n, n), dtype=np.float32)
    for labels in partitions:
        found += labels[:, None] == labels[None, :]
    return found / len(partitions)


def always_together(partitions: np.ndarray) -> tuple[float, float]:
    """Of the pairs that any of the partitions int (s, n) puts together, the share that all do; and the share to be
    expected of partitions with clusters of the same sizes that know nothing of each other. NaN without such pairs.
    """
    n = partitions.shape[1]
    upper = co_association(partitions)[np.triu_indices(n, 1)]
    ever, always = int((upper > 0).sum()), int((upper > 1 - 0.5 / len(partitions)).sum())
    pairs = n * (n - 1) / 2
    shares = np.array([sum(m * (m - 1) / 2 for m in np.bincount(each).tolist()) for each in partitions]) / max(pairs, 1)
    by_chance = np.prod(shares) / (1 - np.prod(1 - shares)) if shares.any() else np.nan
    return (always / ever if ever else float("nan")), float(by_chance)


def cluster_overlap(partitions: np.ndarray) -> np.ndarray:
    """How much of an item's cluster stays from one partition to another: items in both over items in either (Jaccard),
    the mean over all pairs of partitions int (s, n), s >= 2. float64 (n,) in (0, 1]; 1 if nothing changes but names.
    """
    found = np.zeros(partitions.shape[1])
    couples = list(combinations(partitions, 2))
    for one, other in couples:
        width = int(other.max()) + 1
        keys = one.astype(np.int64) * width + other
        both = np.bincount(keys)[keys]
        found += both / (np.bincount(one)[one] + np.bincount(other)[other] - both)
    return found / len(couples)


def consensus(partitions: np.ndarray, n_clusters: int) -> np.ndarray:
    """One partition of most agreement: average linkage over the shares of partitions int (s, n) that part two items.

    int (n,) in [0, n_clusters), the largest cluster first; fewer clusters where the partitions tell no more apart.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if partitions.shape[1] < 2:
        return np.zeros(partitions.shape[1], dtype=np.int64)
    apart = 1 - co_association(partitions)
    np.fill_diagonal(apart, 0)
    labels = fcluster(linkage(squareform(apart, checks=False), "average"), n_clusters, "maxclust")
    _, labels = np.unique(labels, return_inverse=True)
    order = np.argsort(-np.bincount(labels), kind="stable")
    return np.argsort(order)[labels]
