"""The neighbor graph against all distances in float64, with the points that trip products up."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.neighbors import NearestNeighbors

from engine.algorithms.neighbor_graph.graph import BLOCKS, ITEMS, QUERIES, neighbor_graph


def nearest_by_hand(points: np.ndarray, k: int) -> tuple[np.ndarray, np.ndarray]:
    exact = points.astype(np.float32)
    squares = np.square(exact[:, None] - exact[None]).sum(axis=2, dtype=np.float32)
    np.fill_diagonal(squares, np.inf)
    rows = np.argsort(squares, axis=1, kind="stable")[:, :k]
    return rows, np.take_along_axis(squares, rows, axis=1)


@pytest.mark.parametrize(("n", "k"), [(2, 1), (3, 5), (70, 69), (700, 12)])
def test_the_nearest_are_those_of_all_distances(n: int, k: int) -> None:
    points = np.random.default_rng(n).normal(size=(n, 7)).astype(np.float32)
    graph = neighbor_graph(points, k)
    rows, squares = nearest_by_hand(points, min(k, n - 1))
    assert_array_equal(graph.rows, rows)
    assert_allclose(graph.squares, squares, rtol=1e-5)
    assert graph.rows.dtype == np.int32 and graph.k == min(k, n - 1)
    assert_array_equal(graph.first(1).rows, rows[:, :1])


def test_many_tiles_agree_with_a_tree() -> None:
    points = np.random.default_rng(0).normal(size=(3 * ITEMS + 100, 4)).astype(np.float32)
    graph = neighbor_graph(points, 20)
    distances, rows = NearestNeighbors(n_neighbors=21, algorithm="kd_tree").fit(points).kneighbors(points)
    assert_allclose(np.sqrt(graph.squares), distances[:, 1:], rtol=1e-4)
    assert (graph.rows == rows[:, 1:]).mean() > 0.999  # what differs is equally far, by float32


def test_far_from_the_origin_small_distances_keep_their_order() -> None:
    places = np.random.default_rng(0).permutation(400).astype(np.float32)
    graph = neighbor_graph(np.column_stack([places / 64 + 1000, np.full(400, 5000.0)]), 2)
    assert_array_equal(np.abs(places[graph.rows[:, 0]] - places), 1)


def test_rows_that_are_the_same_are_neighbors_in_order_of_row() -> None:
    points = np.ones((300, 3), dtype=np.float32)
    points[150:] = 2
    graph = neighbor_graph(points, 5)
    assert (graph.squares == 0).all()
    assert ((graph.rows < 150) == (np.arange(300) < 150)[:, None]).all()
    assert (np.diff(graph.rows, axis=1) > 0).all() and (graph.rows != np.arange(300)[:, None]).all()


def test_one_point_and_none_have_no_neighbors() -> None:
    for n in (0, 1):
        assert neighbor_graph(np.zeros((n, 3)), 5).rows.shape == (n, 0)


def test_any_number_of_threads_finds_the_same_bytes() -> None:
    points = np.random.default_rng(1).normal(size=(2 * QUERIES + 50, 30)).astype(np.float32)
    before = numba.get_num_threads()
    try:
        found = []
        for threads in {1, before}:
            numba.set_num_threads(threads)
            found.append(neighbor_graph(points, 40))
    finally:
        numba.set_num_threads(before)
    assert_array_equal(found[0].rows, found[-1].rows)
    assert found[0].squares.tobytes() == found[-1].squares.tobytes()


def test_progress_is_told_and_what_it_raises_ends_the_work() -> None:
    points = np.random.default_rng(1).normal(size=(BLOCKS * QUERIES + 10, 2))
    told: list[tuple[int, int]] = []
    neighbor_graph(points, 3, lambda done, total: told.append((done, total)))
    assert told == [(BLOCKS * QUERIES, len(points)), (len(points), len(points))]

    def stop(done: int, total: int) -> None:
        raise RuntimeError("enough")

    with pytest.raises(RuntimeError, match="enough"):
        neighbor_graph(points, 3, stop)
