"""A text of a few sentences: the matrix of a well-known exercise, and the definitions by an independent route."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.algorithms.counting.pmi import ppmi
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.mini_corpus import MOST_SENTENCES, MOST_WORDS, Pair, mini_corpus

GOLD = "all that glitters is not gold\nall is well that ends well"
TEXTS = [GOLD, "a b c a\nb a\nd d d", "one two"]


def test_the_matrix_of_stanfords_first_exercise() -> None:
    """CS224n, assignment 1: window 1, with START and END."""
    corpus = mini_corpus(GOLD, 1, ends=True)
    assert corpus.words == ("START", "all", "that", "glitters", "is", "not", "gold", "well", "ends", "END")
    assert_array_equal(
        corpus.counts,
        [
            [0, 2, 0, 0, 0, 0, 0, 0, 0, 0],
            [2, 0, 1, 0, 1, 0, 0, 0, 0, 0],
            [0, 1, 0, 1, 0, 0, 0, 1, 1, 0],
            [0, 0, 1, 0, 1, 0, 0, 0, 0, 0],
            [0, 1, 0, 1, 0, 1, 0, 1, 0, 0],
            [0, 0, 0, 0, 1, 0, 1, 0, 0, 0],
            [0, 0, 0, 0, 0, 1, 0, 0, 0, 1],
            [0, 0, 1, 0, 1, 0, 0, 0, 1, 1],
            [0, 0, 1, 0, 0, 0, 0, 1, 0, 0],
            [0, 0, 0, 0, 0, 0, 1, 1, 0, 0],
        ],
    )


def test_the_matrix_that_stanfords_notebook_prints() -> None:
    """The same with its own spelling, its words in its order: its ``M_test_ans``."""
    corpus = mini_corpus("All that glitters isn't gold\nAll's well that ends well", 1, ends=True)
    order = ["END", "START", "all", "all's", "ends", "glitters", "gold", "isn't", "that", "well"]
    at = [corpus.words.index(word) for word in order]
    assert len(corpus.words) == 10
    assert_array_equal(
        corpus.counts[np.ix_(at, at)],
        [
            [0, 0, 0, 0, 0, 0, 1, 0, 0, 1],
            [0, 0, 1, 1, 0, 0, 0, 0, 0, 0],
            [0, 1, 0, 0, 0, 0, 0, 0, 1, 0],
            [0, 1, 0, 0, 0, 0, 0, 0, 0, 1],
            [0, 0, 0, 0, 0, 0, 0, 0, 1, 1],
            [0, 0, 0, 0, 0, 0, 0, 1, 1, 0],
            [1, 0, 0, 0, 0, 0, 0, 1, 0, 0],
            [0, 0, 0, 0, 0, 1, 1, 0, 0, 0],
            [0, 0, 1, 0, 1, 1, 0, 0, 0, 1],
            [1, 0, 0, 1, 1, 0, 0, 0, 1, 0],
        ],
    )


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("window", [1, 2, 5])
def test_counts_and_ppmi_are_those_of_the_learners(text: str, window: int) -> None:
    mini = mini_corpus(text, window, ends=False)
    index = {word: row for row, word in enumerate(mini.words)}
    tokens = np.array([index[word] for sentence in mini.sentences for word in sentence], dtype=np.int32)
    sentences = np.cumsum([0, *map(len, mini.sentences)])
    counts = cooccurrence(tokens, sentences, np.bincount(tokens), window, "equal")
    assert_array_equal(mini.counts, counts.toarray())
    assert_allclose(mini.cells("positive"), ppmi(counts).toarray(), atol=1e-12)
    assert_allclose(mini.cells("ratio"), np.exp(np.nan_to_num(mini.cells("log"), nan=-np.inf)))
    assert_array_equal(np.isnan(mini.cells("log")), mini.counts == 0)


def test_words_are_those_of_the_tokenizer() -> None:
    line = "It isn't the mother-in-law's cat, is it?"
    corpus = Corpus.from_sentences([line, "Ten different words so that this corpus is long enough, please."])
    (sentence,) = mini_corpus(line, 1, ends=False).sentences
    assert sentence == tuple(corpus.words[token] for token in corpus.tokens[: corpus.sentences[1]])


def test_pairs_by_window() -> None:
    pairs = list(mini_corpus("A b c!\nd", 1, ends=False).pairs())
    assert pairs == [Pair(1, "a", "b", 1), Pair(1, "b", "a", -1), Pair(1, "b", "c", 1), Pair(1, "c", "b", -1)]
    assert len(list(mini_corpus("a b c", 2, ends=False).pairs())) == 6
    assert [pair.context for pair in mini_corpus("a b", 1, ends=True).pairs() if pair.word == "a"] == ["START", "b"]


@pytest.mark.parametrize("kind", ["count", "ratio", "log", "positive"])
def test_places_are_the_best_of_two_dimensions(kind) -> None:  # type: ignore[no-untyped-def]
    corpus = mini_corpus(GOLD, 2, ends=True)
    matrix = np.nan_to_num(corpus.cells(kind))
    plane = corpus.plane(kind)
    values, vectors = np.linalg.eigh(matrix @ matrix.T)
    assert_allclose(plane.places @ plane.places.T, vectors[:, -2:] * values[-2:] @ vectors[:, -2:].T, atol=1e-9)
    assert_allclose(plane.shown, values[-2:].sum() / np.square(matrix).sum())


def test_one_pair_of_words_has_a_plane() -> None:
    plane = mini_corpus("one two", 1, ends=False).plane("count")
    assert_allclose(plane.places @ plane.places.T, np.eye(2), atol=1e-12)
    assert_allclose(plane.shown, 1)


@pytest.mark.parametrize(
    "text",
    ["", "one", "one\ntwo\n", "...", "a b\n" * (MOST_SENTENCES + 1), " ".join(f"w{n}" for n in range(MOST_WORDS + 1)),
     "a " * 4_000],
)  # fmt: skip
def test_too_little_and_too_much_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        mini_corpus(text, 1, ends=True)
