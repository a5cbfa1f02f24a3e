"""Logistic regression: against scikit-learn's, for labels and for classes; two classes are a yes and a no."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from engine.algorithms import logistic

RNG = np.random.default_rng(0)


def test_logistic_regression_is_scikit_learns() -> None:
    features = RNG.standard_normal((200, 5))
    labels = features @ RNG.standard_normal((5, 3)) + RNG.standard_normal((200, 3)) > 0.5
    weights = logistic.fit(features, labels, 0.7)
    for column in range(3):
        model = LogisticRegression(C=0.7, tol=1e-8).fit(features, labels[:, column])
        np.testing.assert_allclose(weights[:-1, column], model.coef_[0], atol=3e-3)
        assert weights[-1, column] == pytest.approx(model.intercept_[0], abs=3e-3)


def test_softmax_regression_is_scikit_learns() -> None:
    features = RNG.standard_normal((400, 4))
    targets = (features @ RNG.standard_normal((4, 3)) + RNG.gumbel(size=(400, 3))).argmax(axis=1)
    weights = logistic.fit_classes(features, targets, 3, 0.7, n_iter=500)
    model = LogisticRegression(C=0.7, tol=1e-8, max_iter=1_000).fit(features, targets)
    np.testing.assert_allclose(weights[:-1], model.coef_.T, atol=3e-3)
    differences = weights[-1] - weights[-1].mean()  # what is added to all intercepts changes nothing
    np.testing.assert_allclose(differences, model.intercept_ - model.intercept_.mean(), atol=3e-3)


def test_two_classes_are_a_yes_and_a_no() -> None:
    """w for yes and -w for no cost 2 |w|^2 together, so half the penalty gives the same odds."""
    features = RNG.standard_normal((300, 3))
    yes = features @ np.array([1.0, -2.0, 0.5]) + RNG.logistic(size=300) > 0.3
    both = logistic.scores(features, logistic.fit_classes(features, yes.astype(int), 2, 0.5, n_iter=500))
    alone = logistic.scores(features, logistic.fit(features, yes[:, None], 1.0))
    np.testing.assert_allclose(both[:, 1] - both[:, 0], alone[:, 0], atol=3e-3)


def test_a_label_that_nobody_has_is_held_for_rare() -> None:
    weights = logistic.fit(RNG.standard_normal((50, 2)), np.zeros((50, 1), dtype=bool))
    assert logistic.scores(np.zeros((1, 2)), weights)[0, 0] < -5
