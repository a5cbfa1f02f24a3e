"""What random planes find: against a count by hand over all items, theory, and the cases where nothing is missed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.random_planes import agreeing, codes, normals
from engine.embedding import Embedding
from engine.insight.approximate_search import QUERIES, K, beside, trade
from engine.neighbors import nearest


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    """Fewer items than are averaged over: every item is a query."""
    vectors = np.random.default_rng(0).normal(size=(150, 8)) + np.repeat(np.eye(8)[:5] * 3, 30, axis=0)
    return Embedding(vectors, [f"item {row}" for row in range(150)])


def of(embedding: Embedding, n_tables: int, seed: int = 0) -> np.ndarray:
    return codes(embedding.vectors, normals(embedding.n_components, seed)[:n_tables])


@pytest.mark.parametrize("n_tables", [1, 3])
def test_shares_and_recall_equal_a_count_over_all_items(cloud: Embedding, n_tables: int) -> None:
    table_codes = of(cloud, n_tables)
    found = trade(cloud, table_codes, 0)
    assert found.n_queries == cloud.n_items < QUERIES
    for n_planes in (1, 4, 9):
        same = table_codes & np.uint16(2**n_planes - 1)
        together = (same[:, :, None] == same[:, None, :]).any(axis=0)
        kept = [together[row, nearest(cloud, row, K).rows].mean() for row in range(cloud.n_items)]
        assert found.recall[n_planes - 1] == pytest.approx(np.mean(kept))
        assert found.shares[n_planes - 1] == pytest.approx((together.sum() - 150) / (150 * 149))


def test_theory_is_what_many_draws_of_the_planes_come_to(cloud: Embedding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.insight.approximate_search.TIMED", 1)
    draws = [trade(cloud, of(cloud, 2, seed), seed) for seed in range(40)]
    for measured, predicted in (("recall", "predicted_recall"), ("shares", "predicted_shares")):
        values = np.stack([getattr(draw, measured) for draw in draws])[:, [0, 3, 7]]
        error = values.std(axis=0, ddof=1) / np.sqrt(len(draws))
        assert_array_equal(np.abs(values.mean(axis=0) - getattr(draws[0], predicted)[[0, 3, 7]]) <= 3.5 * error, True)


def test_more_planes_compare_less_and_more_tables_find_more(cloud: Embedding) -> None:
    few, many = trade(cloud, of(cloud, 1), 0), trade(cloud, of(cloud, 8), 0)
    for found in (few, many):
        assert (np.diff(found.shares) <= 0).all() and (np.diff(found.recall) <= 0).all()
        assert (np.diff(found.predicted_recall) < 0).all()
        assert (found.milliseconds > 0).all() and found.exact_milliseconds > 0
    assert (many.recall >= few.recall).all() and (many.shares >= few.shares).all()
    assert many.recall[0] > 0.99 and few.recall[-1] < 0.5


def test_one_direction_is_never_parted() -> None:
    line = Embedding(np.linspace(1, 2, 30)[:, None] * [[1.0, 2.0, -1.0]], [str(row) for row in range(30)])
    found = trade(line, of(line, 1), 0)
    assert_array_equal(found.recall, 1)
    assert_array_equal(found.shares, 1)
    assert_allclose(found.predicted_recall, 1, atol=0.01)


def test_one_item_is_told_with_its_buckets(cloud: Embedding) -> None:
    table_codes = of(cloud, 4)
    found = beside(cloud, table_codes, 7, 5)
    shared = (agreeing(table_codes, 7) >= 5).sum(axis=0)
    assert_array_equal(found.compared, shared > 0)
    assert_array_equal(found.near.rows, nearest(cloud, 7, K).rows)
    assert_array_equal(found.tables, shared[found.near.rows])
    assert_allclose(np.cos(found.angles), found.near.scores, atol=1e-6)
    assert_allclose(found.predicted, 1 - (1 - (1 - found.angles / np.pi) ** 5) ** 4)
    assert found.recall == pytest.approx((found.tables > 0).mean()) and found.compared[7]


def test_items_without_direction_are_no_queries() -> None:
    vectors = np.random.default_rng(0).normal(size=(20, 3))
    vectors[:5] = 0
    some = Embedding(vectors, [str(row) for row in range(20)])
    found = trade(some, of(some, 2), 0)
    assert found.n_queries == 15 and np.isfinite(found.recall).all()
    assert np.isnan(beside(some, of(some, 2), 0, 3).recall)


def test_the_same_seed_tells_the_same(cloud: Embedding) -> None:
    one, two = trade(cloud, of(cloud, 2, 5), 5), trade(cloud, of(cloud, 2, 5), 5)
    assert_array_equal(one.recall, two.recall)
    assert_array_equal(one.shares, two.shares)
    assert_array_equal(one.predicted_shares, two.predicted_shares)
