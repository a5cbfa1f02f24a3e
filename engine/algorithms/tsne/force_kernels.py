"""The compiled loops over pairs: attraction along the affinities, repulsion between all points, and the step.

Places and forces are float32 (n, 2 or 3). What is summed is summed in an order that does not depend on the threads.
Columns are unsigned: for others every access asks first whether it counts from the end.
"""

import numpy as np
from numba import njit, prange

PARTS = 8
"""Parts of the pairs whose repulsion is summed on its own: a fixed number, so that sums do not depend on threads."""


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def repel_2d(x: np.ndarray, y: np.ndarray, parts: np.ndarray, forces: np.ndarray, kernels: np.ndarray) -> None:
    """Write into `forces` the sum of q^2 (y_i - y_j) over all j, and into kernels (n,) that of q = 1 / (1 + d^2).

    Every pair is looked at once, for two points i and k at a time, which share each division: 1/a and 1/b by 1/(a b).
    parts: float32 (PARTS, 3, n), room for what each part of the pairs adds.
    """
    n = len(x)
    for part in prange(PARTS):
        parts[part] = 0
        own_x, own_y, own_q = parts[part, 0], parts[part, 1], parts[part, 2]
        for i in range(_first_of_part(part, n), _first_of_part(part + 1, n), 2):
            if i + 1 == n:
                break
            k = i + 1
            xi, yi, xk, yk = x[i], y[i], x[k], y[k]
            dx, dy = xi - xk, yi - yk
            qi = np.float32(1) / (np.float32(1) + dx * dx + dy * dy)
            fxi, fyi = qi * qi * dx, qi * qi * dy
            qk, fxk, fyk = qi, -fxi, -fyi
            xs, ys, fx, fy, q = x[k + 1 :], y[k + 1 :], own_x[k + 1 :], own_y[k + 1 :], own_q[k + 1 :]
            for j in range(len(xs)):
                dxi, dyi, dxk, dyk = xi - xs[j], yi - ys[j], xk - xs[j], yk - ys[j]
                a = np.float32(1) + dxi * dxi + dyi * dyi
                b = np.float32(1) + dxk * dxk + dyk * dyk
                both = np.float32(1) / (a * b)
                p, r = both * b, both * a
                qi += p
                qk += r
                q[j] += p + r
                p *= p
                r *= r
                dxi, dyi, dxk, dyk = p * dxi, p * dyi, r * dxk, r * dyk
                fxi += dxi
                fyi += dyi
                fxk += dxk
                fyk += dyk
                fx[j] -= dxi + dxk
                fy[j] -= dyi + dyk
            own_x[i], own_y[i], own_q[i] = own_x[i] + fxi, own_y[i] + fyi, own_q[i] + qi
            own_x[k], own_y[k], own_q[k] = own_x[k] + fxk, own_y[k] + fyk, own_q[k] + qk
    for i in prange(n):
        fxi, fyi, qi = np.float32(0), np.float32(0), np.float32(0)
        for part in range(PARTS):
            fxi += parts[part, 0, i]
            fyi += parts[part, 1, i]
            qi += parts[part, 2, i]
        forces[i, 0], forces[i, 1], kernels[i] = fxi, fyi, qi


