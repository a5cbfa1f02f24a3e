"""What excites units: stored for every layer as it is measured."""

import numpy as np
import pytest

from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.unit_peaks import Peaks, UnitPeaks
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.insight.images.vision import peaks
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.report import Silent

DIGITS = Digits(n_images=300).load(Silent())


def test_the_peaks_of_every_layer_come_back() -> None:
    learner = TripletNetwork(n_epochs=1, filters=4, n_components=6)
    fit = learner.fit(DIGITS)
    network = learner.vision(fit, DIGITS.shape)
    assert network is not None
    found = Peaks.from_fit(UnitPeaks(n_images=20).fit(TrainedRun(learner, fit, DIGITS)))
    assert tuple(found.of_place) == network.units
    np.testing.assert_array_equal(found.rows, DIGITS.tested(20))
    for place, values in found.of_place.items():
        assert values.shape == (20, network.n_units(place))
        np.testing.assert_array_equal(values, peaks(network, place, DIGITS.pixels(found.rows)))


def test_a_run_without_convolutions_is_refused() -> None:
    with pytest.raises(InputError, match="no convolutions"):
        UnitPeaks().fit(TrainedRun(ImagePCA(), Fit(), DIGITS))
