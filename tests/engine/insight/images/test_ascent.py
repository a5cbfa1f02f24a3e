"""Ascent that ascends, and a regularizer that does what its formula says."""

from dataclasses import replace

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.insight.images.ascent import STRIDE, Ascent, excitation, maximize
from engine.insight.images.vision import Vision, peaks
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=4, batch_size=64, n_components=16, filters=8, learning_rate=0.01)


@pytest.fixture(scope="module")
def network() -> Vision:
    found = LEARNER.vision(LEARNER.fit(DIGITS), DIGITS.shape)
    assert found is not None
    return found


@pytest.mark.parametrize("how", [Ascent(), Ascent(blur=False, jitter=False, decay=0.0), Ascent(seed=3)])
def test_gradient_ascent_beats_every_test_image(network: Vision, how: Ascent) -> None:
    last = len(network.layers) - 1
    pictures, excited = maximize(network, last, list(range(10)), how)
    assert pictures.shape == (10, 64) and pictures.min() >= 0 and pictures.max() <= 1
    assert (excited[:, 1] > excited[:, 0]).all()
    assert (network.answers(pictures)[last].argmax(axis=1) == np.arange(10)).sum() >= 9
    np.testing.assert_allclose(excited[:, 1], excitation(network, last, list(range(10)), pictures))
    median = np.median(peaks(network, last, DIGITS.pixels(DIGITS.test_rows)), axis=0)
    assert (excited[:, 1] > median).all()
    again = maximize(network, last, list(range(10)), how)[0]
    np.testing.assert_array_equal(again, pictures)


def test_a_map_is_excited_by_its_mean(network: Vision) -> None:
    place = network.units[1]
    pictures, excited = maximize(network, place, [4], Ascent(n_steps=20))
    assert excited[0, 1] == pytest.approx(float(network.answers(pictures)[place][0, 4].mean()), abs=1e-5)
    assert excited[0, 1] > excited[0, 0]


def test_l2_keeps_the_picture_nearer_to_gray(network: Vision) -> None:
    last = len(network.layers) - 1
    free, held = (maximize(network, last, [3], Ascent(decay=decay))[0] for decay in (0.0, 5.0))
    assert np.square(held - 0.5).mean() < np.square(free - 0.5).mean()


def test_l2_pulls_towards_gray_as_the_formula_says(network: Vision) -> None:
    """x <- x + eta (gradient - lambda (x - 1/2)): what a step with lambda adds to one without is known."""
    last = len(network.layers) - 1
    step = Ascent(decay=0.0, blur=False, jitter=False, n_steps=1)
    begin = maximize(network, last, [3], replace(step, n_steps=0))[0]
    free, held = (maximize(network, last, [3], replace(step, decay=decay))[0] for decay in (0.0, 0.7))
    np.testing.assert_allclose(held - free, -STRIDE * 0.7 * (begin - 0.5), atol=1e-6)
    assert np.abs(begin - 0.5).max() > 0.05
