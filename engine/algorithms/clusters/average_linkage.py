"""A few items grouped by mutual distance: average linkage."""

import numpy as np


def merges(distances: np.ndarray) -> list[tuple[int, int]]:
    """The n - 1 merges of average linkage (Sokal and Michener, 1958) over distances (n, n), nearest groups first.

    A merge (i, j), i < j, puts group j into group i; groups bear the number of their first item. Of equal distances the
    first by i, then j, is taken. Takes n^3 steps: for tens of items.
    """
    mean = distances.astype(float).copy()
    sizes = np.ones(len(mean))
    mean[np.tril_indices(len(mean))] = np.inf  # only i < j counts
    found = []
    for _ in range(len(mean) - 1):
        i, j = divmod(int(mean.argmin()), len(mean))
        both = np.minimum(mean, mean.T)  # symmetric, infinite for what is merged
        joined = (sizes[i] * both[i] + sizes[j] * both[j]) / (sizes[i] + sizes[j])
        mean[i, i + 1 :], mean[:i, i] = joined[i + 1 :], joined[:i]
        mean[j], mean[:, j] = np.inf, np.inf
        sizes[i] += sizes[j]
        found.append((i, j))
    return found


def cut(tree: list[tuple[int, int]], n_groups: int) -> np.ndarray:
    """The group of each item, int64 (n,), numbered 0, 1, ... by first item, after all merges but n_groups - 1."""
    group = np.arange(len(tree) + 1)
    for i, j in tree[: len(tree) + 1 - n_groups]:
        group[group == j] = i
    return np.unique(group, return_inverse=True)[1]
