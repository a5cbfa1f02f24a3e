"""The compiled loops between points and the nodes of a grid, by B-splines of degree 5, and the kernel on the grid."""

import numpy as np
from numba import njit, prange

SHARES = 4
"""Parts of the points, each spread onto a grid of its own: a fixed number, so that sums do not depend on threads."""


Six = tuple[np.float32, np.float32, np.float32, np.float32, np.float32, np.float32]
"""A number for each node that a point touches along an axis: two before it, the one below, the one above, two after."""


Three = tuple[np.float32, np.float32, np.float32]


@njit(nogil=True, cache=True, fastmath=True)
def _before(t: np.float32) -> Three:
    """120 times the splines' values at the nodes two after, one before and below a point that lies `t` of a step on."""
    f = np.float32
    t2 = t * t
    return (
        t2 * t2 * t,
        f(26) + t * (f(-50) + t * (f(20) + t * (f(20) + t * (f(-20) + f(5) * t)))),
        f(66) + t2 * (f(-60) + t2 * (f(30) - f(10) * t)),
    )


@njit(nogil=True, cache=True, fastmath=True)
def _rising(t: np.float32) -> Three:
    """24 times their derivatives there, by steps."""
    f = np.float32
    t2 = t * t
    return (
        t2 * t2,
        f(-10) + t * (f(8) + t * (f(12) + t * (f(-16) + f(5) * t))),
        t * (f(-24) + t2 * (f(24) - f(10) * t)),
    )


@njit(nogil=True, cache=True, fastmath=True)
def _weights(t: np.float32) -> Six:
    """The splines' values at a point that lies `t` of a step above a node; they sum to 1."""
    one, other, c = _before(t), _before(np.float32(1) - t), np.float32(1 / 120)
    return c * other[0], c * one[1], c * one[2], c * other[2], c * other[1], c * one[0]


@njit(nogil=True, cache=True, fastmath=True)
def _slopes(t: np.float32) -> Six:
    """The splines' derivatives at such a point, by steps; they sum to 0."""
    one, other, c = _rising(t), _rising(np.float32(1) - t), np.float32(1 / 24)
    return -c * other[0], c * one[1], c * one[2], -c * other[2], -c * other[1], c * one[0]


@njit(nogil=True, cache=True, fastmath=True)
def _add(line: np.ndarray, column: int, share: np.float32, weights: Six) -> None:
    """Add to the six nodes from `column` on. Written out, so that the compiler keeps the weights in registers."""
    nodes = line[column : column + 6]
    nodes[0] += share * weights[0]
    nodes[1] += share * weights[1]
    nodes[2] += share * weights[2]
    nodes[3] += share * weights[3]
    nodes[4] += share * weights[4]
    nodes[5] += share * weights[5]


@njit(nogil=True, cache=True, fastmath=True)
def _read(line: np.ndarray, column: int, weights: Six, slopes: Six) -> tuple[np.float32, np.float32]:
    """The field's value and slope along the six nodes from `column` on."""
    nodes = line[column : column + 6]
    a, b, c = nodes[0], nodes[1], nodes[2]
    d, e, f = nodes[3], nodes[4], nodes[5]
    value = a * weights[0] + b * weights[1] + c * weights[2] + d * weights[3] + e * weights[4] + f * weights[5]
    slope = a * slopes[0] + b * slopes[1] + c * slopes[2] + d * slopes[3] + e * slopes[4] + f * slopes[5]
    return value, slope


