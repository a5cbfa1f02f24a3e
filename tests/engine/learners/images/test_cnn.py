"""The classifier: accuracy with a baseline, saved predictions, what it cannot learn from."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.learners.images.cnn import ConvolutionalClassifier, class_scores
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


@pytest.mark.parametrize("cls", [ConvolutionalClassifier, TripletNetwork])
def test_images_without_classes_are_refused(cls: type) -> None:
    names = tuple(map(str, range(20)))
    raw = np.random.default_rng(0).integers(0, 255, (20, 8, 8, 1), dtype=np.uint8)
    with pytest.raises(InputError, match="learns from classes"):
        cls().fit(ImageSet(raw, np.full(20, -1), (), 16, names))
