"""How near two points of a map must be to count as together: the curve 1 / (1 + a d^(2 b))."""

import numpy as np

POINTS = 300
FARTHEST = 3.0
"""Distances up to so many spreads are fitted."""


def fitted_curve(min_dist: float, spread: float) -> tuple[float, float]:
    """a and b of the curve nearest, in squares, to one that is 1 up to `min_dist` and falls by e every `spread`.

    (McInnes, Healy and Melville, 2018, section 3.2.)
    """
    from scipy.optimize import curve_fit

    distances = np.linspace(0, FARTHEST, POINTS)  # in spreads
    wanted = np.exp(-np.maximum(distances - min_dist / spread, 0))
    (a, b), _ = curve_fit(lambda d, a, b: 1 / (1 + a * d ** (2 * b)), distances, wanted)
    return float(a / spread ** (2 * b)), float(b)
