"""Same or not: what triplets learned carries over to new classes in part, blind codes are as good as chance."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.images.matching import Matches, MatchingTest, asked_rows
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA
from engine.learners.images.triplet import TripletNetwork
from engine.report import Silent

DIGITS = Digits().load(Silent())
TRIPLETS = TripletNetwork(held_out="5,6,7,8,9", n_epochs=10)
TEST = MatchingTest(n_pairs=1_000, n_episodes=100)


def measured(learner: ImageLearner, fit: Fit, test: MatchingTest = TEST) -> Matches:
    return Matches.from_fit(test.fit(TrainedRun(learner, fit, DIGITS)))


@pytest.fixture(scope="module")
def trained() -> Fit:
    return TRIPLETS.fit(DIGITS)


def test_classes_that_triplets_never_saw(trained: Fit) -> None:
    found = measured(TRIPLETS, trained)
    assert found.held_out and found.classes == (5, 6, 7, 8, 9) and found.n_ways == 5
    assert found.names == ("Pixels", "PCA 60", "This run")
    assert not TRIPLETS.known(DIGITS)[found.pairs].any()
    np.testing.assert_array_equal(found.same, np.diff(DIGITS.targets[found.pairs], axis=1)[:, 0] == 0)
    pixels, pca, code = [found.curve(place).equal_error[0] for place in range(3)]
    assert 0 < code < 0.5 and pixels < 0.5
    assert pca == pytest.approx(pixels, abs=0.02)  # 60 axes hold nearly all of 64 pixels
    first, last = found.pairs[0]
    straight = np.linalg.norm(DIGITS.pixels([first])[0] - DIGITS.pixels([last])[0])
    assert found.distances[0, 0] == pytest.approx(straight, rel=1e-4)
    one, five = found.accuracies[2].mean(axis=1)
    assert 0.35 < one < five < 1  # a fifth by chance
    again = measured(TRIPLETS, trained)
    np.testing.assert_array_equal(again.distances, found.distances)
    np.testing.assert_array_equal(again.accuracies, found.accuracies)


def test_classes_that_triplets_know_are_told_better_than_by_pixels() -> None:
    learner = TripletNetwork(n_epochs=10)
    found = measured(learner, learner.fit(DIGITS))
    pixels, _, code = [found.curve(place).equal_error[0] for place in range(3)]
    assert code < 0.25 * pixels
    assert found.accuracies[2, 0].mean() > found.accuracies[0, 0].mean() + 0.1


def test_blind_codes_are_as_good_as_chance(trained: Fit) -> None:
    noise = np.random.default_rng(0).normal(size=(DIGITS.n_images, 8))
    blind = Fit({"code": Embedding(noise, DIGITS.names)})
    for distance in ("euclidean", "cosine"):
        found = measured(TRIPLETS, blind, TEST.replace(distance=distance))
        assert found.curve(2).equal_error[0] == pytest.approx(0.5, abs=0.04)
        assert found.accuracies[2].mean() == pytest.approx(0.2, abs=0.02)


def test_without_held_out_classes_the_test_part_is_asked() -> None:
    learner = ImagePCA(n_components=8)
    found = measured(learner, learner.fit(DIGITS))
    assert not found.held_out and found.names == ("Pixels", "This run") and len(found.classes) == 10
    assert found.pairs.min() >= DIGITS.n_train


def test_too_little_to_ask_about_is_refused(trained: Fit) -> None:
    one = TripletNetwork(held_out="9").known(DIGITS)
    with pytest.raises(InputError, match="1 classes with two images"):
        asked_rows(DIGITS, one)
    unlabeled = ImageSet(DIGITS.raw, np.full(DIGITS.n_images, -1), (), DIGITS.n_train, DIGITS.names)
    with pytest.raises(InputError, match="need the class"):
        TEST.fit(TrainedRun(ImagePCA(), Fit(), unlabeled))
