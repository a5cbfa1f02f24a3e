"""Batch normalization of a batch, by hand."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.insight.images.normalization import normalization
from engine.insight.images.vision import Vision
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=4, batch_size=64, n_components=16, filters=8, learning_rate=0.01)


@pytest.fixture(scope="module")
def network() -> Vision:
    found = LEARNER.vision(LEARNER.fit(DIGITS), DIGITS.shape)
    assert found is not None
    return found


def test_batch_normalization_of_a_batch(network: Vision) -> None:
    place = network.first_conv + 1
    pixels = DIGITS.pixels(slice(0, 64))
    found = normalization(network, place, pixels)
    answer = network.answers(pixels)[place - 1]
    np.testing.assert_allclose(found.mean, answer.mean(axis=(0, 2, 3)), atol=1e-5)
    np.testing.assert_allclose(found.spread, answer.std(axis=(0, 2, 3)), atol=1e-5)
    across = (slice(None), None)
    by_hand = (found.before - found.running_mean[across]) / found.running_spread[across] * found.scale[across]
    np.testing.assert_allclose(found.after, by_hand + found.shift[across], atol=1e-4)
    np.testing.assert_allclose(found.mean, found.running_mean, atol=0.2)  # a training batch is like the training


def test_the_chart_of_a_normalized_channel_has_its_numbers(network: Vision) -> None:
    from engine.figures.image_charts import normalized

    found = normalization(network, network.first_conv + 1, DIGITS.pixels(slice(0, 8)))
    chart = normalized(found.before[2], found.after[2])
    assert [trace.name for trace in chart.data] == ["before", "after"]
    np.testing.assert_array_equal(chart.data[1].x, found.after[2])
