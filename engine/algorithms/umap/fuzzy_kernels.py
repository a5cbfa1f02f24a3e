"""The compiled search for the width at which a point's memberships add up to what its neighbors should."""

import numpy as np
from numba import njit, prange

TOLERANCE = 1e-5
"""Of the sum of memberships."""
MOST_STEPS = 64
NARROWEST = 1e-3
"""A width is at least this share of the mean distance: to its own neighbors or, where it lies on them, of all."""


@njit(nogil=True, parallel=True, cache=True)
def memberships(distances: np.ndarray, target: float) -> np.ndarray:
    """float32 (n, k): exp(-(d - rho) / sigma) of distances (n, k), rising, and 1 where d <= rho.

    rho is the distance to the nearest that is elsewhere; sigma is found by halving, so that a row adds up to `target`.
    What cannot be reached, since too many neighbors are equally near, is approached.
    """
    n, k = distances.shape
    strengths = np.empty((n, k), dtype=np.float32)
    overall = distances.mean()
    for i in prange(n):
        nearest, total = 0.0, 0.0
        for j in range(k):
            total += distances[i, j]
            if nearest == 0.0:
                nearest = float(distances[i, j])
        low, high, width = 0.0, np.inf, 1.0
        for _ in range(MOST_STEPS):
            found = 0.0
            for j in range(k):
                beyond = distances[i, j] - nearest
                found += np.exp(-beyond / width) if beyond > 0 else 1.0
            if abs(found - target) < TOLERANCE:
                break
            if found > target:
                high = width
                width = (low + high) / 2
            else:
                low = width
                width = width * 2 if high == np.inf else (low + high) / 2
        least = total / (k + 1) if nearest > 0 else overall
        width = max(width, NARROWEST * least)
        for j in range(k):
            beyond = distances[i, j] - nearest
            strengths[i, j] = np.exp(-beyond / width) if beyond > 0 and width > 0 else 1.0
    return strengths
