"""New points on a map, by hand and by another route."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.neighbors import NearestNeighbors

from engine.algorithms.map_quality.new_points import fitting, usual_distance


def test_by_hand() -> None:
    data = np.array([[0.0], [1.0], [5.0], [9.0]])
    places = np.array([[0.0, 0.0], [0.0, 1.0], [0.0, 2.0], [0.0, 3.0]])
    found = fitting(np.array([[0.4], [7.5]]), data, np.array([[0.0, 0.4], [0.0, 0.0]]), places, 2)
    assert found.near.tolist() == [[0, 1], [3, 2]]
    assert_allclose(found.kept, [1, 0])  # the second's nearest are 9 and 5, and the map shows it beside 0 and 1
    assert_allclose(found.apart, [0.4, 1.5])


@pytest.mark.parametrize("m", [1, 256, 300])
def test_like_a_search_by_another_library(m: int) -> None:
    generator = np.random.default_rng(m)
    data, new = generator.normal(size=(500, 6)), generator.normal(size=(m, 6))
    places, new_places = generator.normal(size=(500, 2)), generator.normal(size=(m, 2))
    found = fitting(new.astype(np.float32), data.astype(np.float32), new_places, places, 10)
    near, shown = (
        NearestNeighbors(n_neighbors=10).fit(there).kneighbors(points)
        for there, points in ((data, new), (places, new_places))
    )
    kept = [len(set(a) & set(b)) / 10 for a, b in zip(near[1], shown[1], strict=True)]
    assert_allclose(found.kept, kept)
    np.testing.assert_array_equal(found.near, near[1])
    assert_allclose(found.apart, near[0][:, 0], rtol=1e-5)


def test_how_near_most_have_another() -> None:
    data = np.array([[0.0], [1.0], [3.0], [3.5]])
    assert usual_distance(data, 1.0) == 2 - 1  # the second's nearest is the first
    assert usual_distance(data, 0.0) == 0.5
    some = usual_distance(np.arange(10_000.0)[:, None], 0.99)
    assert some == 1
