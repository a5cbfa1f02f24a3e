"""The order of points along a curve that fills the plane or the space: near in the order is mostly near on the map."""

import numpy as np

BITS = {1: 32, 2: 16, 3: 10}
"""Dimensions of a map -> binary digits of each coordinate that are woven into one number."""


def z_order(places: np.ndarray) -> np.ndarray:
    """Rows of places (n, 1 to 3), finite, in Morton's order (1966), int64 (n,); equal ones in order of row."""
    n_axes = places.shape[1]
    bits = BITS[n_axes]
    low, span = places.min(axis=0), np.ptp(places, axis=0)
    steps = ((places - low) / np.where(span > 0, span, 1) * (2**bits - 1)).astype(np.uint64)
    codes = np.zeros(len(places), dtype=np.uint64)
    for bit in range(bits):
        for axis in range(n_axes):
            codes |= ((steps[:, axis] >> np.uint64(bit)) & np.uint64(1)) << np.uint64(bit * n_axes + axis)
    return np.argsort(codes, kind="stable")
