"""Every learner of images encodes images that it never saw, and what the codes are worth is measured beside pixels."""

import io
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits, ImagesToEncode
from engine.errors import InputError
from engine.evaluation.images import new_images
from engine.evaluation.images.new_images import CODE, NEW_PCA, OLD_PCA, PIXELS, NewImages, Transfer, without_margin
from engine.evaluation.trained_run import TrainedRun
from engine.fields import from_json
from engine.files import uploads
from engine.learners import LEARNERS
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA
from engine.report import Report, Silent
from engine.runs.recipe import TASKS
from tests.examples import quick

OLD = Digits(n_images=400)
DIGITS = OLD.load(Silent())
OTHERS = Digits(n_images=500, sample_seed=7)
NAMES = [name for name, cls in LEARNERS.items() if issubclass(cls, ImageLearner)]


def run_of(learner: ImageLearner) -> TrainedRun:
    return TrainedRun(learner, learner.fit(DIGITS), DIGITS)


@pytest.mark.parametrize("name", NAMES)
def test_every_learner_encodes_new_images(name: str) -> None:
    learner = quick(LEARNERS[name])
    assert isinstance(learner, ImageLearner)
    run = run_of(learner)
    fit = NewImages(OTHERS).fit(run)
    others = OTHERS.load(Silent())
    assert fit.main.labels == others.names and fit.main.n_components == run.fit.main.n_components
    again = NewImages(OLD).fit(run)  # its own images get their own codes
    np.testing.assert_allclose(again.main.vectors, run.fit.main.vectors, atol=2e-3)
    found = Transfer.from_fit(fit)
    assert list(found.neighbors) == list(found.linear) == list(found.sizes) == [PIXELS, OLD_PCA, NEW_PCA, CODE]
    assert found.neighbors[PIXELS] > 0.85 and 0.09 < found.chance < 0.12
    assert set(found.unaided) == {PIXELS, CODE} | ({"Own classifier"} if name == "cnn" else set())


def test_the_scores_agree_with_the_codes() -> None:
    learner = ConvolutionalClassifier(filters=8, n_components=16, n_epochs=8, learning_rate=0.01)
    fit = NewImages(OTHERS).fit(run_of(learner))
    metadata = fit.main.metadata
    assert Transfer.from_fit(fit).unaided["Own classifier"] == pytest.approx(
        (metadata["predicted"] == metadata["class"]).mean()
    )
    assert Transfer.from_fit(fit).unaided[CODE] > 0.8


def test_principal_components_are_those_of_the_old_images() -> None:
    found = Transfer.from_fit(NewImages(OTHERS).fit(run_of(ImagePCA(n_components=8))))
    assert found.neighbors[OLD_PCA] == found.neighbors[CODE]  # the run is this very PCA
    assert found.sizes == {PIXELS: 64, OLD_PCA: 8, NEW_PCA: 8, CODE: 8}


@dataclass(frozen=True)
class Large(Digits):
    """The digits drawn twice as large, in color, without classes."""

    name = "large_digits"

    def load(self, report: Report = Silent()) -> ImageSet:
        found = super().load(report)
        raw = found.raw.repeat(2, axis=1).repeat(2, axis=2).repeat(3, axis=3)
        unknown = np.full(found.n_images, -1)
        return ImageSet(raw, unknown, (), found.n_train, found.names, found.maximum)


def test_images_of_another_shape_are_made_like_the_old_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_images, "image_sources", dict)
    monkeypatch.setattr("engine.fields.check", lambda spec, value: None)
    run = run_of(ImagePCA(n_components=8))
    fit = NewImages(Large(n_images=400)).fit(run)
    np.testing.assert_allclose(fit.main.vectors, run.fit.main.vectors, atol=1e-3)
    assert any("made 8 x 8 pixels and gray" in note for note in fit.notes)
    found = Transfer.from_fit(fit)
    assert not found.neighbors and not found.unaided and not found.sizes
    turned = NewImages(Large(n_images=400), inverted=True).fit(run)
    assert "White was made black." in turned.notes
    assert np.abs(turned.main.vectors - fit.main.vectors).max() > 0.5


def test_a_margin_is_cut_off() -> None:
    run = run_of(ImagePCA(n_components=8))
    framed = np.pad(DIGITS.raw, ((0, 0), (3, 3), (3, 3), (0, 0)))
    images = ImageSet(framed, DIGITS.targets, DIGITS.class_names, DIGITS.n_train, DIGITS.names, DIGITS.maximum)
    np.testing.assert_array_equal(without_margin(images, 3).raw, DIGITS.raw)
    with pytest.raises(InputError, match="cut off at most 2"):
        NewImages(OTHERS, margin=3).fit(run)


def test_a_recipe_names_its_images() -> None:
    test = NewImages(OTHERS, inverted=True)
    assert from_json(TASKS, test.to_json()) == test


@pytest.mark.parametrize("name", NAMES)
def test_a_single_picture_is_encoded(name: str) -> None:
    learner = quick(LEARNERS[name])
    assert isinstance(learner, ImageLearner)
    stream = io.BytesIO()
    Image.fromarray(np.rint(255 / 16 * DIGITS.raw[7, :, :, 0].astype(float)).astype(np.uint8)).save(stream, "PNG")
    picture = ImagesToEncode(sha256=uploads.keep(stream.getvalue(), "mine.png").sha256)
    run = run_of(learner)
    fit = NewImages(picture).fit(run)
    np.testing.assert_allclose(fit.main.vectors, run.fit.main.vectors[7:8], atol=0.05)
    assert not Transfer.from_fit(fit).neighbors
