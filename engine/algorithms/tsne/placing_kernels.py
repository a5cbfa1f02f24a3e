"""The compiled descent of single points over a map whose other points stay where they are."""

import numpy as np
from numba import njit, prange

STEPS = 60
SHRINK, GROW = 0.5, 1.2
"""Of a step that did not go down, and of one that did."""


@njit(nogil=True, fastmath=True, cache=True)
def _loss_and_slope(
    place: np.ndarray, near: np.ndarray, shares: np.ndarray, places: np.ndarray, left_out: int, normalizer: float,
    slope: np.ndarray,
) -> float:  # fmt: skip
    """What the divergence owes to one point, times n / 2; its slope is written into `slope` (dims,).

    shares: how strongly it is held by the points `near`, summing to 1.
    """
    n, dims = places.shape
    slope[:] = 0
    loss, mass = 0.0, 0.0
    for place_of in range(len(near)):
        j, square = near[place_of], 0.0
        for c in range(dims):
            square += (place[c] - places[j, c]) ** 2
        loss += shares[place_of] * np.log1p(square)
        for c in range(dims):
            slope[c] += 2 * shares[place_of] / (1 + square) * (place[c] - places[j, c])
    for j in range(n):
        if j == left_out:
            continue
        square = 0.0
        for c in range(dims):
            square += (place[c] - places[j, c]) ** 2
        q = 1 / (1 + square)
        mass += q
        for c in range(dims):
            slope[c] -= 2 * n / (normalizer) * q * q * (place[c] - places[j, c])
    return loss + n * mass / normalizer


@njit(nogil=True, parallel=True, cache=True)
def descend(
    starts: np.ndarray,
    near: np.ndarray,
    shares: np.ndarray,
    places: np.ndarray,
    left_out: np.ndarray,
    normalizer: float,
    found: np.ndarray,
    losses: np.ndarray,
) -> None:
    """Write into found (m, dims) where each new point comes to rest, the best of its starts (m, s, dims), and its loss.

    near, shares: (m, k), the points of the map that hold it. places: float64 (n, dims). left_out: (m,), a point of the
    map that is not counted, or -1.
    """
    m, n_starts, dims = starts.shape
    for i in prange(m):
        losses[i] = np.inf
        for s in range(n_starts):
            at, slope, ahead, next_slope = starts[i, s].copy(), np.empty(dims), np.empty(dims), np.empty(dims)
            loss = _loss_and_slope(at, near[i], shares[i], places, left_out[i], normalizer, slope)
            step = 1.0
            for _ in range(STEPS):
                for c in range(dims):
                    ahead[c] = at[c] - step * slope[c]
                lower = _loss_and_slope(ahead, near[i], shares[i], places, left_out[i], normalizer, next_slope)
                if lower < loss:
                    at[:] = ahead
                    slope[:] = next_slope
                    loss = lower
                    step *= GROW
                else:
                    step *= SHRINK
                    if step < 1e-4:
                        break
            if loss < losses[i]:
                losses[i] = loss
                found[i] = at
