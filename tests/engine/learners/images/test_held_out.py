"""Classes held out of a training: nothing of them is learned from, and the rest is as ever."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.network_contract import ClassNetwork
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.report import Silent
from engine.runs.recipe import Recipe

SOURCE = Digits(n_images=600)
DIGITS = SOURCE.load(Silent())
SMALL = {"n_epochs": 2, "filters": 4, "n_components": 8}
CLASSES = pytest.mark.parametrize("cls", [ConvolutionalClassifier, TripletNetwork])


def spoiled(images: ImageSet, rows: np.ndarray) -> ImageSet:
    """The images, those of some rows black."""
    raw = images.raw.copy()
    raw[rows] = 0
    return ImageSet(raw, images.targets, images.class_names, images.n_train, images.names, images.maximum)


@CLASSES
def test_held_out_images_do_not_touch_the_weights(cls: type[ClassNetwork]) -> None:
    learner = cls(held_out="8,9", **SMALL)
    known = learner.known(DIGITS)
    assert sorted(set(DIGITS.targets[~known])) == [8, 9] and not (set(DIGITS.targets[known]) & {8, 9})
    fit, other = learner.fit(DIGITS), learner.fit(spoiled(DIGITS, np.flatnonzero(~known)))
    for name, array in fit.arrays.items():
        np.testing.assert_array_equal(array, other.arrays[name])
    everything = cls(**SMALL).fit(DIGITS)
    assert any((array != everything.arrays[name]).any() for name, array in fit.arrays.items())
    assert set(fit.main.metadata["training"][~known]) == {"held out"}
    assert "training" not in everything.main.metadata
    assert fit.main.n_items == DIGITS.n_images


def test_the_accuracy_of_a_classifier_is_that_of_the_classes_it_knows() -> None:
    learner = ConvolutionalClassifier(held_out="7, 8, 9", n_epochs=10, filters=8, n_components=16, learning_rate=0.01)
    fit = learner.fit(DIGITS)
    tested = np.arange(DIGITS.n_train, DIGITS.n_images)
    tested = tested[learner.known(DIGITS)[tested]]
    right = fit.main.metadata["predicted"][tested] == fit.main.metadata["class"][tested]
    assert fit.summary["test_accuracy"] == pytest.approx(right.mean()) and right.mean() > 0.85
    assert not set(fit.main.metadata["predicted"]) & {"7", "8", "9"}


def test_one_choice_has_one_spelling_and_none_is_as_before() -> None:
    assert TripletNetwork(held_out="9, 8").held_out == TripletNetwork(held_out="8,9,8").held_out == "8,9"
    assert Recipe(SOURCE, TripletNetwork(held_out="")).run_id == Recipe(SOURCE, TripletNetwork()).run_id
    assert "held_out" not in TripletNetwork().identity()
    assert TripletNetwork(held_out="8,9").described == "Triplet network 64, without 8,9"


@CLASSES
def test_what_cannot_be_held_out_is_refused(cls: type[ClassNetwork]) -> None:
    for held_out, told in (("ten", "no class ten"), ("0,1,2,3,4,5,6,7,8", "1 of 10 classes are left")):
        learner = cls(held_out=held_out, **SMALL)
        with pytest.raises(InputError, match=told) as refused:
            learner.fit(DIGITS)
        (advice,) = learner.advice(DIGITS)
        assert advice.severity == "error" and advice.sentence == str(refused.value)


def test_who_can_hold_classes_out() -> None:
    found = TripletNetwork(margin=0.5).holding_out(["9", "8"])
    assert found == TripletNetwork(margin=0.5, held_out="8,9")
    for other in (ImagePCA(), Autoencoder()):
        assert other.holding_out(["9"]) is None and other.known(DIGITS).all()
