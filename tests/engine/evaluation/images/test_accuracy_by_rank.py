"""Accuracy by rank: planted directions are found by as many components as there are, and a peer agrees."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.neighbors import KNeighborsClassifier

from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.accuracy_by_rank import RANKS, AccuracyByRank, ByRank


def test_digits_beside_scikit_learn() -> None:
    images = Digits(n_images=400).load()
    found = ByRank.from_fit(AccuracyByRank().fit(images))
    n, pixels, targets = images.n_train, images.pixels(), images.targets
    peer = PCA().fit(pixels[:n])
    assert found.ranks.tolist() == [rank for rank in RANKS if rank <= (peer.singular_values_ > 1e-3).sum()]
    np.testing.assert_allclose(found.kept, peer.explained_variance_ratio_.cumsum()[found.ranks - 1], atol=1e-5)
    for rank in (2, 8, 32):
        codes = peer.transform(pixels)[:, :rank]
        right = KNeighborsClassifier(1).fit(codes[:n], targets[:n]).score(codes[n:], targets[n:])
        assert found.neighbors[found.ranks == rank] == pytest.approx(right, abs=0.01)
    assert found.linear[0] < 0.5 < 0.85 < found.linear[found.ranks >= 24].min()
    assert found.linear[0] > found.chance


def test_images_without_classes_are_refused() -> None:
    from dataclasses import replace

    images = Digits(n_images=100).load()
    with pytest.raises(InputError, match="class"):
        AccuracyByRank().fit(replace(images, class_names=(), targets=np.full(len(images.targets), -1)))
