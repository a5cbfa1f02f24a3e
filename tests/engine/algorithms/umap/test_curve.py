"""The curve of a map: the published values, and as near to what is wanted as any other."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.umap.curve import fitted_curve


def test_the_usual_values_are_the_published_ones() -> None:
    assert_allclose(fitted_curve(0.1, 1.0), (1.577, 0.895), atol=1e-3)
    assert_allclose(fitted_curve(0.001, 1.0), (1.929, 0.792), atol=1e-3)


@pytest.mark.parametrize(("min_dist", "spread"), [(0.0, 1.0), (0.5, 1.0), (0.99, 1.0), (0.1, 10.0)])
def test_no_curve_nearby_fits_better(min_dist: float, spread: float) -> None:
    d = np.linspace(0, 3 * spread, 300)
    wanted = np.where(d < min_dist, 1, np.exp(-(d - min_dist) / spread))

    def error(a: float, b: float) -> float:
        return float(np.square(1 / (1 + a * d ** (2 * b)) - wanted).sum())

    a, b = fitted_curve(min_dist, spread)
    for other in ((1.01 * a, b), (0.99 * a, b), (a, 1.01 * b), (a, 0.99 * b)):
        assert error(a, b) < error(*other)