@njit(nogil=True, cache=True)
def _first_of_part(part: int, n: int) -> int:
    """The first row, an even one, of a part of the pairs i < j; all parts have about as many pairs."""
    return 2 * int(n * (1 - np.sqrt(1 - part / PARTS)) / 2) if part < PARTS else n


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def repel_3d(x: np.ndarray, y: np.ndarray, z: np.ndarray, forces: np.ndarray, kernels: np.ndarray) -> None:
    """As `repel_2d`, in space."""
    n = len(x)
    for i in prange(n):
        xi, yi, zi = x[i], y[i], z[i]
        fx, fy, fz, total = np.float32(0), np.float32(0), np.float32(0), np.float32(-1)
        for j in range(n):
            dx, dy, dz = xi - x[j], yi - y[j], zi - z[j]
            q = np.float32(1) / (np.float32(1) + dx * dx + dy * dy + dz * dz)
            total += q
            q *= q
            fx += q * dx
            fy += q * dy
            fz += q * dz
        forces[i, 0], forces[i, 1], forces[i, 2], kernels[i] = fx, fy, fz, total


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def attract_2d(
    places: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    levels: np.ndarray,
    scales: np.ndarray,
    blocks: np.ndarray,
    forces: np.ndarray,
) -> None:
    """Write into forces (blocks, n, 2) each block's part of the sum of p q (y_i - y_j).

    A pair stands once, with 2 p, and pulls both of its points.
    """
    for block in prange(len(blocks) - 1):
        own = forces[block]
        own[:] = 0
        for i in range(blocks[block], blocks[block + 1]):
            scale = np.float32(0.5) * scales[i]
            xi, yi = places[i, 0], places[i, 1]
            fx, fy = np.float32(0), np.float32(0)
            for pair in range(starts[i], starts[i + 1]):
                j = columns[pair]
                dx, dy = xi - places[j, 0], yi - places[j, 1]
                pull = scale * np.float32(levels[pair]) / (np.float32(1) + dx * dx + dy * dy)
                dx *= pull
                dy *= pull
                fx += dx
                fy += dy
                own[j, 0] -= dx
                own[j, 1] -= dy
            own[i, 0] += fx
            own[i, 1] += fy


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def attract_3d(
    places: np.ndarray,
    starts: np.ndarray,
    columns: np.ndarray,
    levels: np.ndarray,
    scales: np.ndarray,
    blocks: np.ndarray,
    forces: np.ndarray,
) -> None:
    """As `attract_2d`, in space: forces (blocks, n, 3)."""
    for block in prange(len(blocks) - 1):
        own = forces[block]
        own[:] = 0
        for i in range(blocks[block], blocks[block + 1]):
            scale = np.float32(0.5) * scales[i]
            xi, yi, zi = places[i, 0], places[i, 1], places[i, 2]
            fx, fy, fz = np.float32(0), np.float32(0), np.float32(0)
            for pair in range(starts[i], starts[i + 1]):
                j = columns[pair]
                dx, dy, dz = xi - places[j, 0], yi - places[j, 1], zi - places[j, 2]
                pull = scale * np.float32(levels[pair]) / (np.float32(1) + dx * dx + dy * dy + dz * dz)
                dx *= pull
                dy *= pull
                dz *= pull
                fx += dx
                fy += dy
                fz += dz
                own[j, 0] -= dx
                own[j, 1] -= dy
                own[j, 2] -= dz
            own[i, 0] += fx
            own[i, 1] += fy
            own[i, 2] += fz


@njit(nogil=True, parallel=True, cache=True)
def move(
    places: np.ndarray,
    attraction: np.ndarray,
    repulsion: np.ndarray,
    push: float,
    exaggeration: float,
    rate: float,
    momentum: float,
    longest: float,
    shares: np.ndarray,
    gains: np.ndarray,
    moves: np.ndarray,
) -> None:
    """One step down the gradient: exaggeration times attraction (blocks, n, dims) less push times repulsion (n, dims).

    shares: (n,), of the rate that each point takes. gains, moves: (n, dims), of the last step, then of this one. A
    coordinate's gain grows while its direction holds (Jacobs, 1988); no point moves further than `longest`.
    """
    n, dims = places.shape
    for i in prange(n):
        length = np.float32(0)
        own_rate = np.float32(rate) * shares[i]
        for c in range(dims):
            pull = np.float32(0)
            for block in range(attraction.shape[0]):
                pull += attraction[block, i, c]
            gradient = np.float32(exaggeration) * pull - np.float32(push) * repulsion[i, c]
            turns = (moves[i, c] > 0) == (gradient > 0)
            gain = np.float32(0.8) * gains[i, c] + np.float32(0.01) if turns else gains[i, c] + np.float32(0.2)
            gains[i, c] = gain
            moves[i, c] = np.float32(momentum) * moves[i, c] - own_rate * gain * gradient
            length += moves[i, c] * moves[i, c]
        if length > np.float32(longest * longest):
            shrink = np.float32(longest) / np.sqrt(length)
            for c in range(dims):
                moves[i, c] *= shrink
        for c in range(dims):
            places[i, c] += moves[i, c]


@njit(nogil=True, cache=True)
def center(places: np.ndarray) -> np.ndarray:
    """Move all points (n, dims) by their mean; float32 (2, dims): the lowest and highest coordinates that result."""
    n, dims = places.shape
    bounds = np.empty((2, dims), dtype=np.float32)
    for c in range(dims):
        total = 0.0
        for i in range(n):
            total += places[i, c]
        mean = np.float32(total / n)
        low, high = places[0, c] - mean, places[0, c] - mean
        for i in range(n):
            place = places[i, c] - mean
            places[i, c] = place
            low, high = min(low, place), max(high, place)
        bounds[0, c], bounds[1, c] = low, high
    return bounds


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def farness(places: np.ndarray, starts: np.ndarray, columns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """float64 (n,): each row's part of the sum of p log(1 + d^2) over all ordered pairs."""
    n, dims = places.shape
    result = np.empty(n)
    for i in prange(n):
        total = 0.0
        for pair in range(starts[i], starts[i + 1]):
            squared = np.float32(0)
            for c in range(dims):
                apart = places[i, c] - places[columns[pair], c]
                squared += apart * apart
            total += weights[pair] * np.log1p(squared)
        result[i] = total
    return result
