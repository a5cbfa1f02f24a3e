"""Inside a network: filters, maps, patches and normalization by hand; ascent that ascends; augmentation as torch's."""

import numpy as np
import pytest

from engine.algorithms.networks.augmentation import Moves, draw, warped
from engine.datasets.images.sources import Digits
from engine.fit import Fit
from engine.insight.images import inside_cnn
from engine.insight.images.inside_cnn import Ascent, Vision, vision
from engine.learners.base import Learner
from engine.learners.images.autoencoder import Autoencoder, VariationalAutoencoder
from engine.learners.images.classifier import ConvolutionalClassifier, TripletNetwork
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=4, batch_size=64, n_components=16, filters=8, learning_rate=0.01)


@pytest.fixture(scope="module")
def trained() -> Fit:
    return LEARNER.fit(DIGITS)


@pytest.fixture(scope="module")
def network(trained: Fit) -> Vision:
    found = vision(LEARNER, trained, DIGITS.shape)
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
    found = np.array(DIGITS.class_names)[
        inside_cnn.peaks(network, len(network.layers) - 1, DIGITS.pixels(rows)).argmax(1)
    ]
    assert (found == trained.main.metadata["predicted"][rows]).mean() > 0.99


def test_peaks_are_the_largest_numbers_of_the_maps(network: Vision) -> None:
    place = network.units[0]
    pixels = DIGITS.pixels(slice(0, 450))
    found = inside_cnn.peaks(network, place, pixels)
    assert found.shape == (450, 8)
    for row in (0, 199, 200, 449):
        np.testing.assert_allclose(found[row], network.answers(pixels[[row]])[place][0].max(axis=(1, 2)), atol=1e-5)


def test_the_largest_answer_is_the_sum_of_filter_times_patch(network: Vision) -> None:
    bias = network.parameters(network.first_conv)["bias"]
    for unit in range(8):
        weights, patch, answer = inside_cnn.largest_patch(network, DIGITS.pixels([5]), unit)
        assert weights.shape == patch.shape == (3, 3, 1)
        assert answer == pytest.approx(float((weights * patch).sum() + bias[unit]), abs=1e-5)


@pytest.mark.parametrize("how", [Ascent(), Ascent(blur=False, jitter=False, decay=0.0), Ascent(seed=3)])
def test_gradient_ascent_beats_every_test_image(network: Vision, how: Ascent) -> None:
    last = len(network.layers) - 1
    pictures, excited = inside_cnn.maximize(network, last, list(range(10)), how)
    assert pictures.shape == (10, 64) and pictures.min() >= 0 and pictures.max() <= 1
    assert (excited[:, 1] > excited[:, 0]).all()
    assert (network.answers(pictures)[last].argmax(axis=1) == np.arange(10)).sum() >= 9
    np.testing.assert_allclose(excited[:, 1], inside_cnn.excitation(network, last, list(range(10)), pictures))
    median = np.median(inside_cnn.peaks(network, last, DIGITS.pixels(DIGITS.test_rows)), axis=0)
    assert (excited[:, 1] > median).all()
    again = inside_cnn.maximize(network, last, list(range(10)), how)[0]
    np.testing.assert_array_equal(again, pictures)


def test_a_map_is_excited_by_its_mean(network: Vision) -> None:
    place = network.units[1]
    pictures, excited = inside_cnn.maximize(network, place, [4], Ascent(n_steps=20))
    assert excited[0, 1] == pytest.approx(float(network.answers(pictures)[place][0, 4].mean()), abs=1e-5)
    assert excited[0, 1] > excited[0, 0]


def test_l2_keeps_the_picture_nearer_to_gray(network: Vision) -> None:
    last = len(network.layers) - 1
    free, held = (inside_cnn.maximize(network, last, [3], Ascent(decay=decay))[0] for decay in (0.0, 0.1))
    assert np.square(held - 0.5).mean() < np.square(free - 0.5).mean()


def test_batch_normalization_of_a_batch(network: Vision) -> None:
    place = network.first_conv + 1
    pixels = DIGITS.pixels(slice(0, 64))
    found = inside_cnn.normalization(network, place, pixels)
    answer = network.answers(pixels)[place - 1]
    np.testing.assert_allclose(found.mean, answer.mean(axis=(0, 2, 3)), atol=1e-5)
    np.testing.assert_allclose(found.spread, answer.std(axis=(0, 2, 3)), atol=1e-5)
    across = (slice(None), None)
    by_hand = (found.before - found.running_mean[across]) / found.running_spread[across] * found.scale[across]
    np.testing.assert_allclose(found.after, by_hand + found.shift[across], atol=1e-4)
    np.testing.assert_allclose(found.mean, found.running_mean, atol=0.2)  # a training batch is like the training


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
def test_which_runs_have_an_inside(learner: Learner, there: bool) -> None:
    fit = learner.fit(DIGITS)
    found = vision(learner, fit, DIGITS.shape)
    assert (found is not None) == there
    if found is not None:
        assert len(found.titles) == len(found.layers)
        answers = found.answers(DIGITS.pixels([0]))
        assert found.filters.shape[1:] == (3, 3, 1) and answers[found.first_conv].shape[1] == len(found.filters)


def test_augmentation_is_that_of_the_training() -> None:
    import torch

    from engine.algorithms.networks.classifier_torch import moved

    generator = np.random.default_rng(1)
    pixels = generator.random((6, 9 * 7 * 3), dtype=np.float32)
    moves = draw(6, seed=2)
    turn, scale, shift = (torch.from_numpy(part).float() for part in (moves.turn, moves.scale, moves.shift))
    wanted = moved(torch.from_numpy(pixels), (9, 7, 3), turn, scale, shift).numpy()
    np.testing.assert_allclose(warped(pixels, (9, 7, 3), moves), wanted, atol=1e-5)


def test_an_image_that_is_not_moved_stays() -> None:
    pixels = DIGITS.pixels(slice(0, 3))
    still = Moves(np.zeros(3), np.ones(3), np.zeros((3, 2)))
    np.testing.assert_allclose(warped(pixels, DIGITS.shape, still), pixels, atol=1e-6)
    shifted = Moves(np.zeros(3), np.ones(3), np.tile([2 / 8, 0.0], (3, 1)))  # the window moves a pixel to the right
    wanted = np.zeros((3, 8, 8), np.float32)
    wanted[:, :, :-1] = pixels.reshape(3, 8, 8)[:, :, 1:]
    np.testing.assert_allclose(warped(pixels, DIGITS.shape, shifted).reshape(3, 8, 8), wanted, atol=1e-6)


def test_the_chart_of_a_normalized_channel_has_its_numbers(network: Vision) -> None:
    from engine.figures.image_charts import normalized

    found = inside_cnn.normalization(network, network.first_conv + 1, DIGITS.pixels(slice(0, 8)))
    chart = normalized(found.before[2], found.after[2])
    assert [trace.name for trace in chart.data] == ["before", "after"]
    np.testing.assert_array_equal(chart.data[1].x, found.after[2])
