"""Softmax regression against the engine's other route to the same minimum."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.sparse import csr_array

from engine.algorithms import logistic
from engine.algorithms.probability import sigmoid, softmax
from engine.algorithms.softmax_regression import logits, predicted, trained


def examples(n_classes: int, n: int = 200) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(n_classes)
    targets = np.arange(n) % n_classes
    return generator.normal(size=(n, 6)) + 2 * np.eye(n_classes, 6)[targets], targets


def scaled(features: np.ndarray) -> np.ndarray:
    return features / np.sqrt(np.square(features).sum(axis=1).mean())


@pytest.mark.parametrize("sparse", [False, True])
def test_three_classes(sparse: bool) -> None:
    features, targets = examples(3)
    weights = trained(csr_array(features) if sparse else features, targets, 3, 0, (10.0,))
    other = logistic.fit_classes(scaled(features), targets, 3, 10.0, 500)
    expected = softmax(logistic.scores(scaled(features), other), axis=1)
    assert_allclose(softmax(logits(features, weights), axis=1), expected, atol=0.01)
    assert_allclose(weights.sum(axis=1), 0, atol=1e-9)


def test_two_classes() -> None:
    features, targets = examples(2)
    weights = trained(features, targets, 2, 0, (10.0,))
    other = logistic.fit(scaled(features), targets[:, None] == 1, 10.0)
    expected = sigmoid(logistic.scores(scaled(features), other))[:, 0]
    assert_allclose(softmax(logits(features, weights), axis=1)[:, 1], expected, atol=0.01)


def test_the_penalty_is_chosen_by_what_was_held_out() -> None:
    generator = np.random.default_rng(0)
    features = generator.normal(size=(60, 200))
    targets = (features[:, 0] > 0).astype(int)
    wide = trained(features, targets, 2, 0, (1e-4, 1e4))
    assert any(np.allclose(wide, trained(features, targets, 2, 0, (each,))) for each in (1e-4, 1e4))


def test_absent_classes_are_never_told() -> None:
    features, targets = examples(2, 40)
    assert set(predicted(features, trained(features, 2 * targets, 4, 0))) == {0, 2}
    alone = trained(features, np.full(40, 3), 4, 0)
    assert (predicted(features, alone) == 3).all()
