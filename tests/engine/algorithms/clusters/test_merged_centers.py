"""Merged centers: as scipy's Ward linkage merges the points themselves."""

import numpy as np
from numpy.testing import assert_array_equal
from scipy.cluster.hierarchy import fcluster, linkage

from engine.algorithms.clusters.merged_centers import coarser


def test_points_are_merged_as_scipy_does() -> None:
    points = np.random.default_rng(1).normal(size=(40, 3))
    found = coarser(points, np.ones(40), [2, 5, 17, 40])
    for labels, k in zip(found, (2, 5, 17, 40), strict=True):
        expected = fcluster(linkage(points, "ward"), k, "maxclust")
        assert len(set(zip(labels, expected, strict=True))) == k == labels.max() + 1


def test_sizes_weigh_as_that_many_points_in_one_place() -> None:
    random = np.random.default_rng(2)
    centers, sizes = random.normal(size=(12, 2)), random.integers(1, 6, 12)
    expected = fcluster(linkage(np.repeat(centers, sizes, axis=0), "ward"), 4, "maxclust")
    labels = np.repeat(coarser(centers, sizes, [4])[0], sizes)
    assert len(set(zip(labels, expected, strict=True))) == 4


def test_of_equal_costs_the_first_are_merged() -> None:
    square = np.array([[0.0, 0], [0, 1], [1, 0], [1, 1]])
    assert_array_equal(coarser(square, np.ones(4), [3, 2, 1]), [[0, 0, 1, 2], [0, 0, 1, 1], [0, 0, 0, 0]])
