"""Few labels: planted clusters, chance, and an independent nearest neighbor."""

import numpy as np
import pytest

from engine.evaluation.images.few_shot import examples, few_shot


def test_few_labels_tell_far_clusters_apart_and_noise_by_chance() -> None:
    generator = np.random.default_rng(0)
    targets = np.tile(np.arange(5), 200)
    clusters = 10 * np.eye(5)[targets] + generator.normal(size=(1_000, 5))
    assert (few_shot(clusters.__getitem__, targets, 500, 1) == 1).all()
    scores = few_shot(generator.normal(size=(1_000, 5)).__getitem__, targets, 500, 5, n_draws=20)
    assert scores.mean() == pytest.approx(0.2, abs=0.03)


def test_few_labels_agree_with_an_independent_nearest_neighbor() -> None:
    from sklearn.neighbors import KNeighborsClassifier

    generator = np.random.default_rng(1)
    targets = generator.integers(0, 4, 300)
    vectors = generator.normal(size=(300, 6)) + targets[:, None]
    rows = examples(targets[:200], 10, seed=0)
    assert (np.bincount(targets[rows]) == 10).all() and rows.max() < 200
    peer = KNeighborsClassifier(1).fit(vectors[rows], targets[rows])
    wanted = peer.score(vectors[200:], targets[200:])
    assert few_shot(vectors.__getitem__, targets, 200, 10, n_draws=1)[0] == pytest.approx(wanted)
