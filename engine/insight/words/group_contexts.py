"""Which words stand near the words of a group."""

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.insight.words.concordance import neighborhoods


def context_counts(corpus: Corpus, words: np.ndarray, window: int) -> np.ndarray:
    """How often each word of the corpus stands at most `window` words from one of `words` (ids), int64 (n_words,)."""
    counts = np.zeros(corpus.n_words, dtype=np.int64)
    for _, places, _ in neighborhoods(corpus, np.flatnonzero(np.isin(corpus.tokens, words)), window):
        counts += np.bincount(corpus.tokens[places], minlength=corpus.n_words)
    return counts
