"""Classical scaling: exact for distances of points, by an independent route for others, and landmarks that agree."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.spatial.distance import cdist

from engine.algorithms.scaling import scaled

FLAT = np.random.default_rng(0).normal(size=(900, 2)) * [3, 1]


@pytest.mark.parametrize("n", [5, 900], ids=["dense", "Lanczos"])
def test_distances_of_points_are_found_again(n: int) -> None:
    distances = cdist(FLAT[:n], FLAT[:n])
    found = scaled(distances, 2)
    assert_allclose(cdist(found.coordinates, found.coordinates), distances, atol=1e-8)
    assert_allclose(found.kept, 1, rtol=1e-9)
    assert_allclose(found.coordinates.mean(axis=0), 0, atol=1e-9)


def test_other_distances_by_the_textbook() -> None:
    distances = cdist(FLAT[:40], FLAT[:40], "cityblock") ** 1.5  # of no points in any space
    center = np.eye(40) - 1 / 40
    values, vectors = np.linalg.eigh(-0.5 * center @ distances**2 @ center)
    assert values[0] < -1e-3 * values[-1]
    found = scaled(distances, 3)
    assert_allclose(np.abs(found.coordinates), np.abs(vectors[:, :-4:-1] * np.sqrt(values[:-4:-1])), atol=1e-8)
    assert_allclose(found.kept, np.square(values[-3:]).sum() / np.square(values).sum())


def test_points_are_placed_by_their_distances_to_landmarks() -> None:
    some = FLAT[::9]
    found = scaled(cdist(some, some), 2)
    assert_allclose(found.placed(cdist(some, some)), found.coordinates, atol=1e-9)
    places = found.placed(cdist(FLAT, some))
    assert_allclose(cdist(places, places), cdist(FLAT, FLAT), atol=1e-8)


def test_dimensions_that_are_not_there_are_zeros() -> None:
    line = np.array([[0.0], [1], [3]])
    found = scaled(cdist(line, line), 3)
    assert_allclose(np.abs(found.coordinates), [[4 / 3, 0, 0], [1 / 3, 0, 0], [5 / 3, 0, 0]], atol=1e-7)
    assert np.isfinite(scaled(np.zeros((4, 4)), 2).coordinates).all()
    assert scaled(np.array([[0.0, 2], [2, 0]]), 3).coordinates.shape == (2, 3)
