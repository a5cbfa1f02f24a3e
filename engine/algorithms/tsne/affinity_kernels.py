"""The compiled search for the width at which a point has as many neighbors as the perplexity says."""

import numpy as np
from numba import njit, prange

TOLERANCE = 1e-7
"""Of the entropy, in nats."""
MOST_STEPS = 100


@njit(nogil=True, parallel=True, cache=True)
def conditionals(squares: np.ndarray, entropy: float) -> np.ndarray:
    """float32 (n, k): p(j | i), which falls with the squared distance (n, k, rising) and has this entropy, in nats.

    By Newton steps on the entropy, kept between bounds. What cannot be reached, since too many neighbors are equally
    near, is approached.
    """
    n, k = squares.shape
    result = np.empty((n, k), dtype=np.float32)
    for i in prange(n):
        apart = squares[i].astype(np.float64) - squares[i, 0]
        shares = np.empty(k)
        mean = apart.mean()
        low, high = 0.0, np.inf
        beta = 1.0 / mean if mean > 0 else 1.0
        for _ in range(MOST_STEPS):
            total, first, second = 0.0, 0.0, 0.0
            for j in range(k):
                shares[j] = np.exp(-beta * apart[j])
                total += shares[j]
                first += shares[j] * apart[j]
                second += shares[j] * apart[j] * apart[j]
            first /= total
            over = np.log(total) + beta * first - entropy
            if abs(over) < TOLERANCE:
                break
            if over > 0:
                low = beta
            else:
                high = beta
            fall = beta * (second / total - first * first)  # the entropy's derivative, its sign turned
            step = beta + over / fall if fall > 0 else np.inf
            if low < step < high:
                beta = step
            elif high == np.inf:
                beta *= 2
            else:
                beta = (low + high) / 2
            if beta > 1e30 or high - low < 1e-12 * high:
                break
        for j in range(k):
            result[i, j] = shares[j] / total
    return result
