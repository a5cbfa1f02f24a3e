"""Classification of documents: labels of the toy world are told, shuffled ones are not, and words add up."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.softmax_regression import logits
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.evaluation.documents.classification import (
    FEWEST,
    ClassScores,
    DocumentClassification,
    bag_of_words,
    by_bag,
    by_run,
    folds_of,
    labeled,
    other_methods,
)
from engine.evaluation.trained_run import TrainedRun
from engine.fit import Fit
from engine.learners.documents.lsa import LSA
from engine.learners.documents.word_mean import WordMean
from engine.learners.documents.words_in_a_row import WordsInARow

LEARNER = WordMean(20, min_count=2)
TEST = DocumentClassification(n_folds=2)


@pytest.fixture(scope="module")
def world() -> Corpus:
    return ToyWorld(n_tokens=20_000).load()


@pytest.fixture(scope="module")
def fit(world: Corpus) -> Fit:
    return LEARNER.fit(world)


@pytest.fixture(scope="module")
def scores(world: Corpus, fit: Fit) -> ClassScores:
    return ClassScores.from_fit(TEST.fit(TrainedRun(LEARNER, fit, world)))


def test_labels_are_told_better_the_more_are_known(world: Corpus, scores: ClassScores) -> None:
    assert scores.names[:2] == ("Bag of words", "This run: Mean of word vectors") and len(scores.names) == 5
    means = scores.accuracies.mean(axis=2)
    assert (means[:, -1] > scores.majority.mean(axis=1)[-1] + 0.2).all()
    assert (means[:, -1] > means[:, 0]).all()
    assert means[0, -1] > 0.9
    n = len(labeled(LEARNER.counted(world), world, 10**6, 0)[0])
    assert scores.sizes[-1] == n // 2


def test_shuffled_labels_are_not_told(world: Corpus, fit: Fit) -> None:
    labels = tuple(np.random.default_rng(0).permutation(world.document_labels).tolist())
    found = ClassScores.from_fit(TEST.fit(TrainedRun(LEARNER, fit, replace(world, document_labels=labels))))
    assert (found.accuracies.mean(axis=2)[:, -1] < found.majority.mean() + 0.1).all()


def test_a_text_is_classified_and_its_words_add_up(world: Corpus, fit: Fit, scores: ClassScores) -> None:
    found = LEARNER.counted(world)
    rows, targets, _ = labeled(found, world, TEST.most, TEST.seed)
    told = []
    for row, target in zip(rows[:40], targets[:40], strict=True):
        words = " ".join(found.text(row)).split()
        decided = by_bag(found, scores, words)
        odds = logits(bag_of_words(found, found.counts)[[row]], scores.bag)[0]
        assert_allclose(decided.parts.sum(axis=0) + decided.rest, odds, atol=1e-9)
        expected = logits(fit.main.vectors[[row]].astype(float), scores.run)[0]
        assert_allclose(np.log(by_run(LEARNER, fit, world, scores, words)), expected - np.log(np.exp(expected).sum()),
                        atol=1e-3)  # fmt: skip
        told.append(decided.chances.argmax() == target)
    assert np.mean(told) > 0.95
    nothing = by_bag(found, scores, ["nowhere"])
    assert nothing.terms == () and nothing.chances.sum() == pytest.approx(1)


def test_the_same_bytes_again(world: Corpus, fit: Fit, scores: ClassScores) -> None:
    again = ClassScores.from_fit(TEST.fit(TrainedRun(LEARNER, fit, world)))
    np.testing.assert_array_equal(again.accuracies, scores.accuracies)
    np.testing.assert_array_equal(again.run, scores.run)


def test_the_run_stands_for_its_own_method() -> None:
    names = {cls.name for cls in other_methods(LSA()).values()}
    assert names == {"word_mean", "words_in_a_row"}
    left = other_methods(WordsInARow(min_count=7))
    assert [getattr(each, "blocks", "") for each in left.values()] == ["", "principal", ""]
    assert all(each.min_count == 7 for each in left.values())


def test_folds_spread_every_class_evenly() -> None:
    targets = np.random.default_rng(0).choice(3, 100, p=[0.6, 0.3, 0.1])
    folds = folds_of(targets, 4, 0)
    table = np.array([np.bincount(targets[folds == fold], minlength=3) for fold in range(4)])
    assert (np.ptp(table, axis=0) <= 1).all() and table.sum() == 100


def test_without_labels_it_is_refused(world: Corpus, fit: Fit) -> None:
    bare = TrainedRun(LEARNER, fit, replace(world, document_labels=()))
    with pytest.raises(InputError, match=f"on {FEWEST} documents") as caught:
        TEST.fit(bare)
    assert caught.value.code == "E-EVL-43"
