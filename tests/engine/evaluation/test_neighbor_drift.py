"""Drift: none between a set and itself in another order or turned; chance between sets unknown to each other."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.embedding_pair import EmbeddingPair
from engine.evaluation.neighbor_drift import Drift, NeighborDrift
from engine.fit import Fit

RNG = np.random.default_rng(3)
N = 2_000


def named(vectors: np.ndarray, labels: list[str] | None = None) -> Embedding:
    return Embedding(vectors, labels or [f"item {row}" for row in range(len(vectors))])


def drift(first: Embedding, second: Embedding, **fields: object) -> tuple[Drift, Fit]:
    fit = NeighborDrift(**fields).fit(EmbeddingPair(first, second))  # type: ignore[arg-type]
    return Drift.from_fit(fit), fit


def test_a_permuted_and_turned_copy_does_not_drift() -> None:
    first = named(RNG.normal(size=(N, 8)))
    order = RNG.permutation(N)
    found, fit = drift(first, first.among(order))
    assert_array_equal(found.by_item(10), 0)
    assert_array_equal(found.rows[1], np.argsort(order))
    assert fit.summary["items"] == N and fit.summary["only_first"] == 0
    turn, _ = np.linalg.qr(RNG.normal(size=(8, 8)))
    turned, _ = drift(first, named(2 * first.vectors @ turn))
    assert turned.by_item(10).mean() < 0.001  # sums of other roundings


@pytest.mark.parametrize("metric", ["cosine", "euclidean", "dot"])
def test_random_vectors_agree_as_often_as_chance_says(metric: str) -> None:
    first, second = (named(RNG.uniform(-1, 1, size=(N, 12))) for _ in range(2))
    found, _ = drift(first, second, first_metric=metric, second_metric=metric)
    for k in (5, 10, 50):
        assert found.chance(k) == k / (N - 1)
        deviation = np.sqrt(found.chance(k) / (N * k))
        assert abs(1 - found.by_item(k).mean() - found.chance(k)) < (12 if metric == "dot" else 5) * deviation


def test_neighbors_are_those_of_a_slow_search_among_the_items_of_both() -> None:
    first, second = named(RNG.normal(size=(60, 3))), named(RNG.normal(size=(60, 3)))
    found, _ = drift(first.without(range(10)), second.without(range(50, 60)), second_metric="euclidean")
    rows = np.arange(10, 50)
    unit = first.unit[rows].astype(float)
    points = second.vectors[rows].astype(float)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    for near, nearness in zip(found.near, (unit @ unit.T, -apart), strict=True):
        np.fill_diagonal(nearness, -np.inf)
        assert_array_equal(near[:, :5], np.argsort(-nearness, axis=1)[:, :5])
    shares = [len(set(a[:5]) & set(b[:5])) / 5 for a, b in zip(*found.near, strict=True)]
    assert_allclose(found.by_item(5), 1 - np.array(shares))


def test_what_only_one_set_has_is_told_and_what_has_no_direction() -> None:
    vectors = RNG.normal(size=(9, 3))
    vectors[4] = 0
    first, second = named(vectors, list("abcdefghi")), named(vectors[:8], list("abcdefxy"))
    found, fit = drift(first, second)
    assert found.rows.tolist() == [[0, 1, 2, 3, 5]] * 2 and found.place[5] == 4
    assert fit.summary["examples_first"] == ["g", "h", "i"] and fit.summary["examples_second"] == ["x", "y"]
    assert (fit.summary["only_first"], fit.summary["only_second"], fit.summary["pointless"]) == (3, 2, 1)
    _, other = drift(first, second, first_metric="euclidean", second_metric="dot")
    assert other.summary["pointless"] == 0 and other.summary["items"] == 6
    with pytest.raises(InputError, match="2 items are in both"):
        drift(named(vectors[:3], list("abc")), named(vectors[:3], list("bcd")))


def test_only_the_columns_that_a_map_draws_are_compared() -> None:
    places = RNG.normal(size=(50, 4))
    other = np.column_stack([places[:, :2], RNG.normal(size=(50, 2))])
    found, _ = drift(named(places), named(other), first_metric="euclidean", second_metric="euclidean", columns=2)
    assert_array_equal(found.by_item(10), 0)
    assert found.size(100) == 49 and found.chance(100) == 1
    whole, _ = drift(named(places), named(other), first_metric="euclidean", second_metric="euclidean")
    assert whole.by_item(10).mean() > 0.2
