"""Lesson 9 in the engine: pooling, filters, normalization, labels by heart, double descent, a small change."""

import numpy as np
import pytest

from engine.algorithms.networks.layers import EPSILON
from engine.insight.lessons import pictures as worked
from engine.insight.lessons.digits import digits
from engine.insight.lessons.double_descent import fitted
from engine.insight.lessons.pictures import BATCH, FILTERS


def test_a_filter_is_a_sum_of_products_at_each_place() -> None:
    picture, weights = digits().pixels([3]).reshape(8, 8).astype(float), np.array(FILTERS["Upright edges"], dtype=float)
    found = worked.filtered(picture, weights)
    assert found.shape == (6, 6)
    for row, column in np.ndindex(6, 6):
        assert found[row, column] == pytest.approx((weights * picture[row : row + 3, column : column + 3]).sum())
    flat = np.full((8, 8), 0.7)
    assert np.abs(worked.filtered(flat, weights)).max() < 1e-12  # no edge
    np.testing.assert_allclose(worked.filtered(flat, np.array(FILTERS["Blur"])), 0.7)
    np.testing.assert_allclose(worked.filtered(flat, np.array(FILTERS["Sharpen"], dtype=float)), 0.7)


def test_batch_norm_has_the_mean_and_spread_that_it_is_told() -> None:
    batch = np.array(BATCH)
    assert (batch.mean(), batch.std()) == (5, 2)
    found = worked.normalized(batch, 1, 0)
    np.testing.assert_allclose(found, (batch - 5) / np.sqrt(4 + EPSILON))
    moved = worked.normalized(batch, 3, -2)
    assert moved.mean() == pytest.approx(-2) and moved.std() == pytest.approx(3, rel=1e-5)
    np.testing.assert_allclose(worked.normalized(10 * batch, 1, 0), found, atol=1e-5)


def test_a_network_fits_random_labels_perfectly_and_knows_nothing() -> None:
    random, true = worked.by_heart(1.0, 64), worked.by_heart(0.0, 64)
    assert random.learned == 0 and random.test > 0.8 and random.changed > 80
    assert true.learned == 0 and true.test < 0.3 and true.changed == 0
    assert worked.by_heart(1.0, 4).learned > 0.5  # too few units to learn them by heart
    assert random.test > worked.by_heart(0.5, 64).test > true.test


def test_double_descent() -> None:
    found = fitted(12, 0.3, 80)
    assert found.peak == 12
    assert found.learned[11:].max() < 1e-8 and found.learned[:11].min() > 1e-3
    assert found.test[-1] < found.test[:11].min() < 1 < found.test[11]
    basis = np.polynomial.legendre.legvander(found.x, 4)
    weights = np.linalg.solve(basis.T @ basis, basis.T @ found.y)
    np.testing.assert_allclose(found.curves[4], np.polynomial.legendre.legval(found.grid, weights))


def test_of_all_that_fit_the_smallest_weights_are_taken() -> None:
    found = fitted(8, 0.3, 20)
    basis = np.polynomial.legendre.legvander(found.x, 19)
    weights = basis.T @ np.linalg.solve(basis @ basis.T, found.y)
    np.testing.assert_allclose(found.curves[19], np.polynomial.legendre.legval(found.grid, weights), atol=1e-6)


def test_a_change_too_small_to_see_turns_the_answer_where_chance_does_not() -> None:
    row = worked.easily_fooled()
    target = digits().targets[row]
    assert worked.USUAL_EPSILON < 1 / 16  # less than a step of gray
    plain, chance, fgsm, pgd = worked.attacked(row, worked.USUAL_EPSILON)
    assert plain.predicted == chance.predicted == target
    assert fgsm.predicted != target and pgd.predicted != target
    assert max(fgsm.largest, pgd.largest, chance.largest) <= worked.USUAL_EPSILON + 1e-6


def test_all_test_pictures_by_the_size_of_the_change() -> None:
    found = worked.right_by_epsilon(np.array([0.0, 0.1]))
    first, *others = (values[0] for values in found.values())
    assert first > 0.9 and all(one == first for one in others)
    assert found["PGD"][1] <= found["FGSM"][1] < 0.7 < 0.9 < found["Random signs"][1]
