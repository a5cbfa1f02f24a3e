"""The compiled loops of multidimensional scaling by descent. Every point's sums are its own, in one order."""

import numpy as np
from numba import njit, prange


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def distances(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """float32 (n, m): Euclidean distances of points (n, d), float32, to some of them, rows others (m,)."""
    n, m = len(points), len(others)
    result = np.empty((n, m), dtype=np.float32)
    for i in prange(n):
        for place in range(m):
            squared = np.float32(0)
            for component in range(points.shape[1]):
                apart = points[i, component] - points[others[place], component]
                squared += apart * apart
            result[i, place] = np.sqrt(squared)
    return result


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def step(
    places: np.ndarray, others: np.ndarray, wanted: np.ndarray, rate: float, moved: np.ndarray, stresses: np.ndarray
) -> None:
    """Write where all places (n, 3) go, float32, and each point's sum of (d - wanted)^2 before that, float64 (n,).

    others: float32 (3, m), the places of those that each is compared with; wanted: (n, m), how far they should be.
    """
    n, m = len(places), others.shape[1]
    pace = np.float32(rate / m)
    for i in prange(n):
        x, y, z = places[i, 0], places[i, 1], places[i, 2]
        fx, fy, fz, total = np.float32(0), np.float32(0), np.float32(0), np.float32(0)
        for place in range(m):
            dx, dy, dz = x - others[0, place], y - others[1, place], z - others[2, place]
            distance = np.sqrt(dx * dx + dy * dy + dz * dz)
            apart = distance - wanted[i, place]
            share = apart / max(distance, np.float32(1e-20))
            fx += share * dx
            fy += share * dy
            fz += share * dz
            total += apart * apart
        moved[i, 0], moved[i, 1], moved[i, 2] = x - pace * fx, y - pace * fy, z - pace * fz
        stresses[i] = total
