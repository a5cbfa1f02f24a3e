"""The classifier: accuracy with a baseline, saved predictions, what it cannot learn from."""

from typing import Any

import numpy as np
import pytest

from engine.algorithms.networks.architectures import classifier
from engine.algorithms.networks.layers import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Pool,
    ToChannels,
)
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.learners.images.cnn import ConvolutionalClassifier, class_scores
from engine.learners.images.contract import examples
from engine.learners.images.triplet import TripletNetwork
from engine.report import Silent

DIGITS = Digits().load(Silent())


def test_a_small_network_tells_digits_apart() -> None:
    learner = ConvolutionalClassifier(n_epochs=8, batch_size=64, n_components=16, filters=8, learning_rate=0.01)
    fit = learner.fit(DIGITS)
    assert fit.summary["test_accuracy"] > 0.95
    codes = learner.encode(fit, DIGITS.shape, DIGITS.pixels())
    np.testing.assert_allclose(codes, fit.main.vectors, atol=1e-3)
    predicted = np.array(DIGITS.class_names)[class_scores(fit.arrays, codes).argmax(axis=1)]
    assert (predicted == fit.main.metadata["predicted"]).mean() > 0.999
    right = predicted[DIGITS.n_train :] == fit.main.metadata["class"][DIGITS.n_train :]
    assert right.mean() == pytest.approx(fit.summary["test_accuracy"], abs=0.01)
    assert fit.main.metadata["confidence"].min() >= 0.1  # the largest of ten chances


SMALL = ConvolutionalClassifier(n_epochs=8, n_components=16, filters=8)


def test_accuracy_on_both_parts_after_each_epoch() -> None:
    fit = SMALL.fit(DIGITS)
    for column in ("train_accuracy_after", "test_accuracy"):
        assert len(fit.history[column]) == 8
    assert fit.history["test_accuracy"][-1] == pytest.approx(fit.summary["test_accuracy"])
    assert fit.history["train_accuracy_after"][-1] == pytest.approx(fit.summary["train_accuracy"], abs=1e-6)


def test_random_labels_are_learned_by_heart_and_tell_nothing() -> None:
    """Zhang et al. (2017): as many weights as that fit anything."""
    learner = ConvolutionalClassifier(n_epochs=60, filters=32, dropout=0.0, random_labels=1.0)
    few = Digits(n_images=600).load(Silent())
    fit = learner.fit(few)
    assert fit.summary["train_accuracy"] > 0.99
    assert fit.summary["test_accuracy"] == pytest.approx(0.1, abs=0.07)
    assert learner.described.endswith("100% random labels")
    half = learner.replace(random_labels=0.5)._relabeled(examples(few))
    changed = half.targets != few.targets
    assert changed[: few.n_train].mean() == pytest.approx(0.45, abs=0.05) and not changed[few.n_train :].any()


def test_batch_normalization_makes_training_faster() -> None:
    first = []
    for batch_norm in (True, False):
        accuracy = np.array(SMALL.replace(batch_norm=batch_norm, n_epochs=12).fit(DIGITS).history["test_accuracy"])
        first.append(int(np.argmax(accuracy >= 0.8)) if accuracy.max() >= 0.8 else 12)
    assert first[0] < first[1]


@pytest.mark.parametrize(
    "changes",
    [
        {"stages": 1},
        {"stages": 4, "residual": True, "filters": 4},
        {"batch_norm": False, "pooling": "stride"},
        {"pooling": "mean", "augment": True, "flip": True, "skew": True, "light": True},
    ],
)
def test_every_architecture_answers_from_its_saved_weights(changes: dict[str, Any]) -> None:
    learner = SMALL.replace(n_epochs=2, **changes)
    fit = learner.fit(DIGITS)
    rows = np.arange(40)
    np.testing.assert_allclose(
        learner.encode(fit, DIGITS.shape, DIGITS.pixels(rows)), fit.main.vectors[rows], atol=1e-3
    )
    network = learner.vision(fit, DIGITS.shape)
    assert network is not None
    assert all(network.n_units(place) > 0 for place in network.units)


def test_what_was_the_network_before_is_the_network_now() -> None:
    """Of the fields that were added none changes what runs of before are named by, or what they were."""
    assert ConvolutionalClassifier().identity() == {"name": "cnn", "version": 1}
    assert classifier((8, 8, 1), (16, 32), 64, 0.2) == (
        ToChannels(8, 8, 1), Conv(1, 16, 3), BatchNorm(16), Activation("relu"), Pool(2),
        Conv(16, 32, 3), BatchNorm(32), Activation("relu"), Pool(2), Flatten(), Dropout(0.2), Dense(128, 64),
    )  # fmt: skip


@pytest.mark.parametrize("cls", [ConvolutionalClassifier, TripletNetwork])
def test_images_without_classes_are_refused(cls: type) -> None:
    names = tuple(map(str, range(20)))
    raw = np.random.default_rng(0).integers(0, 255, (20, 8, 8, 1), dtype=np.uint8)
    with pytest.raises(InputError, match="learns from classes"):
        cls().fit(ImageSet(raw, np.full(20, -1), (), 16, names))
