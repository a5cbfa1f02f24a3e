"""Robustness: unchanged images are told as ever, augmentation buys what it shows, pooling forgives shifts."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.robustness import (
    CHANGES,
    SHIFTS,
    Robustness,
    RobustnessTest,
    changed_by,
    relative_difference,
    shifted,
)
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.insight.images.vision import Vision
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits().load(Silent())
NAMES = list(CHANGES)
PLAIN = ConvolutionalClassifier(filters=8, n_components=16, n_epochs=8, learning_rate=0.01)


def measured(learner: ConvolutionalClassifier) -> tuple[Robustness, Fit]:
    fit = learner.fit(DIGITS)
    return Robustness.from_fit(RobustnessTest(n_images=300).fit(TrainedRun(learner, fit, DIGITS))), fit


@pytest.fixture(scope="module")
def plain() -> tuple[Robustness, Fit]:
    return measured(PLAIN)


def test_unchanged_images_are_told_as_by_the_run(plain: tuple[Robustness, Fit]) -> None:
    found, fit = plain
    rows = DIGITS.tested(300)
    right = fit.main.metadata["predicted"][rows] == fit.main.metadata["class"][rows]
    assert found.accuracy[0] == pytest.approx(right.mean()) and found.n_images == 300
    assert found.accuracy[NAMES.index("Turned by 20 degrees")] < found.accuracy[0] - 0.05
    assert found.accuracy[NAMES.index("Mirrored")] < 0.8


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ("augment", "Shifted by 12 % of the side"),
        ("skew", "Leaning by 15 degrees"),
        ("flip", "Mirrored"),
        ("light", "Half as bright"),
    ],
)
def test_each_augmentation_buys_its_robustness(plain: tuple[Robustness, Fit], field: str, name: str) -> None:
    found, _ = measured(PLAIN.replace(**{field: True}))
    place = NAMES.index(name)
    assert found.accuracy[place] > plain[0].accuracy[place]


def test_a_layer_is_moved_as_far_as_its_answers_differ(plain: tuple[Robustness, Fit]) -> None:
    found, fit = plain
    network = PLAIN.vision(fit, DIGITS.shape)
    assert isinstance(network, Vision) and found.places == network.seen
    pixels = DIGITS.pixels(DIGITS.tested(300))
    moved = shifted(pixels, DIGITS.shape, SHIFTS[0])
    assert found.moved[0, 0] == pytest.approx(relative_difference(pixels, moved).mean(), rel=1e-4)
    pool = network.titles.index("Max pooling 2")
    before, after = (network.answers(each)[pool] for each in (pixels, moved))
    wanted = np.linalg.norm((after - before).reshape(300, -1), axis=1) / np.linalg.norm(before.reshape(300, -1), axis=1)
    assert found.moved[1 + network.seen.index(pool), 0] == pytest.approx(wanted.mean(), rel=1e-4)
    assert (np.diff(found.moved[0]) > 0).all() and (np.diff(found.kept) < 0).all()


def test_changes_do_what_they_say() -> None:
    pixels = DIGITS.pixels(slice(0, 5))
    np.testing.assert_allclose(changed_by(CHANGES["As they are"], pixels, DIGITS.shape, 0), pixels, atol=1e-6)
    np.testing.assert_allclose(changed_by(CHANGES["Half as bright"], pixels, DIGITS.shape, 0), pixels / 2, atol=1e-6)
    one = shifted(pixels, DIGITS.shape, 1).reshape(5, 8, 8)
    np.testing.assert_array_equal(one[:, :, 1:], pixels.reshape(5, 8, 8)[:, :, :-1])
    assert not one[:, :, 0].any()


def test_a_run_that_classifies_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="classifies nothing"):
        RobustnessTest().fit(TrainedRun(ImagePCA(), Fit(), DIGITS))
