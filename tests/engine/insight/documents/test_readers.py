"""Simulated readers read what they like; the product of a reader and a document adds up word by word."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.text.toy_world import ToyWorld
from engine.insight.documents.readers import parts, reader_of, simulated
from engine.learners.documents.contract import DocumentLearner
from engine.learners.documents.lsa import LSA
from engine.learners.documents.word_mean import WordMean


def test_readers_read_what_they_like() -> None:
    targets = np.arange(400) % 4
    found = simulated(targets, 300, 12, 0.0, np.random.default_rng(0))
    assert found.read.shape == (300, 12) and all(len(set(rows)) == 12 for rows in found.read.tolist())
    assert np.take_along_axis(found.likes, targets[found.read], axis=1).all()
    n_liked = found.likes.sum(axis=1)
    assert set(n_liked.tolist()) == {1, 2} and (n_liked == 2).mean() == pytest.approx(0.5, abs=0.1)
    assert_allclose(found.likes.sum(axis=0) / n_liked.sum(), 0.25, atol=0.05)


def test_noise_is_the_share_of_what_is_read_blindly() -> None:
    targets = np.arange(4_000) % 4
    found = simulated(targets, 300, 20, 0.4, np.random.default_rng(0))
    liked = np.take_along_axis(found.likes, targets[found.read], axis=1).mean(axis=1)
    expected = 0.6 + 0.4 * found.likes.mean(axis=1)
    assert liked.mean() == pytest.approx(expected.mean(), abs=0.02)


def test_of_two_labels_one_is_liked_and_what_is_liked_may_run_out() -> None:
    targets = np.array([0] * 5 + [1] * 30)
    found = simulated(targets, 50, 10, 0.0, np.random.default_rng(0))
    assert (found.likes.sum(axis=1) == 1).all()
    few = found.read[found.likes[:, 0]]
    assert ((targets[few] == 0).sum(axis=1) == 5).all()


def test_the_reader_is_the_mean() -> None:
    vectors = np.arange(12.0).reshape(4, 3)
    assert_allclose(reader_of(vectors, np.array([0, 2])), [3, 4, 5])
    assert_allclose(reader_of(vectors, np.array([[0, 2], [1, 3]])), [[3, 4, 5], [6, 7, 8]])


@pytest.mark.parametrize("learner", [LSA(8, min_count=2), WordMean(8, min_count=2)], ids=["lsa", "word_mean"])
def test_the_product_adds_up_word_by_word(learner: DocumentLearner) -> None:
    corpus = ToyWorld(n_tokens=20_000).load()
    fit = learner.fit(corpus)
    matrix, factors = learner.matrix(corpus), learner.factors(fit)
    mean = reader_of(fit.main.vectors.astype(float), np.array([3, 5, 8]))
    for row in (0, 7, 20):
        found = parts(matrix, factors, mean, row)
        assert sum(part.part for part in found) == pytest.approx(
            float(fit.main.vectors[row] @ mean), rel=1e-3, abs=1e-6
        )
        assert [part.part for part in found] == sorted((part.part for part in found), reverse=True)
        assert {part.term for part in found} == set(matrix[[row]].indices.tolist())
