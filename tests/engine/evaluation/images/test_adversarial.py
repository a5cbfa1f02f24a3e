"""The test of a run: accuracy at epsilon 0 is that of the run, a gradient hurts more than chance."""

import numpy as np
import pytest

from engine.algorithms.networks.attacks import ATTACKS
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.datasets.images.sources import Digits
from engine.errors import InputError
from engine.evaluation.images.adversarial import EPSILONS, AdversarialTest, AttackScores
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.learners.images.pca import ImagePCA
from engine.report import Silent

DIGITS = Digits().load(Silent())
LEARNER = ConvolutionalClassifier(n_epochs=6, batch_size=64, n_components=16, filters=8, learning_rate=0.01)
ROWS = DIGITS.tested(120)
PIXELS, TARGETS = DIGITS.pixels(ROWS), DIGITS.targets[ROWS]


@pytest.fixture(scope="module")
def trained() -> Fit:
    return LEARNER.fit(DIGITS)


@pytest.fixture(scope="module")
def network(trained: Fit) -> ClassScorer:
    return LEARNER.class_scorer(trained, DIGITS.shape)


def test_the_test_of_a_run(trained: Fit, network: ClassScorer) -> None:
    found = AttackScores.from_fit(AdversarialTest(n_images=120).fit(TrainedRun(LEARNER, trained, DIGITS)))
    accuracy, loss = found.accuracy, found.loss
    clean = (network.scores(PIXELS).argmax(axis=1) == TARGETS).mean()
    np.testing.assert_allclose(accuracy[:, 0], clean)
    named = np.array(DIGITS.class_names)[TARGETS] == trained.main.metadata["predicted"][ROWS]
    assert clean == pytest.approx(named.mean(), abs=0.01)
    assert found.n_images == 120 and accuracy.shape == (3, len(EPSILONS))
    assert accuracy[0, 3] > clean - 0.1
    assert accuracy[2, 3] <= accuracy[1, 3] < accuracy[0, 3]
    assert (np.diff(loss[1]) > 0).all() and (np.diff(loss[2]) > 0).all()
    assert found.at(0.1)[0] == 0.1 and (found.at(0.1)[1] == accuracy[:, 3]).all()
    assert found.at(0.9)[0] == EPSILONS[-1]
    again = AdversarialTest(n_images=120).fit(TrainedRun(LEARNER, trained, DIGITS))
    np.testing.assert_array_equal(again.arrays["accuracy"], accuracy)


def test_a_run_that_classifies_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="classifies nothing"):
        AdversarialTest().fit(TrainedRun(ImagePCA(), Fit(), DIGITS))


def test_the_chart_has_a_line_for_each_attack() -> None:
    from engine.figures.image_charts import under_attack

    accuracy = np.linspace(0.9, 0.1, 3 * len(EPSILONS)).reshape(3, -1)
    chart = under_attack(np.array(EPSILONS), accuracy, list(ATTACKS))
    assert [trace.name for trace in chart.data] == list(ATTACKS)
    for trace, shares in zip(chart.data, accuracy, strict=True):
        np.testing.assert_array_equal(trace.y, shares)
