"""Meanings told apart: accuracies against cases worked out by hand, and on a text whose meanings are known."""

import numpy as np
import pytest

from engine.datasets.text.ambiguous_world import merged
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.evaluation.words.sense_scores import SenseScores, SenseTest, by_few, by_nearest
from engine.fit import Fit
from engine.learners.words.masked_transformer import MaskedTransformer
from engine.learners.words.ppmi_svd import PPMISVD
from tests.examples import corpus

QUICK = MaskedTransformer(n_components=8, n_heads=2, n_layers=1, n_epochs=3, min_count=1)


def test_the_nearest_by_hand() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 0.1], [0.0, 1.0], [0.1, 1.0], [1.0, 0.05]])
    assert by_nearest(vectors, np.array([0, 0, 1, 1, 0])) == 1
    assert by_nearest(vectors, np.array([0, 0, 1, 1, 1])) == pytest.approx(2 / 5)  # both near the stranger err, too


def test_equally_near_ones_share_the_vote() -> None:
    senses = np.array([0, 0, 0, 1])
    assert by_nearest(np.ones((4, 3)), senses) == pytest.approx((3 * 2 / 3 + 0) / 4)
    assert by_few([np.ones((4, 3))], senses, 1, np.random.default_rng(0)) == [pytest.approx(0.5)]


def test_few_examples_tell_what_lies_apart_and_chance_tells_the_rest() -> None:
    rng = np.random.default_rng(0)
    senses = np.repeat([0, 1], 60)
    apart = np.eye(2)[senses] + rng.normal(scale=0.05, size=(120, 2))
    found = by_few([apart, rng.normal(size=(120, 2))], senses, 3, rng)
    assert found[0] == 1 and abs(found[1] - 0.5) < 0.1


@pytest.fixture(scope="module")
def ambiguous() -> Corpus:
    """Two topics; a word of the one and a word of the other are written as one."""
    return merged(corpus(), [("a3", "b3")])


def test_topics_tell_meanings_that_one_vector_cannot(ambiguous: Corpus) -> None:
    fit = QUICK.fit(ambiguous)
    found = SenseScores.from_fit(Fit.unpack(*SenseTest(n_each=60).fit(TrainedRun(QUICK, fit, ambiguous)).pack()))
    assert found.words == ("a3/b3",) and found.counts.tolist() == [60]
    assert found.rows[:2] == ("Static vector (layer 0)", "Layer 1") and len(found.rows) == 4
    nearest = dict(zip(found.rows, found.mean(found.nearest), strict=True))
    assert nearest["Layer 1"] > 0.95 and nearest["Mean of the other words' static vectors"] > 0.95
    assert nearest["Static vector (layer 0)"] == pytest.approx(0.5, abs=0.05)
    assert nearest["Position in the sentence"] < 0.7
    few = dict(zip(found.rows, found.mean(found.few), strict=True))
    assert few["Static vector (layer 0)"] == pytest.approx(0.5) and few["Layer 1"] > 0.8


def test_what_cannot_be_asked_is_refused(ambiguous: Corpus) -> None:
    plain = PPMISVD(n_components=4, min_count=1)
    with pytest.raises(InputError, match="one vector a word"):
        SenseTest().fit(TrainedRun(plain, plain.fit(ambiguous), ambiguous))
    fit = QUICK.fit(corpus())
    with pytest.raises(InputError, match="not known"):
        SenseTest().fit(TrainedRun(QUICK, fit, corpus()))
    rare = QUICK.fit(ambiguous)
    with pytest.raises(InputError, match="often enough"):
        SenseTest(n_each=10, n_labelled=20).fit(TrainedRun(QUICK, rare, ambiguous))
