"""Windows of a text by hand, words drawn by their power, phrases held out, and the counts they are compared with."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.validity.network import Network
from engine.algorithms.validity.phrases import HELD_OUT, Bigrams, HeldOut, Noise, Text, split


def test_windows_end_with_their_sentence() -> None:
    text = Text(np.array([0, 1, 2, 3, 1], dtype=np.int32), np.array([0, 3, 3, 5]), edge=9)
    assert_array_equal(
        text.windows(np.arange(5), 5),
        [[9, 9, 0, 1, 2], [9, 0, 1, 2, 9], [0, 1, 2, 9, 9], [9, 9, 3, 1, 9], [9, 3, 1, 9, 9]],
    )


def test_words_are_drawn_by_the_power_of_their_count() -> None:
    counts = np.array([100, 25, 0, 4])
    drawn = Noise(counts, 0.5, np.random.default_rng(0)).draw(40_000)
    assert_allclose(np.bincount(drawn, minlength=4) / 40_000, np.array([10, 5, 0, 2]) / 17, atol=0.01)


def test_whole_sentences_are_held_out_and_their_phrases_switched_in_the_middle() -> None:
    rng = np.random.default_rng(0)
    tokens = rng.integers(0, 50, 1_000).astype(np.int32)
    text = Text(tokens, np.arange(0, 1_001, 5), 50)
    learned, held_out = split(text, 5, Noise(np.bincount(tokens, minlength=50), 0.5, rng), rng)
    assert held_out is not None
    left = np.setdiff1d(np.arange(1_000), learned)
    assert len(left) == 1_000 // HELD_OUT and set(np.bincount(text.sentence_of[left])) == {0, 5}
    assert {tuple(window) for window in held_out.valid} <= {tuple(window) for window in text.windows(left, 5)}
    differs = held_out.valid != held_out.switched
    assert differs[:, 2].all() and not np.delete(differs, 2, axis=1).any()
    assert split(Text(tokens, np.array([0, 1_000]), 50), 5, Noise(np.ones(50), 0.5, rng), rng)[1] is None


def test_accuracy_counts_ties_by_half() -> None:
    phrases = HeldOut(np.array([[3], [1], [2], [5]]), np.array([[1], [3], [2], [0]]))
    assert phrases.accuracy(lambda each: each[:, 0]) == (2 + 0.5) / 4


def test_bigrams_are_logarithms_of_smoothed_shares() -> None:
    """The text "0 1 2 | 0 1" by hand; 3 is the edge."""
    text = Text(np.array([0, 1, 2, 0, 1], dtype=np.int32), np.array([0, 3, 5]), edge=3)
    bigrams = Bigrams(text, np.arange(5))
    share = np.array([2, 4, 2, 2]) / 10  # of the middle words 0 1 2 0 1, and of those after them 1 2 edge 1 edge
    after_0, after_1 = (2 + share[1]) / (2 + 1), (1 + share[2]) / (2 + 1)
    assert_allclose(bigrams.scores(np.array([[0, 1, 2]])), [np.log(after_0) + np.log(after_1)])
    assert_allclose(bigrams.scores(np.array([[3, 3, 0, 1, 9]]) % 4)[0],
                    np.log((2 + share[0]) / 3) + np.log((2 + share[1]) / 3))  # fmt: skip


def test_scores_with_every_word_in_a_place_are_those_of_the_phrases() -> None:
    rng = np.random.default_rng(0)
    network = Network.drawn(9, 3, 4, 7, rng)
    network.words[...] *= 20
    phrase = np.array([4, 0, 8])
    for place in range(3):
        phrases = np.repeat(phrase[None], 9, axis=0)
        phrases[:, place] = np.arange(9)
        assert_allclose(network.scores_with(phrase, place), network.scores(phrases), rtol=1e-4, atol=1e-5)
