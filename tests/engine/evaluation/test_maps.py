"""Trustworthiness and neighbor recall: against scikit-learn, against sets, and on maps of known quality."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.evaluation import maps
from engine.evaluation.maps import MapQuality, map_quality


def measured(vectors: np.ndarray, coordinates: np.ndarray, **more: object) -> MapQuality:
    quality = map_quality(vectors, coordinates, **more)  # type: ignore[arg-type]
    assert quality is not None
    return quality


@pytest.fixture(scope="module")
def cloud() -> np.ndarray:
    return np.random.default_rng(0).normal(1, 1, (400, 15)).astype(np.float32)


@pytest.mark.parametrize("metric", ["euclidean", "cosine"])
@pytest.mark.parametrize("k", [1, 5, 40])
def test_trustworthiness_equals_scikit_learn(cloud: np.ndarray, metric: str, k: int) -> None:
    from sklearn.manifold import trustworthiness

    coordinates = cloud[:, :2] + cloud[:, 2:4]
    expected = trustworthiness(cloud.astype(float), coordinates.astype(float), n_neighbors=k, metric=metric)
    assert_allclose(measured(cloud, coordinates, metric=metric, n_neighbors=k).trustworthiness, expected, atol=1e-6)


def test_recall_equals_the_overlap_of_neighbor_sets(cloud: np.ndarray) -> None:
    coordinates = cloud[:, :3]

    def sets(points: np.ndarray) -> np.ndarray:
        distances = np.linalg.norm(points[:, None].astype(float) - points[None], axis=2)
        return np.argsort(distances, axis=1)[:, 1:11]

    pairs = zip(sets(cloud), sets(coordinates), strict=True)
    expected = np.mean([len(set(a) & set(b)) / 10 for a, b in pairs])
    assert_allclose(measured(cloud, coordinates).neighbor_recall, expected, atol=1e-9)


def test_a_moved_and_turned_copy_is_a_perfect_map(cloud: np.ndarray) -> None:
    turn = np.linalg.qr(np.random.default_rng(1).normal(size=(15, 15)))[0]
    quality = measured(cloud, 3 * cloud @ turn + 5)
    assert_allclose([quality.trustworthiness, quality.neighbor_recall], 1, atol=1e-3)


def test_a_random_map_is_at_chance(cloud: np.ndarray) -> None:
    quality = measured(cloud, np.random.default_rng(3).normal(size=(400, 2)))
    assert quality.chance_recall == 10 / 399
    assert_allclose(quality.neighbor_recall, quality.chance_recall, atol=0.01)
    assert_allclose(quality.trustworthiness, 0.5, atol=0.03)


def test_a_sample_estimates_the_whole(cloud: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured(cloud, cloud[:, :4])
    monkeypatch.setattr(maps, "N_SAMPLED", 150)
    sampled = measured(cloud, cloud[:, :4])
    assert (whole.n_sampled, sampled.n_sampled) == (400, 150)
    assert_allclose(sampled.neighbor_recall, whole.neighbor_recall, atol=0.03)
    assert_allclose(sampled.trustworthiness, whole.trustworthiness, atol=0.02)
    assert sampled == measured(cloud, cloud[:, :4])


def test_the_standard_error_is_the_spread_over_samples(cloud: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    assert measured(cloud, cloud[:, :4]).recall_error == 0
    monkeypatch.setattr(maps, "N_SAMPLED", 150)
    found = [measured(cloud, cloud[:, :4], seed=seed) for seed in range(200)]
    for name, error in (("neighbor_recall", "recall_error"), ("trustworthiness", "trustworthiness_error")):
        spread = np.std([getattr(one, name) for one in found])
        assert_allclose(np.mean([getattr(one, error) for one in found]), spread, rtol=0.15)


def test_tiles_do_not_matter(cloud: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured(cloud, cloud[:, :2])
    monkeypatch.setattr(maps, "TILE_NUMBERS", 400 * 7)
    assert measured(cloud, cloud[:, :2]) == whole


def test_few_items() -> None:
    line = np.arange(4.0)[:, None]
    assert map_quality(line[:3], line[:3]) is None
    quality = measured(line, line)
    assert (quality.n_neighbors, quality.trustworthiness) == (1, 1)
