"""Double descent: the peak is where features are as many as images, the second descent goes deeper."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.double_descent import Descent, DoubleDescent
from engine.report import Silent

DIGITS = Digits().load(Silent())


@pytest.fixture(scope="module")
def found() -> Descent:
    return Descent.from_fit(DoubleDescent(n_draws=3).fit(DIGITS))


def test_the_peak_is_where_the_features_just_fit(found: Descent) -> None:
    assert found.features[found.peak] == found.n_train == 200
    squared, wrong = (each[:, 1].mean(axis=1) for each in (found.squared, found.wrong))
    at = found.peak
    assert squared[at] > 10 * squared[:at].min() and wrong[at] > wrong[:at].min() + 0.2
    assert squared[-1] < squared[:at].min() and wrong[-1] < wrong[:at].min()


def test_as_many_features_as_images_learn_all_labels_by_heart(found: Descent) -> None:
    training = found.squared[:, 0].max(axis=1)
    assert (training[found.features >= found.n_train] < 1e-8).all()
    assert (training[found.features < 0.9 * found.n_train] > 1e-4).all()
    assert (np.diff(training[: found.peak + 1]) <= 1e-9).all()


def test_the_same_seed_gives_the_same_numbers_and_others_are_refused() -> None:
    test = DoubleDescent(n_examples=40, n_draws=1)
    one, two = (test.fit(DIGITS).arrays for _ in range(2))
    np.testing.assert_array_equal(one["squared"], two["squared"])
    with pytest.raises(InputError, match="need the class"):
        test.fit(ImageSet(DIGITS.raw, np.full(DIGITS.n_images, -1), (), 1_000, DIGITS.names))
