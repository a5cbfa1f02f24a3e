"""Votes of neighbors against scikit-learn, ties by hand."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.evaluation.images.neighbor_votes import chance_accuracy, neighbor_accuracy
from engine.report import Silent


@pytest.mark.parametrize("k", [1, 5])
def test_accuracy_is_that_of_scikit_learn(k: int) -> None:
    from sklearn.neighbors import KNeighborsClassifier

    digits = Digits().load(Silent())
    pixels, n = digits.pixels(), digits.n_train
    peer = KNeighborsClassifier(k, algorithm="brute").fit(pixels[:n], digits.targets[:n])
    wanted = peer.score(pixels[n:], digits.targets[n:])
    assert neighbor_accuracy(pixels, digits.targets, n, k) == pytest.approx(wanted, abs=0.006)  # ties differ
    assert chance_accuracy(digits.targets, n) == pytest.approx(0.1, abs=0.01)


def test_a_tie_goes_to_the_nearest() -> None:
    vectors = np.array([[0.0], [1], [5], [6], [0.2]])
    targets = np.array([1, 0, 0, 1, 1])
    assert neighbor_accuracy(vectors, targets, 4, k=2) == 1
    assert neighbor_accuracy(vectors, 1 - targets, 4, k=2) == 1
    assert neighbor_accuracy(vectors, targets, 4, k=3) == 0  # 1, 0, 0


def test_without_a_test_part_there_is_no_score() -> None:
    assert np.isnan(neighbor_accuracy(np.zeros((5, 2)), np.zeros(5, int), 5))
    assert np.isnan(chance_accuracy(np.zeros(5, int), 5))
