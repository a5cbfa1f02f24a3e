"""Chances and log-odds against scipy's own, at extreme logits, and as derivatives of each other."""

import warnings
from collections.abc import Callable

import numpy as np
import pytest
import scipy.special as special

from engine.algorithms.probability import (
    binary_cross_entropy,
    binary_cross_entropy_of,
    cross_entropy,
    exponentials,
    log_softmax,
    log_sum_exp,
    logit,
    sigmoid,
    softmax,
    softplus,
)

GENERATOR = np.random.default_rng(0)
LOGITS = np.concatenate([GENERATOR.normal(0, 5, 500), [-1e4, -745, -88, -1e-9, 0, 1e-9, 17, 88, 745, 1e4]])
MATRIX = GENERATOR.normal(0, 20, (40, 7)) + GENERATOR.choice([-1e4, 0, 1e4], (40, 1))
TINY: dict[type, float] = {np.float32: 3e-6, np.float64: 1e-13}
Function = Callable[[np.ndarray], np.ndarray]


@pytest.fixture(autouse=True)
def _no_overflow_goes_unseen() -> None:
    warnings.simplefilter("error", RuntimeWarning)


@pytest.mark.parametrize("dtype", TINY)
@pytest.mark.parametrize(
    ("function", "wanted", "values"),
    [
        (sigmoid, special.expit, LOGITS),
        (lambda x: -softplus(-x), special.log_expit, LOGITS),
        (logit, special.logit, GENERATOR.uniform(0.01, 0.99, 300)),
        (softmax, lambda x: special.softmax(x, axis=-1), MATRIX),
        (log_softmax, lambda x: special.log_softmax(x, axis=-1), MATRIX),
        (log_sum_exp, lambda x: special.logsumexp(x, axis=-1), MATRIX),
        (lambda x: softmax(x, axis=0), lambda x: special.softmax(x, axis=0), MATRIX),
        (lambda x: log_sum_exp(x, axis=0), lambda x: special.logsumexp(x, axis=0), MATRIX),
    ],
)
def test_scipy_says_the_same(dtype: type, function: Function, wanted: Function, values: np.ndarray) -> None:
    values = values.astype(dtype)
    found = function(values)
    assert found.dtype == dtype
    with np.errstate(all="ignore"):
        expected = wanted(values.astype(np.float64))
    np.testing.assert_allclose(found, expected, rtol=TINY[dtype] * 10, atol=TINY[dtype] / 10)


def test_tiny_chances_are_as_exact_as_large_ones() -> None:
    np.testing.assert_allclose(sigmoid(np.array([-40.0, -700.0])), np.exp([-40.0, -700.0]), rtol=1e-14)
    np.testing.assert_allclose(softplus(np.array([-40.0, -700.0])), np.exp([-40.0, -700.0]), rtol=1e-14)
    np.testing.assert_allclose(binary_cross_entropy(np.array([40.0]), np.array([True])), np.exp(-40.0), rtol=1e-14)


def test_infinite_logits_have_their_limits() -> None:
    ends = np.array([-np.inf, np.inf])
    assert sigmoid(ends).tolist() == [0, 1]
    assert softplus(ends).tolist() == [0, np.inf]
    assert logit(np.array([0.0, 1.0])).tolist() == ends.tolist()
    assert softmax(np.array([-np.inf, 3.0, -np.inf])).tolist() == [0, 1, 0]
    assert log_sum_exp(np.array([[-np.inf, -np.inf], [0.0, -np.inf]])).tolist() == [-np.inf, 0]
    assert np.isnan(sigmoid(np.array([np.nan]))).all() and np.isnan(softmax(np.array([np.nan, 1]))).all()


def test_whole_and_single_numbers_are_served() -> None:
    assert sigmoid(np.array([0, 2])).dtype == np.float64
    assert float(sigmoid(np.array(0.0))) == 0.5
    assert float(sigmoid(np.array(-1e4, np.float32))) == 0


def test_chances_sum_to_one_and_turn_back() -> None:
    np.testing.assert_allclose(softmax(MATRIX).sum(axis=1), 1, rtol=1e-14)
    np.testing.assert_allclose(sigmoid(LOGITS) + sigmoid(-LOGITS), 1, rtol=1e-15)
    near = LOGITS[np.abs(LOGITS) < 15]
    np.testing.assert_allclose(logit(sigmoid(near)), near, rtol=1e-9, atol=1e-15)
    two = np.column_stack([np.zeros_like(LOGITS), LOGITS])
    np.testing.assert_allclose(
        softmax(two)[:, 1], sigmoid(LOGITS), rtol=1e-14, atol=1e-300
    )  # two classes are a yes and a no


def test_the_slope_of_each_loss_is_chance_less_truth() -> None:
    step = 1e-6
    share = GENERATOR.uniform(size=200)
    x = GENERATOR.normal(0, 3, 200)
    slope = (binary_cross_entropy(x + step, share) - binary_cross_entropy(x - step, share)) / (2 * step)
    np.testing.assert_allclose(slope, sigmoid(x) - share, atol=1e-8)
    rows, truth = GENERATOR.normal(0, 3, (50, 4)), GENERATOR.integers(0, 4, 50)
    for column in range(4):
        moved = step * np.eye(4)[column]
        slope = (cross_entropy(rows + moved, truth) - cross_entropy(rows - moved, truth)) / (2 * step)
        np.testing.assert_allclose(slope, softmax(rows)[:, column] - (truth == column), atol=1e-8)


def test_losses_from_logits_and_from_chances_agree() -> None:
    x, share = GENERATOR.normal(0, 3, 200), GENERATOR.uniform(size=200)
    np.testing.assert_allclose(binary_cross_entropy_of(sigmoid(x), share), binary_cross_entropy(x, share), rtol=1e-9)
    assert binary_cross_entropy_of(np.array([0.0, 1.0]), np.array([1.0, 0.0])).tolist() == pytest.approx(
        [-np.log(1e-7)] * 2
    )
    assert binary_cross_entropy(np.array([1e4, -1e4]), np.array([True, True])).tolist() == [0, 1e4]
    wanted = -np.log(special.softmax(MATRIX, axis=1)[np.arange(40), 2])
    np.testing.assert_allclose(cross_entropy(MATRIX, np.full(40, 2)), wanted, rtol=1e-10, atol=1e-14)


def test_exponentials_are_written_in_place_if_asked() -> None:
    matrix = MATRIX.astype(np.float32)
    kept, largest = exponentials(matrix.copy())
    found, again = exponentials(matrix, out=matrix)
    assert found is matrix
    np.testing.assert_array_equal(found, kept)
    np.testing.assert_array_equal(largest, again)
    assert (kept.max(axis=1) == 1).all() and largest.shape == (40, 1)
