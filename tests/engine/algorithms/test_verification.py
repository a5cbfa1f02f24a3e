"""Same or not: the curve against scikit-learn, normal distributions and chance; pairs and tasks are what they say."""

import math

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from engine.algorithms.verification import drawn_pairs, episode, roc, told_by_means


def normal_cdf(value: float) -> float:
    return 0.5 * (1 + math.erf(value / math.sqrt(2)))


@pytest.mark.parametrize("gap", [0.0, 1.0, 2.0, 4.0])
def test_two_normal_distributions_have_the_errors_of_the_books(gap: float) -> None:
    generator = np.random.default_rng(0)
    n = 100_000
    distances = np.concatenate([generator.normal(0, 1, n), generator.normal(gap, 1, n)])
    curve = roc(distances, np.arange(2 * n) < n)
    rate, threshold = curve.equal_error
    assert rate == pytest.approx(normal_cdf(-gap / 2), abs=0.004)
    if gap:
        assert threshold == pytest.approx(gap / 2, abs=0.03)
    assert curve.area == pytest.approx(normal_cdf(gap / math.sqrt(2)), abs=0.003)


def test_the_area_is_that_of_another_program_with_ties_too() -> None:
    generator = np.random.default_rng(1)
    distances = generator.integers(0, 12, 500).astype(float)
    same = generator.random(500) < 0.3
    assert roc(distances, same).area == pytest.approx(roc_auc_score(same, -distances))


def test_a_curve_by_hand() -> None:
    curve = roc(np.array([1.0, 2.0, 3.0, 4.0]), np.array([True, False, True, False]))
    np.testing.assert_allclose(curve.hits, [0, 0.5, 0.5, 1, 1])
    np.testing.assert_allclose(curve.false_alarms, [0, 0, 0.5, 0.5, 1])
    assert curve.area == 0.75 and curve.equal_error == (0.5, 2.0)
    assert curve.at(0.5) == (0, 0) and curve.at(2.5) == (0.5, 0.5) and curve.at(9) == (1, 1)
    perfect = roc(np.array([1.0, 2.0, 3.0]), np.array([True, True, False]))
    assert perfect.area == 1 and perfect.equal_error[0] == 0 and 1 <= perfect.equal_error[1] <= 2


def test_pairs_are_of_one_class_and_of_two() -> None:
    targets = np.array([0, 0, 0, 1, 1, 2])  # of class 2 there is one item
    pairs = drawn_pairs(targets, 400, seed=3)
    same = targets[pairs[:, 0]] == targets[pairs[:, 1]]
    assert same[:400].all() and not same[400:].any() and (pairs[:, 0] != pairs[:, 1]).all()
    assert 5 not in pairs[:400] and set(pairs[400:].ravel()) == set(range(6))
    np.testing.assert_array_equal(pairs, drawn_pairs(targets, 400, seed=3))


def test_a_task_asks_about_items_that_it_did_not_show() -> None:
    targets = np.repeat(np.arange(6), 30)
    known, asked = episode(targets, 4, (1, 5), 15, np.random.default_rng(0))
    assert known.shape == (4, 5) and asked.shape == (4, 15)
    assert (targets[known] == targets[known][:, :1]).all() and (targets[asked] == targets[known][:, :1]).all()
    assert not set(known.ravel()) & set(asked.ravel()) and len(set(targets[known[:, 0]])) == 4
    few_known, few_asked = episode(np.repeat(np.arange(3), 3), 2, (1, 5), 15, np.random.default_rng(0))
    assert few_asked.shape == (2, 1) and all(len(set(row)) == 2 for row in few_known)


def test_means_tell_classes_and_chance_is_one_in_n() -> None:
    generator = np.random.default_rng(0)
    targets = np.repeat(np.arange(10), 40)
    apart = 20.0 * np.eye(10)[targets] + generator.normal(size=(400, 10))
    blind = generator.normal(size=(400, 10))
    found = np.array([
        [told_by_means(vectors, *episode(targets, 5, (1,), 15, generator)) for vectors in (apart, blind)]
        for _ in range(200)
    ])  # fmt: skip
    assert found[:, 0].min() == 1
    assert found[:, 1].mean() == pytest.approx(0.2, abs=0.015)
