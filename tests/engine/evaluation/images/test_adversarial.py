"""Attacks: within epsilon and the image's bounds, up the loss, against torch's gradient; accuracy at epsilon 0."""

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.films.recommending import TrainedRun
from engine.evaluation.images.adversarial import (
    ATTACKS,
    EPSILONS,
    AdversarialTest,
    ClassScorer,
    class_scorer,
    evenly,
    fgsm,
    pgd,
    random_signs,
)
from engine.fit import Fit
from engine.learners.images.classifier import ConvolutionalClassifier
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=6, batch_size=64, n_components=16, filters=8, learning_rate=0.01)
ROWS = evenly(DIGITS, 120)
PIXELS, TARGETS = DIGITS.pixels(ROWS), DIGITS.targets[ROWS]


@pytest.fixture(scope="module")
def trained() -> Fit:
    return LEARNER.fit(DIGITS)


@pytest.fixture(scope="module")
def network(trained: Fit) -> ClassScorer:
    return class_scorer(LEARNER, trained, DIGITS.shape)


def test_the_scores_are_those_of_the_learner(network: ClassScorer, trained: Fit) -> None:
    wanted = LEARNER.scores(trained, LEARNER.encode(trained, DIGITS.shape, PIXELS))
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
    from engine.algorithms.networks.layers import Dense

    weights = {"encoder.0.weight": np.array([[1.0, -2, 0.5], [-1, 0.3, 2]]), "encoder.0.bias": np.zeros(2)}
    linear = ClassScorer((Dense(3, 2),), weights)
    image, target, epsilon = np.array([[0.5, 0.4, 0.6]]), np.array([0]), 0.1
    corners = image + epsilon * (2 * np.array(list(np.ndindex(2, 2, 2))) - 1)
    worst = corners[linear.loss(corners, target.repeat(8)).argmax()]
    np.testing.assert_allclose(fgsm(linear, image, target, epsilon)[0], worst, atol=1e-6)
    np.testing.assert_allclose(pgd(linear, image, target, epsilon)[0], worst, atol=1e-6)


def test_the_test_of_a_run(trained: Fit, network: ClassScorer) -> None:
    found = AdversarialTest(n_images=120).fit(TrainedRun(LEARNER, trained, DIGITS))
    accuracy, loss = found.arrays["accuracy"], found.arrays["loss"]
    clean = (network.scores(PIXELS).argmax(axis=1) == TARGETS).mean()
    np.testing.assert_allclose(accuracy[:, 0], clean)
    named = np.array(DIGITS.class_names)[TARGETS] == trained.main.metadata["predicted"][ROWS]
    assert clean == pytest.approx(named.mean(), abs=0.01)
    assert found.summary["images"] == 120 and accuracy.shape == (3, len(EPSILONS))
    assert accuracy[0, 3] > clean - 0.1
    assert accuracy[2, 3] <= accuracy[1, 3] < accuracy[0, 3]
    assert (np.diff(loss[1]) > 0).all() and (np.diff(loss[2]) > 0).all()
    again = AdversarialTest(n_images=120).fit(TrainedRun(LEARNER, trained, DIGITS))
    np.testing.assert_array_equal(again.arrays["accuracy"], accuracy)


def test_a_run_that_classifies_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="classifies nothing"):
        AdversarialTest().fit(TrainedRun(ImagePCA(), Fit(), DIGITS))


def test_the_chart_has_a_line_for_each_attack() -> None:
    from engine.figures.image_charts import under_attack

    accuracy = np.linspace(0.9, 0.1, 3 * len(EPSILONS)).reshape(3, -1)
    chart = under_attack(np.array(EPSILONS), accuracy, list(ATTACKS))
    assert [trace.name for trace in chart.data] == list(ATTACKS)
    for trace, shares in zip(chart.data, accuracy, strict=True):
        np.testing.assert_array_equal(trace.y, shares)
