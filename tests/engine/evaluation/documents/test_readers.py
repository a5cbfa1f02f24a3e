"""Readers: what is read next is found by what was read; measures against hand-made cases; noise tells nothing."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.evaluation.documents.readers import METHODS, ReaderTest, ReadScores, drawn, measured, sentence
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.documents.lsa import LSA

LEARNER = LSA(12, min_count=2)
TEST = ReaderTest(n_readers=240, n_read=16, n_epochs=12, n_hidden=16, n_seeds=2)


@pytest.fixture(scope="module")
def run() -> TrainedRun:
    found = ToyWorld(n_tokens=20_000).load()
    topics = sorted(set(found.document_labels))
    labels = tuple(f"class {topics.index(each) % 4}" for each in found.document_labels)
    corpus = replace(found, document_labels=labels)
    return TrainedRun(LEARNER, LEARNER.fit(corpus), corpus)


@pytest.fixture(scope="module")
def fit(run: TrainedRun) -> Fit:
    return TEST.fit(run)


def test_what_is_read_next_is_found(fit: Fit) -> None:
    found = ReadScores.from_fit(fit)
    auc, precision = (dict(zip(METHODS, each.mean(axis=1), strict=True)) for each in (found.auc, found.precision))
    assert auc["Knows the labels"] > auc["Network"] > 0.6 and auc["Inner product"] > 0.6 and auc["Chance"] == 0.5
    assert precision["Knows the labels"] > precision["Inner product"] > 1.5 * precision["Chance"]
    assert precision["Network"] > 1.5 * precision["Chance"]
    assert found.n_asked == 60 and len(found.classes) == 4


def test_who_reads_blindly_cannot_be_told(run: TrainedRun) -> None:
    found = ReadScores.from_fit(TEST.replace(noise=1.0, n_seeds=4).fit(run))
    assert np.abs(found.auc.mean(axis=1) - 0.5).max() < 0.06
    assert np.abs(found.precision.mean(axis=1) - found.precision[-1].mean()).max() < 0.06


def test_the_same_bytes_again(run: TrainedRun, fit: Fit) -> None:
    again = TEST.fit(run)
    for name, array in fit.arrays.items():
        assert_array_equal(again.arrays[name], array)


def test_the_network_that_is_kept_scores_documents_of_the_run(run: TrainedRun, fit: Fit) -> None:
    found, vectors = ReadScores.from_fit(fit), run.fit.main.vectors.astype(float)
    odds = found.log_odds(vectors, vectors[:3].mean(axis=0))
    inputs = (vectors - found.center) / found.scale
    mean = (vectors[:3].mean(axis=0) - found.center) / found.scale
    hidden = np.maximum(mean @ found.weights.first + inputs @ found.weights.second + found.weights.hidden, 0)
    np.testing.assert_allclose(odds, (hidden @ found.weights.out + found.weights.bias)[:, 0])


def test_pairs_are_what_was_read_later_and_what_was_not_read() -> None:
    read = np.array([[0, 1, 2, 3], [4, 5, 6, 7]])
    pairs, yes = drawn(read, 2, 10, 3, np.random.default_rng(0))
    assert pairs[yes].tolist() == [[0, 2], [0, 3], [1, 6], [1, 7]] and (~yes).sum() == 12
    assert not [pair for pair in pairs[~yes].tolist() if pair[1] in read[pair[0]]]


def test_measures_of_hand_made_rankings() -> None:
    scores, yes = np.arange(20.0)[::-1], np.arange(20) < 5
    rng = np.random.default_rng(0)
    assert measured(scores, yes, rng) == pytest.approx((1.0, 0.5))
    assert measured(-scores, yes, rng) == (0.0, 0.0)
    assert measured(np.zeros(20), yes, rng)[0] == 0.5
    assert np.mean([measured(np.zeros(20), yes, rng)[1] for _ in range(400)]) == pytest.approx(0.25, abs=0.03)


def test_the_sentence_says_what_every_draw_says(fit: Fit) -> None:
    found = ReadScores.from_fit(fit)
    network = replace(found, precision=np.array([[0.5, 0.5], [0.6, 0.7], [1, 1], [0.1, 0.1]]))
    assert sentence(network) == (
        "Of the first 10, 65% are read by the network, 50% by the inner product, 10% by chance: the network ranks "
        "better in every draw."
    )
    product = replace(found, precision=np.array([[0.5, 0.5], [0.4, 0.3], [1, 1], [0.1, 0.1]]))
    assert sentence(product).endswith("the inner product ranks better in every draw.")
    either = replace(found, precision=np.array([[0.5, 0.5], [0.4, 0.6], [1, 1], [0.1, 0.1]]))
    assert sentence(either).endswith("now one ranks better, now the other.")


def test_too_few_documents_or_labels_are_refused(run: TrainedRun) -> None:
    with pytest.raises(InputError, match="Let them read at most") as caught:
        TEST.replace(most=50, n_read=100).fit(run)
    assert caught.value.code == "E-EVL-67"
    corpus: Corpus = replace(run.dataset, document_labels=())
    with pytest.raises(InputError) as caught:
        TEST.fit(replace(run, dataset=corpus))
    assert caught.value.code == "E-EVL-43"
