"""The training of words made of parts: what is handed on to them, against plain skip-gram and by hand."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.fasttext import cpu
from engine.algorithms.fasttext.ngrams import NGrams, Parts, parts
from engine.algorithms.skipgram import cpu as skipgram
from engine.algorithms.skipgram.negative_sampling import Settings, initial_vectors
from tests.examples import corpus

SETTINGS = Settings(20, 3, 5, 2, 0.05, 0.0, 0.75, 4)


def never(*_: object) -> bool:
    return False


def alone(n_words: int) -> Parts:
    """Words whose only part is their own vector."""
    nothing = NGrams(3, 6, np.array([], dtype=np.uint64), 0)
    return Parts(nothing, 0, np.arange(n_words + 1), np.arange(n_words, dtype=np.int32))


def test_words_without_ngrams_learn_as_by_skip_gram() -> None:
    """Sentences in which no word stands twice: a word's vector is handed on before it is needed again.

    Rounding changes a cell of the sigmoid's table now and then.
    """
    generator = np.random.default_rng(0)
    tokens = np.concatenate([generator.permutation(12) for _ in range(200)]).astype(np.int32)
    sentences, counts = np.arange(0, len(tokens) + 1, 12), np.full(12, 200)
    words, ngrams, contexts = cpu.train(tokens, sentences, counts, alone(12), SETTINGS, never)
    plain = skipgram.train(tokens, sentences, counts, SETTINGS, never)
    assert ngrams.shape == (0, 20)
    assert_allclose(words, plain[0], atol=5e-4)
    assert_allclose(contexts, plain[1], atol=5e-4)
    assert np.abs(words).max() > 0.1


def test_vectors_are_the_means_of_their_parts_and_every_part_takes_the_whole_step() -> None:
    text = corpus(n_tokens=2_000)
    made_of = parts(text.words, 2, 3, 1_000)
    words, ngrams, _ = cpu.train(text.tokens, text.sentences, text.counts, made_of, SETTINGS, never)
    start = initial_vectors(made_of.n_rows, SETTINGS)
    moved = ngrams - start[text.n_words :]
    for word, label in enumerate(text.words):
        rows = made_of.ngrams.named(label)[1]
        n_parts = 1 + len(rows)
        own = n_parts * words[word] - ngrams[rows].sum(axis=0)
        # An n-gram of one word alone moved as often, and as far, as the word's own vector.
        for row in rows:
            holders = [other for other in text.words if row in made_of.ngrams.named(other)[1]]
            if holders == [label] and list(rows).count(row) == 1:
                assert_allclose(moved[row], own - start[word], atol=2e-5)
    assert np.abs(moved).max() > 0.01


def test_a_shared_ngram_moves_by_what_all_its_words_move() -> None:
    """ "<a" is in every word of one topic: its move is the sum of those of the words' own vectors."""
    text = corpus(n_tokens=2_000)
    made_of = parts(text.words, 2, 2, 1_000)
    words, ngrams, _ = cpu.train(text.tokens, text.sentences, text.counts, made_of, SETTINGS, never)
    start = initial_vectors(made_of.n_rows, SETTINGS)
    total = np.zeros(20)
    for word, label in enumerate(text.words):
        if label.startswith("a"):
            rows = made_of.ngrams.named(label)[1]
            own = (1 + len(rows)) * words[word].astype(float) - ngrams[rows].astype(float).sum(axis=0)
            total += own - start[word]
    row = made_of.ngrams.named("a0")[1][0]
    assert_allclose(ngrams[row] - start[text.n_words + row], total, atol=1e-4)


def test_rows_are_put_together_as_they_are_asked_for() -> None:
    text = corpus()
    made_of = parts(text.words, 2, 3, 1_000)
    seen = []

    def observe(done: int, loss: float, rate: float, words: np.ndarray, contexts: np.ndarray) -> bool:
        seen.append((words[3], words[np.array([3, 5])], words[:7]))
        return False

    words, _, _ = cpu.train(text.tokens, text.sentences, text.counts, made_of, SETTINGS, observe)
    one, two, seven = seen[-1]
    assert one.shape == (20,) and two.shape == (2, 20) and seven.shape == (7, 20)
    assert_array_equal(one, words[3])
    assert_array_equal(two, words[[3, 5]])
    assert_array_equal(seven, words[:7])


@pytest.mark.parametrize("threads", [1, 2])
def test_one_thread_gives_the_same_bytes_and_two_nearly_the_same(threads: int) -> None:
    text = corpus()
    made_of = parts(text.words, 2, 3, 1_000)
    settings = Settings(20, 3, 5, 4, 0.05, 0.0, 0.75, 4, threads)
    first, second = (cpu.train(text.tokens, text.sentences, text.counts, made_of, settings, never) for _ in range(2))
    for one, other in zip(first, second, strict=True):
        if threads == 1:
            assert_array_equal(one, other)
        assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.95
