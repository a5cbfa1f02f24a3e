"""Points put on a map that is there: at the lowest place, near their own kind; those between two kinds would jump."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.tsne.affinities import affinities
from engine.algorithms.tsne.descent import Descent
from engine.algorithms.tsne.placing import Placing


def two_islands(dims: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """200 points in two groups, and their map."""
    points = np.random.default_rng(0).normal(size=(200, 5)).astype(np.float32)
    points[100:, 0] += 12
    descent = Descent(
        affinities(neighbor_graph(points, 30), [10.0]), np.random.default_rng(1).normal(size=(200, dims)) * 1e-4
    )
    for step in range(400):
        descent.step(12 if step < 100 else 1, 0.5 if step < 100 else 0.8)
    return points, descent.places.copy()


@pytest.mark.parametrize("dims", [2, 3])
def test_new_points_come_to_their_own_kind(dims: int) -> None:
    points, places = two_islands(dims)
    fresh = np.random.default_rng(2).normal(size=(40, 5)).astype(np.float32)
    fresh[20:, 0] += 12
    found = Placing(points, places, 10.0).place(fresh).places
    near = np.square(found[:, None] - places[None]).sum(axis=2).argsort(axis=1)[:, :5]
    assert ((near >= 100) == (np.arange(40) >= 20)[:, None]).all()


def test_a_point_that_was_left_out_comes_back() -> None:
    points, places = two_islands()
    rows = np.arange(0, 200, 4)
    found = Placing(points, places, 10.0).place(points[rows], rows).places
    size = np.ptp(places, axis=0).max()
    assert np.median(np.linalg.norm(found - places[rows], axis=1)) < size / 20


def test_it_rests_where_no_place_around_is_lower() -> None:
    points, places = two_islands()
    placing = Placing(points, places, 10.0)
    fresh = points[:6] + 0.1
    found = placing.place(fresh)
    near, shares = placing._held(fresh.astype(np.float32), np.full(6, -1))
    apart = places[:, None].astype(float) - places[None]
    total = (1 / (1 + np.square(apart).sum(axis=2))).sum() - len(places)

    def loss(row: int, at: np.ndarray) -> float:
        """By the definition, apart from the kernel."""
        squares = np.square(at - places).sum(axis=1)
        return float(shares[row] @ np.log1p(squares[near[row]]) + len(places) * (1 / (1 + squares)).sum() / total)

    for row in range(6):
        here = loss(row, found.places[row])
        assert_allclose(found.losses[row], here, rtol=1e-4)
        around = [loss(row, found.places[row] + 0.05 * np.array(way)) for way in ((1, 0), (-1, 0), (0, 1), (0, -1))]
        assert here <= min(around) + 1e-6


def test_points_between_two_islands_would_jump() -> None:
    points, places = two_islands()
    middle = points.mean(axis=0, keepdims=True) + np.float32(0.01)
    whole = np.concatenate([points, middle])
    placing = Placing(points, places, 10.0)
    there = placing.place(middle).places
    scores = Placing(whole, np.concatenate([places, there]), 10.0).jumps(np.arange(201))
    assert scores[200] > 4 * np.median(scores[:200]) and scores.argmax() == 200


def test_any_number_of_threads_finds_the_same_places() -> None:
    points, places = two_islands()
    before, found = numba.get_num_threads(), []
    try:
        for threads in {1, before}:
            numba.set_num_threads(threads)
            found.append(Placing(points, places, 10.0).jumps(np.arange(50)).tobytes())
    finally:
        numba.set_num_threads(before)
    assert found[0] == found[-1]


def test_equal_points_and_few_of_them() -> None:
    same = np.ones((12, 3), dtype=np.float32)
    places = np.random.default_rng(3).normal(size=(12, 2))
    assert np.isfinite(Placing(same, places, 3.0).jumps(np.arange(12))).all()
    two = Placing(np.eye(2, dtype=np.float32), places[:2], 1.0)
    assert np.isfinite(two.place(np.ones((1, 2))).places).all()
