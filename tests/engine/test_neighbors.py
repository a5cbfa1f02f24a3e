"""Nearest neighbors against a sort of all distances in float64, and the cases where sorting alone misleads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine import neighbors
from engine.embedding import Embedding
from engine.neighbors import METRICS, Metric, largest, nearest, nearest_batch


def embedding_of(vectors: np.ndarray) -> Embedding:
    return Embedding(vectors, [f"item {row}" for row in range(len(vectors))])


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    return embedding_of(np.random.default_rng(1).normal(0.3, 1, (700, 12)))


@pytest.fixture(params=["few", "many"])
def search(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways: of few items by NumPy, of many by compiled loops."""
    if request.param == "many":
        monkeypatch.setattr(neighbors, "LARGE", 1)


def by_sorting(embedding: Embedding, row: int, metric: Metric) -> tuple[np.ndarray, np.ndarray]:
    """All other items, nearest first, the plain way."""
    x = embedding.vectors.astype(float)
    if metric == "euclidean":
        scores, order = (d := np.sqrt(((x - x[row]) ** 2).sum(1))), np.argsort(d)
    else:
        u = x / np.linalg.norm(x, axis=1, keepdims=True) if metric == "cosine" else x
        scores, order = (s := u @ u[row]), np.argsort(-s)
    order = order[order != row]
    return order, scores[order]


@pytest.mark.usefixtures("search")
@pytest.mark.parametrize("metric", METRICS)
def test_equals_a_full_sort(cloud: Embedding, metric: Metric) -> None:
    for row in (0, 17, 699):
        rows, scores = by_sorting(cloud, row, metric)
        found = nearest(cloud, row, 15, metric)
        assert_array_equal(found.rows, rows[:15])
        assert_allclose(found.scores, scores[:15], rtol=1e-5)


@pytest.mark.parametrize("metric", METRICS)
def test_batch_equals_one_by_one(cloud: Embedding, metric: Metric, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.neighbors.TILE_NUMBERS", 700 * 64)  # several tiles, the last one short
    rows = np.arange(0, 700, 3)
    batch = nearest_batch(cloud, rows, 8, metric)
    for place, row in enumerate(rows):
        single = nearest(cloud, int(row), 8, metric)
        assert_array_equal(batch.rows[place], single.rows)
        assert_allclose(batch.scores[place], single.scores, rtol=1e-5)


@pytest.mark.usefixtures("search")
def test_a_vector_as_query_may_find_every_item_and_leaves_out_the_excluded(cloud: Embedding) -> None:
    assert nearest(cloud, cloud.vectors[5], 3).rows[0] == 5
    assert 5 not in nearest(cloud, cloud.vectors[5], 699, exclude=[5]).rows


def test_ties_come_in_order_of_row() -> None:
    equal = embedding_of(np.tile([[1.0, 2.0]], (60, 1)))
    assert_array_equal(nearest(equal, 30, 4).rows, [0, 1, 2, 3])
    assert_array_equal(nearest_batch(equal, np.arange(60), 2, "euclidean").rows[2:], np.tile([0, 1], (58, 1)))


@pytest.mark.usefixtures("search")
def test_k_is_clipped_to_the_other_items(cloud: Embedding) -> None:
    assert len(nearest(cloud, 3, 10_000).rows) == 699
    assert nearest_batch(cloud, np.array([3]), 10_000).rows.shape == (1, 699)
    assert len(nearest(embedding_of(np.ones((1, 2))), 0, 5).rows) == 0


@pytest.mark.usefixtures("search")
def test_items_without_direction_are_no_neighbors_under_cosine() -> None:
    some = embedding_of(np.array([[0, 0], [1, 0], [0.9, 0.1], [0, 0], [-1, 0]]))
    assert_array_equal(nearest(some, 1, 4).rows, [2, 4])
    assert len(nearest(some, 0, 4).rows) == 0
    batch = nearest_batch(some, np.array([0, 1]), 3)
    assert_array_equal(batch.rows, [[-1, -1, -1], [2, 4, -1]])
    assert np.isnan(batch.scores[0]).all()
    assert_array_equal(nearest(some, 1, 2, "euclidean").rows, [2, 0])


@pytest.mark.usefixtures("search")
def test_small_distances_far_from_the_origin_keep_their_digits() -> None:
    far = embedding_of(np.array([[1000, 0], [1000.001, 0], [1000.01, 0], [0, 1000]], dtype=np.float32))
    expected = np.abs(far.vectors[[1, 2], 0].astype(float) - 1000)
    assert_allclose(nearest(far, 0, 2, "euclidean").scores, expected, rtol=1e-4)


def test_largest_equals_a_stable_sort_even_with_many_ties() -> None:
    scores = np.random.default_rng(2).integers(0, 40, (30, 1000)).astype(np.float32)
    for k in (1, 7, 31, 32, 1000):
        columns, values = largest(scores, k)
        assert_array_equal(columns, np.argsort(-scores, axis=1, kind="stable")[:, :k])
        assert_array_equal(values, -np.sort(-scores, axis=1)[:, :k])


def test_each_tile_is_announced_and_can_stop_the_work(cloud: Embedding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.neighbors.TILE_NUMBERS", 700 * 100)
    seen: list[tuple[int, int]] = []
    nearest_batch(cloud, np.arange(250), 5, on_tile=lambda done, total: seen.append((done, total)))
    assert seen == [(100, 250), (200, 250), (250, 250)]


def test_among_all_items_the_compiled_search_finds_the_same(cloud: Embedding, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = np.arange(cloud.n_items)
    tiled = nearest_batch(cloud, rows, 7, "euclidean")
    monkeypatch.setattr(neighbors, "MANY", 10)
    compiled = nearest_batch(cloud, rows, 7, "euclidean")
    assert_array_equal(compiled.rows, tiled.rows)
    assert_allclose(compiled.scores, tiled.scores, rtol=1e-5)


@pytest.mark.parametrize("metric", METRICS)
def test_among_many_items_a_batch_finds_what_a_sort_finds(
    cloud: Embedding, metric: Metric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbors, "LARGE", 1)
    monkeypatch.setattr("engine.algorithms.exact_search.search.ITEMS", 96)  # several tiles, the last one short
    rows = np.arange(0, 700, 3)
    seen: list[tuple[int, int]] = []
    batch = nearest_batch(cloud, rows, 8, metric, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (len(rows), len(rows))
    for place, row in enumerate(rows):
        order, scores = by_sorting(cloud, row, metric)
        assert_array_equal(batch.rows[place], order[:8])
        assert_allclose(batch.scores[place], scores[:8], rtol=1e-5)


@pytest.mark.parametrize("metric", METRICS)
def test_any_number_of_threads_finds_the_same_bytes(
    cloud: Embedding, metric: Metric, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbors, "LARGE", 1)
    monkeypatch.setattr("engine.algorithms.exact_search.search.PART", 64)
    found = []
    for threads in (1, 2, 5):
        monkeypatch.setattr("engine.algorithms.exact_search.search.THREADS", threads)
        with ThreadPoolExecutor(threads) as pool:
            monkeypatch.setattr("engine.algorithms.exact_search.search._POOL", pool)
            one, batch = nearest(cloud, 3, 20, metric), nearest_batch(cloud, np.arange(200), 6, metric)
        found.append([each.tobytes() for each in (one.rows, one.scores, batch.rows, batch.scores)])
    assert found[0] == found[1] == found[2]
