"""Both decompositions of one matrix: what is missed, by theory and by definition."""

import numpy as np
import pytest

from engine.insight.tables.randomized import compared


def test_a_matrix_of_low_rank_and_some_noise() -> None:
    rng = np.random.default_rng(0)
    matrix = rng.normal(size=(120, 8)) @ rng.normal(size=(8, 90)) + 0.01 * rng.normal(size=(120, 90))
    found = compared(matrix, 8)
    values = np.linalg.svd(matrix, compute_uv=False)
    assert found.least == pytest.approx((values[8:] ** 2).sum() / (values**2).sum())
    assert found.least <= found.missed * (1 + 1e-4) and found.missed < 1.01 * found.least
    assert found.apart < 1e-5 and found.seconds > 0 and found.randomized_seconds > 0
    assert compared(matrix, 3).missed == pytest.approx((values[3:] ** 2).sum() / (values**2).sum(), rel=1e-3)
