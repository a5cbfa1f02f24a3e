"""Scores of codes: against scikit-learn's nearest neighbors, ties by hand."""

import numpy as np
import pytest

from engine.datasets.images import Digits
from engine.evaluation.images import chance_accuracy, neighbor_accuracy
from engine.learners.base import Silent


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


def test_the_chart_of_a_linear_autoencoder_names_the_floor() -> None:
    from engine.figures.images import towards_pca

    history = {"step": [10, 20], "test_mse": [0.05, 0.03], "largest_angle": [80.0, 5.0], "mean_angle": [40.0, 2.0]}
    chart = towards_pca(history, 0.029)
    assert [list(trace.y) for trace in chart.data] == [[0.05, 0.03], [80, 5], [40, 2]]
    assert [trace.yaxis for trace in chart.data] == [None, "y2", "y2"]
    assert chart.layout.shapes[0].y0 == 0.029
