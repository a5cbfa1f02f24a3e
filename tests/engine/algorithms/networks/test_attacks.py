"""Attacks: within epsilon and the image's bounds, up the loss, against finite differences and the worst corner."""

import numpy as np
import pytest

from engine.algorithms.networks.attacks import ATTACKS, fgsm, pgd, random_signs
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import Dense
from engine.datasets.images.sources import Digits
from engine.fit import Fit
from engine.learners.images.cnn import ConvolutionalClassifier, class_scores
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=6, batch_size=64, n_components=16, filters=8, learning_rate=0.01)
ROWS = DIGITS.tested(120)
PIXELS, TARGETS = DIGITS.pixels(ROWS), DIGITS.targets[ROWS]


@pytest.fixture(scope="module")
def trained() -> Fit:
    return LEARNER.fit(DIGITS)


@pytest.fixture(scope="module")
def network(trained: Fit) -> ClassScorer:
    return LEARNER.class_scorer(trained, DIGITS.shape)


def test_the_scores_are_those_of_the_learner(network: ClassScorer, trained: Fit) -> None:
    wanted = class_scores(trained.arrays, LEARNER.encode(trained, DIGITS.shape, PIXELS))
    np.testing.assert_allclose(network.scores(PIXELS), wanted, atol=1e-4)
    np.testing.assert_allclose(network.chances(PIXELS).sum(axis=1), 1, atol=1e-5)


def test_the_gradient_is_that_of_finite_differences(network: ClassScorer) -> None:
    noise = np.random.default_rng(0).random(DIGITS.n_pixels)  # no two pixels of a pooling square are equal
    pixels, targets = 0.7 * PIXELS[:1].astype(np.float64) + 0.3 * noise, TARGETS[:1]
    losses, gradient = network.loss_gradient(pixels, targets)
    np.testing.assert_allclose(losses, network.loss(pixels, targets))
    step = 1e-6 * np.eye(DIGITS.n_pixels)
    up, down = (network.loss(pixels + sign * step, targets.repeat(DIGITS.n_pixels)) for sign in (1, -1))
    np.testing.assert_allclose(gradient[0], (up - down) / 2e-6, atol=1e-6)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("epsilon", [0.0, 0.05, 0.4])
def test_no_pixel_moves_by_more_than_epsilon_or_leaves_the_image(
    network: ClassScorer, attack: str, epsilon: float
) -> None:
    changed = ATTACKS[attack](network, PIXELS, TARGETS, epsilon)
    assert changed.shape == PIXELS.shape and changed.dtype == np.float32
    assert np.abs(changed - PIXELS).max() <= epsilon + 1e-6
    assert changed.min() >= 0 and changed.max() <= 1


def test_the_gradient_raises_the_loss_and_chance_does_not(network: ClassScorer) -> None:
    epsilon = 0.1
    clean = network.loss(PIXELS, TARGETS).mean()
    by_chance = network.loss(random_signs(PIXELS, epsilon), TARGETS).mean() - clean
    by_step = network.loss(fgsm(network, PIXELS, TARGETS, epsilon), TARGETS).mean() - clean
    by_steps = network.loss(pgd(network, PIXELS, TARGETS, epsilon), TARGETS).mean() - clean
    assert by_step > 5 * abs(by_chance)
    assert by_steps >= by_step
    assert by_chance < 0.2 * by_step


def test_fgsm_on_a_linear_network_finds_the_worst_corner() -> None:
    weights = {"encoder.0.weight": np.array([[1.0, -2, 0.5], [-1, 0.3, 2]]), "encoder.0.bias": np.zeros(2)}
    linear = ClassScorer((Dense(3, 2),), weights)
    image, target, epsilon = np.array([[0.5, 0.4, 0.6]]), np.array([0]), 0.1
    corners = image + epsilon * (2 * np.array(list(np.ndindex(2, 2, 2))) - 1)
    worst = corners[linear.loss(corners, target.repeat(8)).argmax()]
    np.testing.assert_allclose(fgsm(linear, image, target, epsilon)[0], worst, atol=1e-6)
    np.testing.assert_allclose(pgd(linear, image, target, epsilon)[0], worst, atol=1e-6)