@njit(nogil=True, parallel=True, cache=True)
def spread(places: np.ndarray, origin: np.ndarray, per_unit: float, shares: np.ndarray, charges: np.ndarray) -> None:
    """Lay a charge of 1 for each point (n, 2) onto the nodes about it.

    charges: float32 (rows, columns), of all points; shares: (SHARES, rows, columns), room for those of parts.
    """
    n, scale = len(places), np.float32(per_unit)
    for part in prange(len(shares)):
        own = shares[part]
        own[:] = 0
        for i in range(n * part // len(shares), n * (part + 1) // len(shares)):
            u, v = (places[i, 0] - origin[0]) * scale, (places[i, 1] - origin[1]) * scale
            row, column = int(u), int(v)
            a, b = _weights(u - np.float32(row)), _weights(v - np.float32(column))
            row, column = row - 2, column - 2
            _add(own[row], column, a[0], b)
            _add(own[row + 1], column, a[1], b)
            _add(own[row + 2], column, a[2], b)
            _add(own[row + 3], column, a[3], b)
            _add(own[row + 4], column, a[4], b)
            _add(own[row + 5], column, a[5], b)
    for row in prange(len(charges)):
        for column in range(charges.shape[1]):
            total = np.float32(0)
            for part in range(len(shares)):
                total += shares[part, row, column]
            charges[row, column] = total


@njit(nogil=True, parallel=True, cache=True)
def slopes_at(
    places: np.ndarray, origin: np.ndarray, per_unit: float, potential: np.ndarray, forces: np.ndarray
) -> None:
    """Write into forces (n, 2) minus half the gradient of the potential (rows, columns) at the points.

    Where the potential is the sum of q, this is that of q^2 (y_i - y_j).
    """
    scale = np.float32(per_unit)
    half = np.float32(-0.5) * scale
    for i in prange(len(places)):
        u, v = (places[i, 0] - origin[0]) * scale, (places[i, 1] - origin[1]) * scale
        row, column = int(u), int(v)
        t, s = u - np.float32(row), v - np.float32(column)
        a, da, b, db = _weights(t), _slopes(t), _weights(s), _slopes(s)
        row, column = row - 2, column - 2
        fx, fy = np.float32(0), np.float32(0)
        value, slope = _read(potential[row], column, b, db)
        fx, fy = fx + da[0] * value, fy + a[0] * slope
        value, slope = _read(potential[row + 1], column, b, db)
        fx, fy = fx + da[1] * value, fy + a[1] * slope
        value, slope = _read(potential[row + 2], column, b, db)
        fx, fy = fx + da[2] * value, fy + a[2] * slope
        value, slope = _read(potential[row + 3], column, b, db)
        fx, fy = fx + da[3] * value, fy + a[3] * slope
        value, slope = _read(potential[row + 4], column, b, db)
        fx, fy = fx + da[4] * value, fy + a[4] * slope
        value, slope = _read(potential[row + 5], column, b, db)
        fx, fy = fx + da[5] * value, fy + a[5] * slope
        forces[i, 0], forces[i, 1] = half * fx, half * fy


@njit(nogil=True, parallel=True, cache=True)
def kernel(rows: int, columns: int, step: float) -> np.ndarray:
    """q = 1 / (1 + d^2) of all differences of nodes, float32 (rows, columns), which wrap around at half of them."""
    result = np.empty((rows, columns), dtype=np.float32)
    for row in prange(rows):
        dx = step * min(row, rows - row)
        for column in range(columns):
            dy = step * min(column, columns - column)
            result[row, column] = 1 / (1 + dx * dx + dy * dy)
    return result


@njit(nogil=True, parallel=True, fastmath=True, cache=True)
def filtered(charges: np.ndarray, spectrum: np.ndarray, sums: np.ndarray) -> None:
    """Multiply the charges' transform, complex64 (rows, columns // 2 + 1), with the kernel's, float32, in place.

    sums (rows,): each row's part of the sum of |charges|^2 spectrum over the whole transform, whose columns are even in
    number.
    """
    rows, half = charges.shape
    for row in prange(rows):
        first, last = charges[row, 0], charges[row, half - 1]
        once = (first.real * first.real + first.imag * first.imag) * spectrum[row, 0]
        once += (last.real * last.real + last.imag * last.imag) * spectrum[row, half - 1]
        total = np.float32(0)
        for column in range(half):
            one, other = charges[row, column].real, charges[row, column].imag
            factor = spectrum[row, column]
            total += (one * one + other * other) * factor
            charges[row, column] = complex(one * factor, other * factor)
        sums[row] = 2 * total - once
