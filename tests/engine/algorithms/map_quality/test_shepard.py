"""Pairs of points and the order of their distances, against scipy and against all pairs."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.map_quality.shepard import distances, pairs, rank_correlation


def test_all_pairs_if_they_are_few() -> None:
    assert_array_equal(pairs(3), [[0, 1], [0, 2], [1, 2]])
    assert len(pairs(600)) == 600 * 599 // 2


def test_of_many_pairs_some_are_drawn_alike_and_none_with_itself() -> None:
    found = pairs(5_000, most=200_000, seed=3)
    assert found.shape == (200_000, 2) and (found[:, 0] < found[:, 1]).all()
    assert_array_equal(found, pairs(5_000, most=200_000, seed=3))
    counts = np.bincount(found.ravel(), minlength=5_000)
    assert_allclose([counts.mean(), counts.std()], [80, np.sqrt(80)], rtol=0.1)


def test_distances_are_those_of_scipy() -> None:
    from scipy.spatial.distance import pdist

    points = np.random.default_rng(0).normal(size=(60, 7)).astype(np.float32)
    assert_allclose(distances(points, pairs(60), at_once=100), pdist(points.astype(float)), rtol=1e-5)


def test_rank_correlation_is_that_of_scipy_with_ties_too() -> None:
    from scipy.stats import spearmanr

    generator = np.random.default_rng(0)
    one = generator.integers(0, 20, 500).astype(float)
    other = one + generator.normal(0, 8, 500)
    assert_allclose(rank_correlation(one, other), spearmanr(one, other).statistic, atol=1e-12)
    assert rank_correlation(one, np.exp(one)) == 1.0
    assert rank_correlation(one, np.ones(500)) == 0.0


def test_a_sample_is_near_the_whole() -> None:
    points = np.random.default_rng(0).normal(size=(800, 6)).astype(np.float32)
    whole, some = pairs(800, most=400_000), pairs(800, most=100_000, seed=1)
    found = [rank_correlation(distances(points, ends), distances(points[:, :2], ends)) for ends in (whole, some)]
    assert_allclose(found[1], found[0], atol=0.01)
