"""How distinct clusters are, where their middles lie, and how they agree with classes."""

import numpy as np

TILE_NUMBERS = 1 << 22


def middles(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The mean of the points (n, d) of each cluster, float64 (k, d); labels (n,), -1 for none."""
    k = int(labels.max(initial=-1)) + 1
    inside = labels >= 0
    order = np.argsort(labels[inside], kind="stable")
    counts = np.bincount(labels[inside], minlength=k)
    rows = points[inside][order].astype(np.float64)
    sums = np.add.reduceat(rows, np.cumsum(counts) - counts, axis=0) if k else np.empty((0, points.shape[1]))
    return sums / counts[:, None]


def silhouettes(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Silhouette of each item (Rousseeuw, 1987) by squared Euclidean distance, float64 (n,); NaN without a cluster.

    In [-1, 1]: how much nearer the other items of its cluster are, on average, than those of the nearest other one; 0
    where it is alone in its cluster, or there is one only. For vectors of length 1 squared distance is twice the cosine
    distance, and the silhouette is the same. Computed for all pairs: a mean of squared distances to a cluster is known
    from its middle and spread.
    """
    found = np.full(len(points), np.nan)
    inside = np.flatnonzero(labels >= 0)
    k = int(labels.max(initial=-1)) + 1
    found[inside] = 0.0
    if k < 2:
        return found
    centered = points - points.mean(axis=0, dtype=np.float64)
    centers = middles(centered, labels)
    counts = np.bincount(labels[inside], minlength=k)
    squares = np.square(centered).sum(axis=1)
    spreads = np.bincount(labels[inside], weights=squares[inside], minlength=k) / counts
    step = max(1, TILE_NUMBERS // k)
    for start in range(0, len(inside), step):
        rows = inside[start : start + step]
        apart = squares[rows, None] + spreads - 2 * centered[rows] @ centers.T
        own = labels[rows]
        at = np.arange(len(rows))
        within = apart[at, own] * counts[own] / np.maximum(counts[own] - 1, 1)
        apart[at, own] = np.inf
        beside = apart.min(axis=1)
        larger = np.maximum(within, beside)
        scores = np.where(larger > 0, (beside - within) / np.where(larger > 0, larger, 1), 0)
        found[rows] = np.where(counts[own] > 1, scores, 0)
    return found


def medoids(points: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """The row of each cluster that is nearest to all others of it by squared distance, the first of equal ones."""
    centers = middles(points, labels)
    apart = np.full(len(points), np.inf)
    inside = labels >= 0
    apart[inside] = np.square(points[inside] - centers[labels[inside]]).sum(axis=1)
    order = np.lexsort((np.arange(len(points)), apart, labels))
    order = order[labels[order] >= 0]
    return order[np.searchsorted(labels[order], np.arange(len(centers)))]


def nearest_clusters(centers: np.ndarray, most: int) -> np.ndarray:
    """The clusters nearest to each by their middles (k, d), nearest first; int64 (k, min(most, k - 1))."""
    apart = np.square(centers).sum(axis=1) - 2 * centers @ centers.T
    np.fill_diagonal(apart, np.inf)
    return np.argsort(apart, axis=1, kind="stable")[:, : min(most, max(0, len(centers) - 1))]


def agreement(labels: np.ndarray, classes: np.ndarray) -> tuple[float, float]:
    """Adjusted Rand index (Hubert and Arabie, 1985) and adjusted mutual information (Vinh et al., 2010) of clusters
    and classes, int (n,) each: 1 for the same partition, about 0 by chance.
    """
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    return float(adjusted_rand_score(classes, labels)), float(adjusted_mutual_info_score(classes, labels))
