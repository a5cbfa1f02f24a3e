"""Node classification against planted answers and scikit-learn."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from engine.algorithms import logistic
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.nodes.node_classification import (
    LabelScores,
    NodeClassification,
    f1_scores,
    label_table,
    top_labels,
)

RNG = np.random.default_rng(0)


def clusters(n: int = 300, unknown: int = 0) -> Embedding:
    """Three clear clusters; the last nodes' labels are unknown."""
    code = RNG.integers(0, 3, n)
    vectors = np.eye(3)[code] + 0.1 * RNG.standard_normal((n, 3))
    names = np.array(["a", "b", "a | c"])[code]
    names[n - unknown :] = ""
    return Embedding(vectors, [f"n{row}" for row in range(n)], {"sort": names, "true": code})


def test_logistic_regression_is_scikit_learns() -> None:
    features = RNG.standard_normal((200, 5))
    labels = features @ RNG.standard_normal((5, 3)) + RNG.standard_normal((200, 3)) > 0.5
    weights = logistic.fit(features, labels, 0.7)
    for column in range(3):
        model = LogisticRegression(C=0.7, tol=1e-8).fit(features, labels[:, column])
        np.testing.assert_allclose(weights[:-1, column], model.coef_[0], atol=3e-3)
        assert weights[-1, column] == pytest.approx(model.intercept_[0], abs=3e-3)


def test_f1_is_scikit_learns() -> None:
    truth, found = RNG.random((100, 6)) < 0.3, RNG.random((100, 6)) < 0.3
    micro, macro = f1_scores(truth, found)
    assert micro == pytest.approx(f1_score(truth, found, average="micro"))
    assert macro == pytest.approx(f1_score(truth, found, average="macro"))


def test_as_many_labels_are_given_as_there_are() -> None:
    found = top_labels(np.array([[0.1, 0.9, 0.5], [3.0, 2.0, 1.0]]), np.array([2, 1]))
    assert found.tolist() == [[False, True, True], [True, False, False]]


def test_separable_labels_are_predicted_and_the_baseline_is_the_most_frequent() -> None:
    embedding = clusters()
    fit = NodeClassification(column="sort", n_splits=2, strength=100.0).fit(embedding)
    found = LabelScores.from_fit(fit)
    assert found.micro_f1.shape == (9, 2)
    assert found.micro_f1[-1].min() > 0.98 and found.macro_f1[-1].min() > 0.98
    assert found.baseline_micro.max() < 0.8
    assert found.classes == ("a", "b", "c") and found.n_known == 300 and found.predictions is None


def test_unknown_labels_are_predicted() -> None:
    embedding = clusters(unknown=30)
    fit = NodeClassification(column="sort", n_splits=1, strength=100.0).fit(embedding)
    found = LabelScores.from_fit(fit).predictions
    assert found is not None and found.rows.tolist() == list(range(270, 300))
    truth = embedding.metadata["true"][270:]
    assert found.chances.shape == (30, 3) and np.array_equal(found.chances.argmax(axis=1), found.predicted)
    np.testing.assert_array_equal(found.chances.max(axis=1), found.confidence)
    is_b = found.predicted == 1
    assert np.array_equal(is_b, truth == 1)


def test_columns_that_cannot_serve_are_refused() -> None:
    embedding = clusters()
    with pytest.raises(InputError, match="no column 'color'"):
        label_table(embedding, "color")
    with pytest.raises(InputError, match="1 classes"):
        label_table(Embedding(np.eye(12), list("abcdefghijkl"), {"one": np.array(["x"] * 12)}), "one")
