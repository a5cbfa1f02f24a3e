"""One cell of the matrix behind a method, counted by hand."""

import re
from collections import Counter

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.counting.cooccurrence import WEIGHTINGS, cooccurrence, distance_weights
from engine.algorithms.counting.pmi import ppmi
from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.pmi import Target, of_cell, pmi_cell
from engine.learners.words.skipgram import SkipGram
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
    cell = pmi_cell(corpus, dog, the, Target((1.0, 1.0)))
    # the-dog once; dog has 3 neighbors in the first sentence and 1 in the second; the: 2 and 3; in all 18 and 2
    assert (cell.pair, cell.word, cell.context, cell.total) == (1, 4, 5, 20)
    assert_allclose(cell.pmi, np.log(1 * 20 / (4 * 5)), atol=1e-12)
    assert cell.value == 0
    with pytest.raises(InputError, match="alone"):
        pmi_cell(corpus, dog, corpus.index["alone"], Target((1.0,)))


@pytest.mark.parametrize("weights", [(1.0, 1.0, 1.0), (1.0, 0.5, 0.25)])
def test_equals_the_whole_matrix_counted_pair_by_pair(weights: tuple[float, ...]) -> None:
    corpus = two_topics(n_tokens=2_000)
    matrix = np.zeros((40, 40))
    for start, end in zip(corpus.sentences[:-1], corpus.sentences[1:], strict=True):
        for i in range(start, end):
            for j in range(start, end):
                if 0 < abs(i - j) <= 3:
                    matrix[corpus.tokens[i], corpus.tokens[j]] += weights[abs(i - j) - 1]
    context = matrix.sum(axis=0) ** 0.75
    w, c = corpus.index["a1"], corpus.index["a3"]
    expected = np.log(matrix[w, c] / matrix[w].sum() / (context[c] / context.sum()))
    cell = pmi_cell(corpus, w, c, Target(weights, 0.75))
    assert_allclose([cell.pair, cell.word, cell.context], [matrix[w, c], matrix[w].sum(), matrix[:, c].sum()])
    assert_allclose([cell.total, cell.pmi], [matrix.sum(), expected])
    assert_allclose(pmi_cell(corpus, w, c, Target(weights, 0.75, 1.2)).value, max(0, expected - np.log(1.2)))


def test_words_that_never_meet() -> None:
    cell = pmi_cell(corpus_of("a b", "c d"), 0, 2, Target((1.0,)))
    assert (cell.pair, cell.pmi, cell.value) == (0, -np.inf, 0)


def test_the_cell_shown_is_the_cell_trained_on() -> None:
    corpus = two_topics()
    for weighting in WEIGHTINGS:
        matrix = ppmi(
            cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, 4, weighting), smoothing=0.75, shift=2
        ).toarray()
        weights = tuple(distance_weights(4, weighting).tolist())
        for word, context in ((0, 1), (3, 3), (5, 20), (39, 2)):
            cell = pmi_cell(corpus, word, context, Target(weights, 0.75, 2))
            assert_allclose(cell.value, matrix[word, context], rtol=1e-9, atol=1e-12)


def test_what_skip_gram_tends_to_has_its_own_exponent_and_shift() -> None:
    learner = SkipGram(window=3, negative=7, ns_exponent=0.5, min_count=1)
    corpus = two_topics()
    target = learner.target()
    assert (target.weights, target.smoothing, target.shift) == ((1.0, 2 / 3, 1 / 3), 0.5, 7)
    counts = cooccurrence(corpus.tokens, corpus.sentences, corpus.counts, 3, "linear").toarray()
    counts *= keep_probability(corpus.counts, learner.sample)  # a context that is thinned out is not met
    noise = corpus.counts**0.5 / (corpus.counts**0.5).sum()
    met = counts > 0
    expected = np.log(counts[met] / counts.sum(axis=1)[np.nonzero(met)[0]] / noise[np.nonzero(met)[1]]) - np.log(7)
    cells = [pmi_cell(corpus, w, c, target).value for w, c in zip(*np.nonzero(met), strict=True)]
    assert_allclose(cells, expected)
    assert min(cells) < 0  # nothing is cut off at 0


@pytest.mark.parametrize("sample", [0.0, 0.01])
def test_inner_products_of_skip_gram_follow_the_cells(sample: float) -> None:
    corpus = two_topics(n_tokens=20_000)
    learner = SkipGram(n_components=32, window=4, negative=2, min_count=1, sample=sample, n_epochs=40)
    fit = learner.fit(corpus)
    pairs = [(w, c) for w in range(0, 40, 3) for c in range(40)]
    cells = np.array([pmi_cell(corpus, w, c, learner.target()).value for w, c in pairs])
    products = np.array([fit.main.vectors[w] @ fit.context.vectors[c] for w, c in pairs])
    met = np.isfinite(cells)
    assert np.corrcoef(cells[met], products[met])[0, 1] > 0.9


def test_the_cell_is_written_out_with_its_numbers() -> None:
    corpus = corpus_of("the dog ran in the park", "a dog")
    cell = pmi_cell(corpus, corpus.index["dog"], corpus.index["the"], Target((1.0, 1.0)))
    assert "never meet" not in of_cell(cell, "dog", "the").formulas[0]
    text = of_cell(cell, "dog", "the").caption
    assert "within 2 words" in text and "max(0, PMI - ln 1)" in text and "weighted" not in text
    assert "-0.250" in of_cell(cell, "dog", "the", product=-0.25).formulas[1]


def test_what_skip_gram_tends_to_is_written_out_without_what_cancels() -> None:
    """The formula's own numbers give its value, thinning included."""
    corpus = two_topics(n_tokens=2_000)
    learner = SkipGram(window=3, negative=7, min_count=1, sample=0.01)
    cell = pmi_cell(corpus, corpus.index["a1"], corpus.index["a3"], learner.target())
    told = of_cell(cell, "a1", "a3", product=0.5)
    pair, word, share, value = map(float, re.findall(r"\d[\d.]*(?:e-\d+)?", told.formulas[0].split("ln")[-1]))
    assert value == pytest.approx(np.log(pair / word / share), abs=0.02) and value == pytest.approx(cell.pmi, abs=6e-4)
    assert f"{cell.pmi - np.log(7):.3f}" in told.formulas[1]
    assert "thinned out" in told.caption and "count^0.75" in told.caption
