"""An explanation begins with an image that has a loss to explain, an attack with one that is fooled."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.insight.images.attacked import fooled, versions
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.network_contract import ClassNetwork
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.report import Silent

DIGITS = Digits().load(Silent())


@pytest.mark.parametrize("learner", [ConvolutionalClassifier(n_epochs=12), TripletNetwork(n_epochs=8)])
def test_the_first_loss_that_is_shown_is_not_zero(learner: ClassNetwork) -> None:
    fit = learner.fit(DIGITS)
    row = learner.opening(fit, DIGITS)
    assert row >= DIGITS.n_train
    formula = learner.explain(fit, DIGITS, {"image": row})[1].formulas[0]
    value = float(formula.rpartition("= ")[2].partition("\\")[0])
    assert value > 0.1
    others = [learner._loss_of(fit, DIGITS, np.array([at]))[0] for at in (DIGITS.n_train, DIGITS.n_train + 1)]
    assert value >= max(others) - 5e-4


def test_held_out_images_are_not_begun_with() -> None:
    learner = ConvolutionalClassifier(n_epochs=3, held_out="0,9")
    assert DIGITS.targets[learner.opening(learner.fit(DIGITS), DIGITS)] not in (0, 9)


@pytest.mark.parametrize("learner", [ImagePCA(), Autoencoder(n_epochs=1)])
def test_others_begin_with_the_first_test_image(learner: ImagePCA) -> None:
    assert learner.opening(learner.fit(DIGITS), DIGITS) == DIGITS.n_train


def test_an_attack_begins_with_an_image_that_is_fooled() -> None:
    learner = ConvolutionalClassifier(n_epochs=12)
    network = learner.class_scorer(learner.fit(DIGITS), DIGITS.shape)
    rows = DIGITS.tested(200)
    pixels, targets = DIGITS.pixels(rows), DIGITS.targets[rows]
    place = fooled(network, pixels, targets, 0.1)
    assert place is not None
    assert network.scores(pixels[[place]]).argmax() == targets[place]
    versions_of = versions(network, pixels[[place]], int(targets[place]), 0.1)
    told = [each.predicted == targets[place] for each in versions_of]
    assert told[:3] == [True, True, False]  # as it is, random signs, FGSM
    assert fooled(network, pixels, targets, 0.0) is None
