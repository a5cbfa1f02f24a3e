"""Triplets bring the images of a class together."""

import numpy as np

from engine.datasets.images.sources import Digits
from engine.learners.images.triplet import TripletNetwork
from engine.neighbors import nearest_batch
from engine.report import Silent

DIGITS = Digits().load(Silent())


def test_triplets_bring_a_class_together() -> None:
    learner = TripletNetwork(n_epochs=8, batch_size=64, n_components=8, filters=8, learning_rate=0.01)
    fit = learner.fit(DIGITS)
    np.testing.assert_allclose(fit.main.norms, 1, atol=1e-5)
    np.testing.assert_allclose(learner.encode(fit, DIGITS.shape, DIGITS.pixels()), fit.main.vectors, atol=1e-3)
    classes = fit.main.metadata["class"]
    rows = np.arange(DIGITS.n_train, DIGITS.n_images)
    near = nearest_batch(fit.main, rows, 1).rows[:, 0]
    assert (classes[near] == classes[rows]).mean() > 0.93
    assert fit.history["loss"][-1] < 0.6 * fit.history["loss"][0]
