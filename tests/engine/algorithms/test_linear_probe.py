"""Logistic regression on codes: against scikit-learn, on planted classes; what every learner of images saves of it."""

import numpy as np
import pytest

from engine.algorithms.linear_probe import fit_probe
from engine.algorithms.probability import softmax
from engine.datasets.images.sources import Digits
from engine.learners.base import Learner
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.learners.images.variational import VariationalAutoencoder
from engine.report import Silent

DIGITS = Digits().load(Silent())


def test_the_same_chances_as_scikit_learn() -> None:
    from sklearn.linear_model import LogisticRegression

    pixels, n = DIGITS.pixels(), DIGITS.n_train
    found = fit_probe(pixels[:n], DIGITS.targets[:n], 10)
    scaled = (pixels - found.mean) / found.scale
    assert np.square(scaled[:n]).mean() == pytest.approx(1, abs=1e-5)
    peer = LogisticRegression(C=1.0, max_iter=1_000, tol=1e-6).fit(scaled[:n], DIGITS.targets[:n])
    np.testing.assert_allclose(softmax(found.scores(pixels[n:])), peer.predict_proba(scaled[n:]), atol=0.03)
    assert (found.classes(pixels[n:]) == peer.predict(scaled[n:])).mean() > 0.99


def test_classes_that_a_line_separates_are_all_told() -> None:
    generator = np.random.default_rng(0)
    points = generator.normal(size=(4_000, 3)).astype(np.float32)
    sides = (points @ np.array([1, -2, 0.5]) > 0.3).astype(int)
    far = np.abs(points @ np.array([1, -2, 0.5]) - 0.3) > 0.1
    assert (fit_probe(1e3 * points + 7, sides, 2, strength=100).classes(1e3 * points + 7) == sides)[far].mean() > 0.998


def test_codes_without_knowledge_give_the_commonest_class() -> None:
    found = fit_probe(np.zeros((50, 2), np.float32), np.arange(50) % 5 // 4, 2)
    assert (found.classes(np.zeros((3, 2))) == 0).all()


@pytest.mark.parametrize(
    "learner",
    [
        ImagePCA(n_components=16),
        Autoencoder(n_epochs=2),
        VariationalAutoencoder(n_epochs=2, n_components=8),
        TripletNetwork(n_epochs=1, filters=4),
        ConvolutionalClassifier(n_epochs=3, filters=4),
    ],
)
def test_every_run_tells_classes_and_whether_they_are_right(learner: Learner) -> None:
    fit = learner.fit(DIGITS)
    columns = fit.main.metadata
    right = columns["predicted"] == columns["class"]
    np.testing.assert_array_equal(columns["outcome"] == "right", right)
    own = "test_accuracy" if isinstance(learner, ConvolutionalClassifier) else "linear_accuracy"
    assert right[DIGITS.test_rows].mean() == pytest.approx(fit.summary[own])
    assert fit.summary["linear_accuracy"] > 0.5
