"""Points laid over others, against scipy."""

import numpy as np
import pytest
from scipy.spatial import procrustes as scipys

from engine.algorithms.procrustes import procrustes

RNG = np.random.default_rng(0)


def test_a_turned_mirrored_stretched_map_is_met() -> None:
    truth = RNG.normal(size=(40, 2))
    turn = np.array([[0.6, -0.8], [-0.8, -0.6]])
    found = procrustes(3 * truth @ turn + 5, truth)
    assert found.r2 == pytest.approx(1)
    np.testing.assert_allclose(found.points, truth, atol=1e-12)


def test_the_share_is_scipys() -> None:
    one, other = RNG.normal(size=(30, 2)), RNG.normal(size=(30, 2))
    assert procrustes(one, other).r2 == pytest.approx(1 - scipys(other, one)[2])
    left = np.square(procrustes(one, other).points - other).sum() / np.square(other - other.mean(axis=0)).sum()
    assert procrustes(one, other).r2 == pytest.approx(1 - left)


def test_points_that_are_all_one_meet_nothing() -> None:
    assert procrustes(np.ones((5, 2)), RNG.normal(size=(5, 2))).r2 == 0
