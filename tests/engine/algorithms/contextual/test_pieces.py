"""Sentences as rows, words that are hidden, and what counts guess: against cases worked out by hand."""

import numpy as np
import pytest

from engine.algorithms.contextual.counts import Guesser, accuracies
from engine.algorithms.contextual.pieces import Neighborhoods, Pieces, masked

TOKENS = np.array([0, 1, 2, 3, 4, 0, 1, 5], dtype=np.int32)
SENTENCES = np.array([0, 5, 5, 7, 8])


def pieces(longest: int = 3) -> Pieces:
    return Pieces.of(TOKENS, SENTENCES, 6, longest)


def test_long_sentences_are_cut_and_empty_ones_are_gone() -> None:
    found = pieces()
    assert found.starts.tolist() == [0, 3, 5, 7] and found.lengths.tolist() == [3, 2, 2, 1]
    rows, real = found.rows(np.arange(4))
    assert rows.tolist() == [[6, 0, 1, 2, 6], [6, 3, 4, 6, 6], [6, 0, 1, 6, 6], [6, 5, 6, 6, 6]]
    assert real.tolist() == [[True] * 5, [True] * 4 + [False], [True] * 4 + [False], [True] * 3 + [False] * 2]
    assert found.piece_of(np.array([0, 2, 3, 6, 7])).tolist() == [0, 0, 1, 2, 3]


def test_words_that_are_asked_about_are_found_in_the_rows() -> None:
    found = pieces()
    chosen, columns = found.asked(np.array([0, 2]), 100)
    rows, _ = found.rows(chosen)
    assert rows[np.arange(5), columns].tolist() == [0, 1, 2, 0, 1]
    near = Neighborhoods.of(found, chosen, columns)
    assert near.left.tolist() == [6, 0, 1, 6, 0] and near.right.tolist() == [1, 2, 6, 1, 6]
    assert len(found.asked(np.array([0, 2]), 2)[0]) == 2


def test_held_out_pieces_are_others_than_the_learned_ones() -> None:
    text = Pieces.of(np.zeros(300, np.int32), np.arange(0, 301, 3), 1, 5)
    learned, held_out = text.split(np.random.default_rng(0))
    assert len(held_out) == 5 and sorted([*learned, *held_out]) == list(range(100))
    assert [len(part) for part in pieces().split(np.random.default_rng(0))] == [3, 0]  # one word alone teaches nothing


def test_shares_of_what_is_masked_switched_and_left() -> None:
    text = Pieces.of(np.arange(50_000, dtype=np.int32) % 100, np.arange(0, 50_001, 10), 100, 10)
    rows, _ = text.rows(np.arange(5_000))
    hidden, told = masked(rows, text, 0.2, np.random.default_rng(0))
    words = rows != text.edge
    assert told[words].mean() == pytest.approx(0.2, abs=0.01) and not told[~words].any()
    assert (hidden[~told] == rows[~told]).all()
    assert (hidden[told] == text.mask).mean() == pytest.approx(0.8, abs=0.02)
    assert (hidden[told] == rows[told]).mean() == pytest.approx(0.101, abs=0.02)
    assert not (hidden == text.edge)[words].any()
    assert masked(rows[:1], text, 1e-9, np.random.default_rng(0))[1][0].sum() == 10  # never nothing at all


def test_guesses_by_counts() -> None:
    guesser = Guesser.of(np.array([4, 4, 4, 9, 9]), np.array([2, 1, 2, 3, 1]))
    words, shares = guesser.of_keys(np.array([4, 9, 5, 99]))
    assert words.tolist() == [2, 1, -1, -1]
    np.testing.assert_allclose(shares, [2 / 3, 1 / 2, 0, 0])


def test_accuracy_of_counts_by_hand() -> None:
    def near(left: list[int], words: list[int], right: list[int]) -> Neighborhoods:
        return Neighborhoods(np.array(left), np.array(words), np.array(right))

    seen = near([0, 0, 1, 1], [2, 2, 3, 2], [4, 4, 4, 0])
    asked = near([0, 1, 1, 0], [2, 3, 2, 3], [4, 4, 0, 0])
    found = accuracies(seen, asked, 5)
    # Always 2: right twice. After 0 comes 2, after 1 the first of 2 and 3. Before 4 comes 2, before 0 comes 2.
    # Between (0, 0) nothing was seen: both neighbors are sure of 2.
    assert found == {"unigram": 0.5, "next": 0.5, "previous": 0.5, "between": 0.75}
