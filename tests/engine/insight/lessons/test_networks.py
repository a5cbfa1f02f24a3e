"""Neurons, losses and descent: by hand, by theory, and by another route."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.insight.lessons.networks import (
    ACTIVATIONS,
    CHANCES,
    FIRST,
    SCHEDULES,
    SECOND,
    TRUE_CLASS,
    descend,
    height,
    hinge,
    in_batches,
    largest_rate,
    losses,
    two_layers,
    validated,
)


def test_activations() -> None:
    z = np.array([-2.0, 0, 2])
    assert_allclose(ACTIVATIONS["ReLU"](z), [0, 0, 2])
    assert_allclose(ACTIVATIONS["tanh"](z), 2 * ACTIVATIONS["sigmoid"](2 * z) - 1)


def test_two_layers_by_hand_and_as_one_matrix() -> None:
    first, second, x = np.array(FIRST), np.array(SECOND), np.array([1.0, 2.0])
    found = two_layers(first, second, x, "ReLU")
    assert_allclose(found.hidden, [0, 4.5, 0.5])
    assert_allclose(found.output, [0.5 * 4.5 - 0.5, 1.5 * 4.5 + 0.25])
    assert_allclose(two_layers(first, second, x, "identity").output, (second @ first) @ x)
    assert (second @ first)[0, 0] == pytest.approx(2 * 1 + 0.5 * 0.5 + 1.5)


def test_losses_by_hand() -> None:
    found = losses(np.array([-3.0, 0.5, 1.0]), 1.0)
    assert_allclose(found["L1"], [3, 0.5, 1])
    assert_allclose(found["L2"], [4.5, 0.125, 0.5])
    assert_allclose(found["Huber"], [2.5, 0.125, 0.5])
    both = hinge(np.array([-1.0, 0.0, 1.0]))
    assert_allclose(both["hinge"], [2, 1, 0])
    assert_allclose(both["cross-entropy"], np.log1p(np.exp([1.0, 0, -1])))
    assert_allclose(both["wrong"], [1, 0, 0])


def test_the_lectures_cross_entropy() -> None:
    assert sum(CHANCES) == pytest.approx(1) and -np.log(CHANCES[TRUE_CLASS]) == pytest.approx(0.916, abs=5e-4)


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.9])
@pytest.mark.parametrize("steepness", [1, 10])
def test_the_largest_rate_parts_descent_from_climbing(steepness: float, momentum: float) -> None:
    limit = largest_rate(steepness, momentum)
    below, above = (descend(steepness, part * limit, momentum, 2_000).heights[-1] for part in (0.98, 1.02))
    assert below < height(np.array([4.0, 2.0]), steepness) < above


def test_a_step_is_that_of_the_gradient() -> None:
    assert_allclose(descend(10, 0.1, 0.0, 1).path, [[4, 2], [3.6, 0]])
    assert_allclose(descend(10, 0.1, 0.5, 2).path[2], [3.6 - 0.36 - 0.2, -1])
    assert descend(20, 2.0, 0.0, 100).path.shape[0] < 101  # lost: it ends early


def test_batches_reach_the_bottom_as_the_rate_falls() -> None:
    above = {name: in_batches(4, 0.2, name).losses[-50:].mean() - in_batches(4, 0.2, name).least for name in SCHEDULES}
    assert 0 < above["falling to 0"] < above["constant"] / 10
    assert in_batches(64, 0.2, "constant").losses[-1] == pytest.approx(in_batches(64, 0.2, "constant").least)
    assert_allclose(in_batches(4, 0.2, "constant").losses, in_batches(4, 0.2, "constant").losses)


def test_stopping() -> None:
    found = validated(0.4)
    assert found.best == found.steps[found.validation.argmin()] and 1 < found.best < 100
    assert (np.diff(found.training) < 1e-12).all() and found.validation[-1] > 10 * found.validation.min()
    assert validated(0.0).best == validated(0.0).steps[-1]  # without noise there is nothing to learn by heart


def test_the_closed_form_of_descent_is_descent() -> None:
    """Step by step on the same points, to the step at which validation is best."""
    found = validated(0.4)
    rng = np.random.default_rng(3)
    x = np.sort(rng.uniform(-1, 1, 16))
    y = np.sin(3 * x) + 0.4 * rng.normal(size=16)
    basis, weights = np.polynomial.legendre.legvander(x, 11), np.zeros(12)
    rate = 1 / np.linalg.eigvalsh(basis.T @ basis / 16)[-1]
    for _ in range(found.best):
        weights -= rate * basis.T @ (basis @ weights - y) / 16
    at = int(np.flatnonzero(found.steps == found.best)[0])
    assert ((basis @ weights - y) ** 2).mean() / 2 == pytest.approx(found.training[at])
