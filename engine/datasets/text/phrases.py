"""Two words that are one name: New York, prime minister (Mikolov et al. 2013, section 4)."""

import numpy as np

from engine.datasets.text.tokenizer import STOP_WORDS

DISCOUNT = 5
"""Occurrences taken off a pair's count, so that pairs of rare words are not joined by chance."""


def scored(tokens: np.ndarray, sentences: np.ndarray, n_words: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Neighboring pairs that occur more than DISCOUNT times, and how far beyond chance.

    tokens: (n_tokens,) ids below `n_words`; sentences: (n_sentences + 1,) offsets, which no pair crosses.
    Returns first words, second words and scores (count(ab) - DISCOUNT) * n_tokens / (count(a) * count(b)).
    """
    counts = np.bincount(tokens, minlength=n_words)
    keys, pairs = np.unique(_keys(tokens, sentences, counts, n_words), return_counts=True)
    keys, pairs = keys[(pairs > DISCOUNT) & (keys >= 0)], pairs[(pairs > DISCOUNT) & (keys >= 0)]
    first, second = keys // n_words, keys % n_words
    return first, second, (pairs - DISCOUNT) * len(tokens) / (counts[first] * counts[second])


def join(
    tokens: np.ndarray, sentences: np.ndarray, words: list[str], threshold: float
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Replace each pair that scores above `threshold` by one new word `a_b`, from left to right in a sentence.

    Pairs with a function word ("in the", "i am") are left: in small texts they score high and are no names.
    Returns the new tokens, for each old position its new one, int64 (n_tokens + 1,), and the longer list of words.
    """
    first, second, scores = scored(tokens, sentences, len(words))
    functional = np.array([word.lower() in STOP_WORDS for word in words], dtype=bool)
    chosen = (scores > threshold) & ~functional[first] & ~functional[second]
    first, second = first[chosen], second[chosen]
    starts, phrase = _occurrences(tokens, sentences, first * len(words) + second, len(words))
    kept = np.ones(len(tokens), dtype=bool)
    kept[starts + 1] = False
    joined = tokens.copy()
    joined[starts] = len(words) + phrase
    moved = np.concatenate([[0], np.cumsum(kept)])
    names = [f"{words[a]}_{words[b]}" for a, b in zip(first, second, strict=True)]
    return joined[kept], moved, words + names


def _keys(tokens: np.ndarray, sentences: np.ndarray, counts: np.ndarray, n_words: int) -> np.ndarray:
    """int64 (n_tokens - 1,): a number for each pair of neighbors; -1 where a sentence ends or a word is too rare."""
    keys = tokens[:-1].astype(np.int64) * n_words + tokens[1:]
    rare = counts[tokens] <= DISCOUNT
    keys[rare[:-1] | rare[1:]] = -1
    ends = sentences[1:-1]
    keys[ends[(ends > 0) & (ends < len(tokens))] - 1] = -1
    return keys


def _occurrences(
    tokens: np.ndarray, sentences: np.ndarray, wanted: np.ndarray, n_words: int
) -> tuple[np.ndarray, np.ndarray]:
    """Positions where a wanted pair begins, without overlaps, and which one (its row in the sorted `wanted`)."""
    if not len(wanted):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    keys = _keys(tokens, sentences, np.bincount(tokens, minlength=n_words), n_words)
    rows = np.minimum(np.searchsorted(wanted, keys), len(wanted) - 1)
    at = np.flatnonzero(wanted[rows] == keys)
    run_starts = np.concatenate([[True], np.diff(at) > 1])
    run_start = at[run_starts][np.cumsum(run_starts) - 1]
    at = at[(at - run_start) % 2 == 0]  # of a b c with ab and bc, the left pair wins
    return at, rows[at]
