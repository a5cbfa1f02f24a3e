"""Phrases of a text: windows around its words, words drawn to be switched in, and phrases that are held out."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

HELD_OUT = 20
"""One of so many sentences is held out."""
MEASURED = 4_000
"""Held-out phrases that are measured on at most."""
UNSEEN = 1.0
"""So many occurrences are added to the counts of pairs, shared among all words by their frequency."""


class Text:
    """Where the words of a text stand."""

    def __init__(self, tokens: np.ndarray, sentences: np.ndarray, edge: int) -> None:
        """tokens: int32 (t,); sentences: int64 (s + 1,), offsets; edge: stands for what lies beyond a sentence."""
        self.tokens, self.edge = tokens, edge
        self.n_sentences = len(sentences) - 1
        self.sentence_of = np.repeat(np.arange(self.n_sentences, dtype=np.int32), np.diff(sentences))

    def windows(self, places: np.ndarray, size: int) -> np.ndarray:
        """The phrases of `size` words around the words in some places, int32 (m, size)."""
        around = places[:, None] + np.arange(size) - size // 2
        known = np.clip(around, 0, len(self.tokens) - 1)
        inside = (known == around) & (self.sentence_of[known] == self.sentence_of[places][:, None])
        return np.where(inside, self.tokens[known], self.edge).astype(np.int32)


class Noise:
    """Words drawn by count^power."""

    def __init__(self, counts: np.ndarray, power: float, rng: np.random.Generator) -> None:
        chance = np.where(counts > 0, np.maximum(counts, 1).astype(np.float64) ** power, 0)
        self._steps, self._rng = np.cumsum(chance / chance.sum())[:-1], rng

    def draw(self, n: int) -> np.ndarray:
        """Words, int32 (n,)."""
        return np.searchsorted(self._steps, self._rng.random(n), side="right").astype(np.int32)


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Phrases of the text that are not learned from, and the same with another word in the middle: int32 (m, n)."""

    valid: np.ndarray
    switched: np.ndarray

    def accuracy(self, scores: Callable[[np.ndarray], np.ndarray]) -> float:
        """Share of the phrases that score above their switched ones; equal ones count half."""
        real, false = scores(self.valid), scores(self.switched)
        return float((real > false).mean() + 0.5 * (real == false).mean())


def split(text: Text, size: int, noise: Noise, rng: np.random.Generator) -> tuple[np.ndarray, HeldOut | None]:
    """Places to learn from, and phrases of whole sentences held out; None of a text of too few sentences."""
    if text.n_sentences < HELD_OUT:
        return np.arange(len(text.tokens)), None
    chosen = np.zeros(text.n_sentences, dtype=bool)
    chosen[rng.permutation(text.n_sentences)[: text.n_sentences // HELD_OUT]] = True
    held = chosen[text.sentence_of]
    places = np.sort(rng.permutation(np.flatnonzero(held))[:MEASURED])
    valid = text.windows(places, size)
    switched = valid.copy()
    switched[:, size // 2] = noise.draw(len(valid))
    other = switched[:, size // 2] != valid[:, size // 2]
    if held.all() or not other.any():
        return np.arange(len(text.tokens)), None
    return np.flatnonzero(~held), HeldOut(valid[other], switched[other])


class Bigrams:
    """How likely the middle word of a phrase is between its two neighbors, by counts of pairs of adjacent words."""

    def __init__(self, text: Text, places: np.ndarray) -> None:
        """places: the words that are counted, each with the one before and the one after it."""
        self._n = text.edge + 1
        before, middle, after = text.windows(places, 3).T.astype(np.int64)
        self._share = np.bincount(np.concatenate([middle, after]), minlength=self._n) / (2 * len(places))
        self._pairs = [np.unique(pairs, return_counts=True) for pairs in (before * self._n + middle,
                       middle * self._n + after)]  # fmt: skip
        self._firsts = [np.bincount(first, minlength=self._n) for first in (before, middle)]

    def scores(self, phrases: np.ndarray) -> np.ndarray:
        """ln P(middle | before) + ln P(after | middle) of phrases (m, n), float64 (m,)."""
        middle = phrases.shape[1] // 2
        before, word, after = phrases[:, middle - 1 : middle + 2].T.astype(np.int64)
        return self._logarithm(0, before, word) + self._logarithm(1, word, after)

    def _logarithm(self, which: int, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        known, counts = self._pairs[which]
        wanted = first * self._n + second
        at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
        met = np.where(known[at] == wanted, counts[at], 0)
        share = np.maximum(self._share[second], 1e-12)
        return np.log((met + UNSEEN * share) / (self._firsts[which][first] + UNSEEN))
