"""What counts alone would guess: the word most often seen between two neighbors, after one, before one, or at all."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.contextual.pieces import Neighborhoods


@dataclass(frozen=True, eq=False)
class Guesser:
    """keys: int64 (k,), rising. words: (k,) the most frequent word of each. shares: (k,) its share of the key's."""

    keys: np.ndarray
    words: np.ndarray
    shares: np.ndarray

    @classmethod
    def of(cls, keys: np.ndarray, words: np.ndarray) -> "Guesser":
        """Count words int64 (n,) by keys int64 (n,); of words that are equally frequent, the first by number."""
        n_words = int(words.max()) + 1
        order = np.argsort(keys, kind="stable")
        names, starts = np.unique(keys[order], return_index=True)
        place = np.repeat(np.arange(len(names)), np.diff([*starts, len(keys)]))
        pairs, counts = np.unique(place * n_words + words[order], return_counts=True)
        group, word = np.divmod(pairs, n_words)
        best = np.lexsort((word, -counts, group))
        first = best[np.unique(group[best], return_index=True)[1]]
        totals = np.bincount(place)
        return cls(names, word[first], counts[first] / totals)

    def of_keys(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The guess for each key, -1 for one never seen, and its share, 0 for such."""
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        seen = self.keys[at] == keys
        return np.where(seen, self.words[at], -1), np.where(seen, self.shares[at], 0.0)


def accuracies(seen: Neighborhoods, asked: Neighborhoods, n_words: int) -> dict[str, float]:
    """Share of the asked words that are guessed right from counts of the seen ones.

    "unigram": always the most frequent word. "next": by the left neighbor. "previous": by the right one. "between": by
    both, or, where these two were never seen around a word, by the one whose guess is surer.
    """
    size = n_words + 1
    after, after_share = Guesser.of(seen.left, seen.words).of_keys(asked.left)
    before, before_share = Guesser.of(seen.right, seen.words).of_keys(asked.right)
    both = Guesser.of(seen.left * size + seen.right, seen.words)
    between, _ = both.of_keys(asked.left * size + asked.right)
    between = np.where(between < 0, np.where(after_share >= before_share, after, before), between)
    guesses = {
        "unigram": np.bincount(seen.words).argmax(), "next": after, "previous": before, "between": between,
    }  # fmt: skip
    return {name: float((guess == asked.words).mean()) for name, guess in guesses.items()}
