"""Centers merged two by two (Ward, 1963): a partition becomes coarser ones, each of which holds it."""

import numpy as np


def coarser(centers: np.ndarray, sizes: np.ndarray, numbers: list[int]) -> np.ndarray:
    """Of the clusters with these centers (k, d) and sizes (k,), the merged cluster of each where so many are left.

    int64 (len(numbers), k), clusters numbered by their first member. Each step merges the two that raise the sum of
    squared distances to the centers least, of equal ones the first.
    """
    middles, weights = centers.astype(np.float64).copy(), sizes.astype(np.float64).copy()
    k = len(middles)
    costs = np.square(middles[:, None] - middles[None]).sum(axis=2)
    costs *= weights[:, None] * weights[None] / (weights[:, None] + weights[None])
    np.fill_diagonal(costs, np.inf)
    belongs = np.arange(k)
    found = {k: belongs.copy()}
    for left in range(k - 1, 0, -1):
        one, other = sorted(divmod(int(np.argmin(costs)), k))
        total = weights[one] + weights[other]
        middles[one] = (weights[one] * middles[one] + weights[other] * middles[other]) / total
        weights[one] = total
        belongs[belongs == other] = one
        costs[other], costs[:, other] = np.inf, np.inf
        others = np.isfinite(costs[one])
        raised = (
            np.square(middles[others] - middles[one]).sum(axis=1) * weights[others] / (weights[others] + total) * total
        )
        costs[one, others] = costs[others, one] = raised
        found[left] = belongs.copy()
    return np.stack([np.unique(found[number], return_inverse=True)[1] for number in numbers])
