"""The odd one out asked many times: planted kinds, guesses, unknown words."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.evaluation.words.odd_one_out import ALIKE, CHANCE, OddOnes, groups, odd_ones

KINDS = {kind: tuple(f"{kind}{place}" for place in range(6)) for kind in ("a", "b", "c")}
WORDS = [word for words in KINDS.values() for word in words]


def planted(noise: float) -> Embedding:
    """Each kind has an axis of its own."""
    axes = np.repeat(np.eye(3), 6, axis=0)
    return Embedding(axes + noise * np.random.default_rng(0).normal(size=axes.shape), WORDS)


def test_planted_kinds_are_all_told_apart() -> None:
    assert odd_ones(planted(0.05), KINDS, 200, 0) == OddOnes(200, 200, 200)


def test_a_guess_is_right_by_chance() -> None:
    vectors = np.random.default_rng(1).normal(size=(18, 30))
    found = odd_ones(Embedding(vectors, WORDS), KINDS, 2_000, 0)
    different = 3 * 20 * 2 * 6  # kinds, triples of six words, other kinds, words of it
    assert found.asked == found.drawn == different
    assert found.accuracy == pytest.approx(CHANCE, abs=4 * np.sqrt(CHANCE * (1 - CHANCE) / 200))


def test_two_words_that_are_known_wrongly_are_counted_by_hand() -> None:
    """One word lies with another kind: each question that holds it beside two of its kind is answered with it."""
    kinds = {"a": ("p", "q", "r"), "b": ("x", "y", "z")}
    vectors = np.array([[1, 0], [1, 0.1], [0, 1], [0, 1], [0.1, 1], [0.05, 1]], dtype=float)
    found = odd_ones(Embedding(vectors, ["p", "q", "r", "x", "y", "z"]), kinds, 100, 0)
    assert found.asked == 6
    right = 0
    for alike, others in (((0, 1, 2), (3, 4, 5)), ((3, 4, 5), (0, 1, 2))):
        for odd in others:
            unit = vectors[[*alike, odd]] / np.linalg.norm(vectors[[*alike, odd]], axis=1)[:, None]
            right += int(np.argmin(unit @ unit.sum(axis=0)) == ALIKE)
    assert found.correct == right and 0 < right < 6


def test_unknown_words_are_passed_over_and_the_questions_are_the_same() -> None:
    whole, part = planted(0.05), planted(0.05).without([0])
    assert odd_ones(part, KINDS, 50, 3).drawn > odd_ones(whole, KINDS, 50, 3).drawn == 50
    nothing = odd_ones(Embedding(np.eye(2), ["p", "q"]), KINDS, 50, 0)
    assert (nothing.asked, nothing.correct) == (0, 0) and np.isnan(nothing.accuracy)
    assert odd_ones(whole, KINDS, 50, 3) == odd_ones(whole, KINDS, 50, 3)


@pytest.mark.parametrize("name", ["toy_world", "libraries"])
def test_groups_are_large_enough_and_share_no_word(name: str) -> None:
    found = groups(name)
    words = [word for group in found.values() for word in group]
    assert len(found) > 4 and all(len(group) > ALIKE for group in found.values())
    assert len(set(words)) == len(words)
