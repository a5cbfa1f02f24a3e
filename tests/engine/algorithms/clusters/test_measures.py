"""Measures of clusters: against scikit-learn's, and by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score, silhouette_samples

from engine.algorithms.clusters import measures


def case(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points with labels from -1 to 4."""
    random = np.random.default_rng(seed)
    labels = random.integers(-1, 5, 200)
    return random.normal(size=(200, 6)) + labels[:, None] * 0.4 + 30, labels


@pytest.mark.parametrize("metric", ["sqeuclidean", "cosine"])
def test_silhouettes_are_scikit_learns(metric: str) -> None:
    points, labels = case(3)
    if metric == "cosine":
        points = (points - 30) / np.linalg.norm(points - 30, axis=1, keepdims=True)
    found = measures.silhouettes(points, labels)
    inside = labels >= 0
    assert np.isnan(found[~inside]).all()
    assert_allclose(found[inside], silhouette_samples(points[inside], labels[inside], metric=metric), atol=1e-9)


def test_silhouettes_in_small_pieces_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    points, labels = case(4)
    whole = measures.silhouettes(points, labels)
    monkeypatch.setattr(measures, "TILE_NUMBERS", 30)
    assert_allclose(measures.silhouettes(points, labels), whole, atol=1e-12)


def test_alone_in_a_cluster_or_in_the_only_one_is_0() -> None:
    points = np.array([[0.0], [1], [9], [5]])
    assert_allclose(measures.silhouettes(points, np.array([0, 0, 1, -1])), [80 / 81, 63 / 64, 0, np.nan])
    assert_array_equal(measures.silhouettes(points, np.zeros(4, dtype=int)), np.zeros(4))
    assert_array_equal(measures.silhouettes(np.ones((4, 2)), np.array([0, 0, 1, 1])), np.zeros(4))


def test_middles_and_medoids() -> None:
    points = np.array([[0.0, 0], [4, 0], [1, 0], [9, 9], [7, 7], [100, 100]])
    labels = np.array([0, 0, 0, 1, 1, -1])
    assert_allclose(measures.middles(points, labels), [[5 / 3, 0], [8, 8]])
    assert_array_equal(measures.medoids(points, labels), [2, 3])
    assert_array_equal(measures.nearest_clusters(np.array([[0.0], [1], [5]]), 5), [[1, 2], [0, 2], [1, 0]])
    assert measures.middles(points, np.full(6, -1)).shape == (0, 2)


def test_agreement_is_scikit_learns() -> None:
    _, labels = case(5)
    classes = (labels + 1) // 2
    assert measures.agreement(labels, classes) == (
        pytest.approx(adjusted_rand_score(classes, labels)),
        pytest.approx(adjusted_mutual_info_score(classes, labels)),
    )
