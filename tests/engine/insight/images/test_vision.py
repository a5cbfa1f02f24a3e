"""A network layer by layer: names, maps, patches by hand; which runs have an inside."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.fit import Fit
from engine.insight.images.vision import Vision, largest_patch, peaks
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.learners.images.variational import VariationalAutoencoder
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=4, batch_size=64, n_components=16, filters=8, learning_rate=0.01)


@pytest.fixture(scope="module")
def trained() -> Fit:
    return LEARNER.fit(DIGITS)


@pytest.fixture(scope="module")
def network(trained: Fit) -> Vision:
    found = LEARNER.vision(trained, DIGITS.shape)
    assert found is not None
    return found


def test_layers_have_names(network: Vision) -> None:
    shown = [network.titles[place] for place in network.seen]
    assert shown == [
        "Convolution 1", "Batch norm 1", "ReLU 1", "Max pooling 1",
        "Convolution 2", "Batch norm 2", "ReLU 2", "Max pooling 2", "Dense 1", "ReLU of dense 1", "Class scores",
    ]  # fmt: skip
    assert [network.titles[place] for place in network.units] == [
        "Batch norm 1", "Batch norm 2", "Dense 1", "Class scores"
    ]  # fmt: skip


def test_the_last_answer_is_the_class(network: Vision, trained: Fit) -> None:
    rows = np.arange(DIGITS.n_train, DIGITS.n_images)
    found = np.array(DIGITS.class_names)[peaks(network, len(network.layers) - 1, DIGITS.pixels(rows)).argmax(1)]
    assert (found == trained.main.metadata["predicted"][rows]).mean() > 0.99


def test_peaks_are_the_largest_numbers_of_the_maps(network: Vision) -> None:
    place = network.units[0]
    pixels = DIGITS.pixels(slice(0, 450))
    found = peaks(network, place, pixels)
    assert found.shape == (450, 8)
    for row in (0, 199, 200, 449):
        np.testing.assert_allclose(found[row], network.answers(pixels[[row]])[place][0].max(axis=(1, 2)), atol=1e-5)


def test_the_largest_answer_is_the_sum_of_filter_times_patch(network: Vision) -> None:
    bias = network.parameters(network.first_conv)["bias"]
    for unit in range(8):
        weights, patch, answer = largest_patch(network, DIGITS.pixels([5]), unit)
        assert weights.shape == patch.shape == (3, 3, 1)
        assert answer == pytest.approx(float((weights * patch).sum() + bias[unit]), abs=1e-5)


@pytest.mark.parametrize(
    ("learner", "there"),
    [
        (TripletNetwork(n_epochs=1, filters=4, n_components=4), True),
        (Autoencoder(n_epochs=1, architecture="conv", hidden="", n_components=4), True),
        (VariationalAutoencoder(n_epochs=1, architecture="conv", hidden="", n_components=4), True),
        (Autoencoder(n_epochs=1), False),
        (ImagePCA(), False),
    ],
)
def test_which_runs_have_an_inside(learner: ImageLearner, there: bool) -> None:
    fit = learner.fit(DIGITS)
    found = learner.vision(fit, DIGITS.shape)
    assert (found is not None) == there
    if found is not None:
        assert len(found.titles) == len(found.layers)
        answers = found.answers(DIGITS.pixels([0]))
        assert found.filters.shape[1:] == (3, 3, 1) and answers[found.first_conv].shape[1] == len(found.filters)
