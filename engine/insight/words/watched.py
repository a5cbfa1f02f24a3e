"""The words whose neighbors are shown while a training runs, and those that are kept in its film."""

import numpy as np

from engine.arithmetic.lookup import found_in, listed
from engine.datasets.text.corpus import Corpus
from engine.insight.words.examples import telling

FRAME_ITEMS = 300
WATCHED = 3


def watched(corpus: Corpus, asked_for: str) -> tuple[list[int], tuple[str, ...]]:
    """Rows of the watched words, and notes about those that are asked for and are not watched."""
    asked = listed(asked_for, lambda word: found_in(corpus.index, word) is not None)
    rows = {word: found_in(corpus.index, word) for word in asked}
    missing = [word for word, row in rows.items() if row is None]
    found = list(dict.fromkeys(row for row in rows.values() if row is not None))
    notes = [f"Not in the vocabulary, so not watched: {', '.join(missing)}."] if missing else []
    if len(found) > WATCHED:
        left_out = ", ".join(corpus.words[row] for row in found[WATCHED:])
        notes.append(f"Only {WATCHED} words can be watched, so these are not: {left_out}.")
    return found[:WATCHED] or telling(corpus.words, corpus.counts, WATCHED), tuple(notes)


def in_the_film(corpus: Corpus, rows: list[int]) -> np.ndarray:
    """Rows of the words that frames are kept of: the frequent ones and those watched, int64, rising."""
    return np.union1d(np.arange(min(FRAME_ITEMS, corpus.n_words)), np.array(rows, dtype=np.int64))
