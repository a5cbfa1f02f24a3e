"""How much several maps of the same points agree on who is near whom."""

from collections.abc import Sequence
from itertools import combinations

import numpy as np

ROWS = 4_096
"""Points compared at once."""


def agreement(shown: Sequence[np.ndarray]) -> np.ndarray:
    """Share of its k nearest on one map that are among its k nearest on another, the mean over all pairs of maps.

    shown: two or more int (n, k), rows of the nearest on each map, each once. float64 (n,) in [0, 1].
    """
    n, k = shown[0].shape
    shared = np.zeros(n)
    both = list(combinations(shown, 2))
    for start in range(0, n, ROWS):
        part = slice(start, start + ROWS)
        for one, other in both:
            shared[part] += (one[part, :, None] == other[part, None, :]).sum(axis=(1, 2))
    return shared / (len(both) * k)
