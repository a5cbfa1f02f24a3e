"""The test of codes: the same numbers as its parts, for runs with and without a measure of their own."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.code_scores import ClassScores, CodeScores
from engine.evaluation.images.few_shot import N_DRAWS, SHOTS, PixelShots, few_labels, few_shot
from engine.evaluation.images.neighbor_votes import neighbor_accuracy
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits(n_images=600).load(Silent())
PCA = ImagePCA(n_components=8)
FIT = PCA.fit(DIGITS)


def test_the_scores_of_a_run() -> None:
    found = ClassScores.from_fit(CodeScores(k=3).fit(TrainedRun(PCA, FIT, DIGITS)))
    targets, n = DIGITS.targets, DIGITS.n_train
    assert found.neighbor_accuracy == neighbor_accuracy(FIT.main.vectors, targets, n, 3) > 0.8
    assert found.linear_accuracy == FIT.summary["linear_accuracy"]
    assert found.few_labels.shape == (len(SHOTS), N_DRAWS)
    np.testing.assert_array_equal(found.few_labels[1], few_shot(FIT.main.vectors.__getitem__, targets, n, 5))


def test_a_run_of_before_is_measured_now() -> None:
    bare = Fit(FIT.embeddings)
    found = ClassScores.from_fit(CodeScores().fit(TrainedRun(PCA, bare, DIGITS)))
    assert found.linear_accuracy == FIT.summary["linear_accuracy"]


def test_all_components_are_as_good_as_pixels() -> None:
    whole = ImagePCA(n_components=64)
    by_codes = ClassScores.from_fit(CodeScores().fit(TrainedRun(whole, whole.fit(DIGITS), DIGITS))).few_labels
    np.testing.assert_allclose(few_labels(PixelShots().fit(DIGITS)), by_codes, atol=0.02)


def test_without_classes_there_is_nothing_to_score() -> None:
    images = ImageSet(DIGITS.raw, np.full(600, -1), (), DIGITS.n_train, DIGITS.names)
    for test, data in ((CodeScores(), TrainedRun(PCA, FIT, images)), (PixelShots(), images)):
        with pytest.raises(InputError, match="Scores need the class"):
            test.fit(data)
