"""Neighbors and ranks on both sides, against sorted distances in float64."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.algorithms.map_quality.neighborhoods import Neighborhoods, neighborhoods
from engine.algorithms.map_quality.order import z_order


def sorted_out(points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    """The k nearest of each, and the place of all in each one's order, by sorting all distances; ties by row."""
    wide = points.astype(np.float64)
    squares = np.square(wide[:, None] - wide[None]).sum(axis=2)
    np.fill_diagonal(squares, -1)
    order = np.argsort(squares, axis=1, kind="stable")
    return order[:, 1 : k + 1], np.argsort(order, axis=1, kind="stable")


def expect(found: Neighborhoods, points: np.ndarray, places: np.ndarray) -> None:
    near, ranks = sorted_out(points, found.k)
    shown, map_ranks = sorted_out(places, found.k)
    assert_array_equal(found.near, near)
    assert_array_equal(found.shown, shown)
    assert_array_equal(found.ranks_of_shown, np.take_along_axis(ranks, shown, axis=1))
    assert_array_equal(found.ranks_of_near, np.take_along_axis(map_ranks, near, axis=1))


def drawn(n: int, d: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).normal(size=(n, d)).astype(np.float32)


@pytest.mark.parametrize("axes", [1, 2, 3])
@pytest.mark.parametrize(("n", "d", "k"), [(700, 20, 10), (1_300, 3, 5), (12, 3, 11), (4, 2, 1), (65, 8, 30)])
def test_they_are_those_of_sorted_distances(n: int, d: int, k: int, axes: int) -> None:
    points = drawn(n, d)
    for places in (points[:, :1] * np.ones((1, axes)), drawn(n, axes, seed=1)):  # a map that shows something, and none
        expect(neighborhoods(points, places, k), points, places)


def test_a_far_off_origin_and_great_lengths_cost_nothing() -> None:
    points = drawn(400, 12) + 1_000
    points[:5] *= 30
    places = drawn(400, 2, seed=1) * 1e6
    expect(neighborhoods(points, places, 10), points, places)
    for scale in (1e-25, 1e30):
        expect(neighborhoods(points * np.float32(scale), places, 10), points * np.float32(scale), places)


def test_equally_far_ones_are_in_order_of_row() -> None:
    whole = np.round(drawn(900, 4))
    expect(neighborhoods(whole, whole[:, :2], 10), whole, whole[:, :2])
    doubled = np.repeat(drawn(30, 3), 10, axis=0)
    expect(neighborhoods(doubled, doubled[:, :2], 12), doubled, doubled[:, :2])
    same = np.zeros((50, 3), dtype=np.float32)
    expect(neighborhoods(same, same[:, :2], 4), same, same[:, :2])


def test_threads_do_not_matter() -> None:
    points, places = drawn(2_000, 10), drawn(2_000, 2, seed=1)
    before = numba.get_num_threads()
    found = []
    for threads in (1, min(2, before)):
        numba.set_num_threads(threads)
        found.append(neighborhoods(points, places, 10))
    numba.set_num_threads(before)
    for one, other in zip(vars(found[0]).values(), vars(found[1]).values(), strict=True):
        assert_array_equal(one, other)


def test_it_says_how_far_it_is_and_can_be_ended() -> None:
    told: list[tuple[int, int]] = []
    neighborhoods(drawn(300, 4), drawn(300, 2), 5, lambda done, total: told.append((done, total)))
    assert told == [(300, 300)]

    def end(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        neighborhoods(drawn(300, 4), drawn(300, 2), 5, end)


def test_no_more_neighbors_than_there_are_others() -> None:
    with pytest.raises(ValueError, match="10 neighbors among 10 points"):
        neighborhoods(drawn(10, 2), drawn(10, 2), 10)


def test_the_order_walks_through_the_quarters_of_a_square() -> None:
    places = np.array([[0.0, 0.0], [0.9, 0.9], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [1.0, 1.0]])
    assert z_order(places).tolist() == [0, 2, 3, 4, 1, 5]
    assert z_order(np.zeros((4, 3))).tolist() == [0, 1, 2, 3]
