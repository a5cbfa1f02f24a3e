"""k, M, Y: counted by hand, beside the mini-corpus and the learners' own counts, and the best low rank."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.datasets.text.corpus import Corpus
from engine.insight.words.mini_corpus import CELLS, Cells, mini_corpus
from engine.insight.words.pmi import Target
from engine.insight.words.similarity_matrix import counted, low_rank
from engine.learners.words.skipgram import SkipGram
from tests.engine.insight.words.test_pmi import corpus_of
from tests.examples import corpus as two_topics

TEXT = ("the dog ran in the park", "a dog in a park", "the cat")


def all_words(corpus: Corpus) -> list[int]:
    return list(range(corpus.n_words))


@pytest.mark.parametrize("kind", CELLS)
@pytest.mark.parametrize("window", [1, 3])
def test_plain_counts_are_those_of_the_mini_corpus(kind: Cells, window: int) -> None:
    corpus, mini = corpus_of(*TEXT), mini_corpus("\n".join(TEXT), window, ends=False)
    found = counted(corpus, all_words(corpus), Target((1.0,) * window)).cells(kind)
    at = [mini.words.index(word) for word in corpus.words]
    assert_allclose(found, mini.cells(kind)[np.ix_(at, at)], atol=1e-12)


def test_what_follows_is_counted_by_hand() -> None:
    corpus = corpus_of(*TEXT)
    found = counted(corpus, all_words(corpus), Target((1.0,)), "right")
    the, dog, a, cat = (corpus.index[word] for word in ("the", "dog", "a", "cat"))
    # the bigrams: the dog, dog ran, ran in, in the, the park, a dog, dog in, in a, a park, the cat
    assert found.near.sum() == 10 and found.near[the].sum() == 3 and found.near[:, dog].sum() == 2
    assert (found.near[the, dog], found.near[dog, the], found.near[a, dog]) == (1, 0, 1)
    assert_allclose(found.ratios[the, dog], 1 * 10 / (3 * 2))
    assert_allclose(found.ratios[the, cat], 1 * 10 / (3 * 1))
    assert found.ratios[dog, the] == 0 and np.isnan(found.cells("log")[dog, the])
    assert found.near[cat].sum() == 0 and (found.ratios[cat] == 0).all()


@pytest.mark.parametrize("learner", [SkipGram(window=3, sample=0.0), SkipGram(window=2)])
def test_both_directions_of_what_follows_are_all_neighbors(learner: SkipGram) -> None:
    corpus = two_topics(n_tokens=2_000)
    words = all_words(corpus)
    target = Target(learner.target().weights)
    right = counted(corpus, words, target, "right").near
    whole = counted(corpus, words, target).near
    assert_allclose(right + right.T, whole)
    assert (right != right.T).any()
    counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, learner.window, "linear").toarray()
    assert_allclose(whole, counts, rtol=1e-6)
    smoothed = Target(target.weights, 0.75)
    shares = right.sum(axis=0) ** 0.75
    expected = right / right.sum(axis=1, keepdims=True) / (shares / shares.sum())
    assert_allclose(counted(corpus, words, smoothed, "right").ratios, expected)


def test_telling_contexts_are_those_beyond_chance() -> None:
    corpus = corpus_of("x a b", "x a b", "y c d", "y c d")
    found = counted(corpus, [corpus.index["x"]], Target((1.0, 1.0)))
    assert {corpus.words[row] for row in found.telling(10)} == {"a", "b"}
    assert len(found.telling(1)) == 1


@pytest.mark.parametrize("rank", [1, 2, 3])
def test_low_rank_is_the_best_one(rank: int) -> None:
    matrix = np.random.default_rng(0).normal(size=(4, 6))
    matrix[1, 2] = np.nan
    found = low_rank(matrix, rank)
    filled = np.nan_to_num(matrix)
    values, vectors = np.linalg.eigh(filled @ filled.T)
    projected = vectors[:, -rank:] @ vectors[:, -rank:].T @ filled
    assert_allclose(found.made, projected, atol=1e-12)
    assert_allclose(found.left @ found.right.T, found.made)
    assert_allclose(found.error, np.square(filled - projected).sum() / np.square(filled).sum())
    assert_allclose(np.square(found.values), values[::-1])
    assert_allclose(np.linalg.norm(found.left, axis=0), np.linalg.norm(found.right, axis=0))


def test_a_matrix_by_hand() -> None:
    found = low_rank(np.array([[3.0, 0.0], [0.0, 1.0]]), 1)
    assert_allclose(found.made, [[3, 0], [0, 0]])
    assert_allclose(found.error, 0.1)
    assert_array_equal(low_rank(np.zeros((2, 3)), 1).made, np.zeros((2, 3)))
    assert low_rank(np.zeros((2, 3)), 1).error == 0
