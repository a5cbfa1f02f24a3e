"""The numbers of "how it works", counted and differentiated by hand."""

from collections import Counter

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.counting.cooccurrence import WEIGHTINGS, cooccurrence, distance_weights
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.explain import negative_sampling_step, pmi_cell
from engine.learners.words.ppmi_svd import ppmi
from tests.examples import corpus as two_topics


def corpus_of(*sentences: str) -> Corpus:
    tokens = [word for sentence in sentences for word in sentence.split()]
    counts = Counter(tokens)
    words = tuple(sorted(counts, key=lambda word: -counts[word]))
    offsets = np.cumsum([0, *(len(sentence.split()) for sentence in sentences)])
    ids = np.array([words.index(word) for word in tokens])
    return Corpus(ids, offsets, np.array([0, len(tokens)]), words, np.array([counts[word] for word in words]))


def test_counts_of_a_small_corpus() -> None:
    corpus = corpus_of("the dog ran in the park", "a dog", "alone")
    dog, the = corpus.index["dog"], corpus.index["the"]
    cell = pmi_cell(corpus, dog, the, window=2, smoothing=1.0)
    # the-dog once; dog has 3 neighbors in the first sentence and 1 in the second; the: 2 and 3; in all 18 and 2
    assert (cell.pair, cell.word, cell.context, cell.total) == (1, 4, 5, 20)
    assert_allclose(cell.pmi, np.log(1 * 20 / (4 * 5)), atol=1e-12)
    assert cell.value == 0
    with pytest.raises(InputError, match="alone"):
        pmi_cell(corpus, dog, corpus.index["alone"])


@pytest.mark.parametrize("weights", [(), (1.0, 0.5, 0.25)])
def test_equals_the_whole_matrix_counted_pair_by_pair(weights: tuple[float, ...]) -> None:
    corpus = two_topics(n_tokens=2_000)
    matrix = np.zeros((40, 40))
    for start, end in zip(corpus.sentences[:-1], corpus.sentences[1:], strict=True):
        for i in range(start, end):
            for j in range(start, end):
                if 0 < abs(i - j) <= 3:
                    matrix[corpus.tokens[i], corpus.tokens[j]] += (weights or (1, 1, 1))[abs(i - j) - 1]
    context = matrix.sum(axis=0) ** 0.75
    w, c = corpus.index["a1"], corpus.index["a3"]
    expected = np.log(matrix[w, c] / matrix[w].sum() / (context[c] / context.sum()))
    cell = pmi_cell(corpus, w, c, window=3, weights=weights)
    assert_allclose([cell.pair, cell.word, cell.context], [matrix[w, c], matrix[w].sum(), matrix[:, c].sum()])
    assert_allclose([cell.total, cell.pmi], [matrix.sum(), expected])
    assert_allclose(pmi_cell(corpus, w, c, 3, shift=1.2, weights=weights).value, max(0, expected - np.log(1.2)))


def test_words_that_never_meet() -> None:
    cell = pmi_cell(corpus_of("a b", "c d"), 0, 2)
    assert (cell.pair, cell.pmi, cell.value) == (0, -np.inf, 0)


def loss(v: np.ndarray, u: np.ndarray) -> float:
    signs = np.array([1] + [-1] * (len(u) - 1))
    return float(-np.log(1 / (1 + np.exp(-signs * (u @ v)))).sum())


@pytest.fixture
def vectors() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    return generator.normal(size=6), generator.normal(size=(4, 6))


def test_step_follows_the_numerical_gradient(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    step = negative_sampling_step(("w", "true", "n1", "n2", "n3"), v, u, 0.1)
    moved_v, moved_u = v.copy(), u.copy()
    for array, moved in ((v, moved_v), (u, moved_u)):
        for place in np.ndindex(array.shape):
            there, back = array[place] + 1e-6, array[place] - 1e-6
            old = array[place]
            array[place] = there
            high = loss(v, u)
            array[place] = back
            low = loss(v, u)
            array[place] = old
            moved[place] -= 0.1 * (high - low) / 2e-6
    assert_allclose([sample.score_after for sample in step.samples], moved_u @ moved_v, rtol=1e-6)
    assert_allclose([step.loss_before, step.loss_after], [loss(v, u), loss(moved_v, moved_u)], rtol=1e-6)
    assert step.loss_after < step.loss_before


def test_step_names_its_numbers(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    true, *noise = negative_sampling_step(("w", "true", "n1", "n2", "n3"), v, u).samples
    assert (true.word, true.label) == ("true", 1)
    assert [sample.word for sample in noise] == ["n1", "n2", "n3"]
    assert_allclose(true.score, u[0] @ v)
    assert_allclose(true.gradient, true.probability - 1)
    assert all(sample.gradient == sample.probability > 0 for sample in noise)
    assert true.score_after > true.score


def test_large_scores_do_not_overflow() -> None:
    step = negative_sampling_step(("w", "c", "n"), np.array([1e4]), np.array([[-1.0], [1.0]]))
    assert_allclose([step.loss_before, step.samples[0].probability, step.samples[1].probability], [2e4, 0, 1])


def test_the_cell_shown_is_the_cell_trained_on() -> None:
    corpus = two_topics()
    for weighting in WEIGHTINGS:
        matrix = ppmi(cooccurrence(corpus, 4, weighting), smoothing=0.75, shift=2).toarray()
        weights = distance_weights(4, weighting).tolist()
        for word, context in ((0, 1), (3, 3), (5, 20), (39, 2)):
            cell = pmi_cell(corpus, word, context, 4, 0.75, 2, weights)
            assert_allclose(cell.value, matrix[word, context], rtol=1e-9, atol=1e-12)
