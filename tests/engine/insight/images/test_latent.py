"""Places among codes: quantiles, straight ways, and draws with the codes' own spread."""

import numpy as np
import pytest

from engine.insight.images import latent

CODES = np.random.default_rng(0).normal(size=(5_001, 3)) * [1, 2, 3] + [0, 1, 5]


def test_the_middle_of_a_grid_is_the_median() -> None:
    codes = latent.grid(CODES, np.array([9.0, 9, 7]), 5)
    assert codes.shape == (25, 3)
    np.testing.assert_allclose(codes[12, :2], np.median(CODES[:, :2], axis=0))
    assert (codes[:, 2] == 7).all()
    assert codes[0, 0] < codes[4, 0] and codes[0, 1] > codes[24, 1]  # to the right, and upwards
    assert (CODES[:, 0] < codes[0, 0]).mean() == pytest.approx(0.1, abs=1e-3)


def test_a_way_is_straight_and_ends_where_it_should() -> None:
    points = latent.way(CODES[0], CODES[1], 5)
    np.testing.assert_allclose(points[[0, 2, 4]], [CODES[0], (CODES[0] + CODES[1]) / 2, CODES[1]])


def test_bounds_and_draws() -> None:
    low, high = latent.bounds(CODES, 1)
    assert (low + high) / 2 == pytest.approx(1, abs=0.1) and high - low == pytest.approx(12, rel=0.05)
    draws = latent.drawn_like(CODES, np.random.default_rng(1).normal(size=(20_000, 3)))
    np.testing.assert_allclose(draws.mean(axis=0), CODES.mean(axis=0), atol=0.1)
    np.testing.assert_allclose(draws.std(axis=0), CODES.std(axis=0), rtol=0.02)
