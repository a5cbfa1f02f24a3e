"""The words whose neighbors are shown while a training runs, and those that are kept in its film."""

import numpy as np

from engine.arithmetic.lookup import found_in, listed
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.relations import built_in
from engine.insight.words.examples import telling

FRAME_ITEMS = 300
FRAME_PAIRS = 6
"""Pairs of each built-in relation whose words are kept in frames too, so that analogies can be asked of each."""
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
    """Rows of the words that frames are kept of: the frequent ones, those watched, and pairs of relations; int64,
    rising.
    """
    frequent = np.arange(min(FRAME_ITEMS, corpus.n_words))
    return np.union1d(frequent, np.array([*rows, *_related(corpus)], dtype=np.int64))


def _related(corpus: Corpus) -> list[int]:
    """The words of the most frequent `FRAME_PAIRS` pairs of each built-in relation of which two are known or more."""
    found: list[int] = []
    for relation in built_in():
        pairs = [(corpus.index[a], corpus.index[b]) for a, b in relation.pairs if {a, b} <= corpus.index.keys()]
        if len(pairs) > 1:
            found += [row for pair in sorted(pairs, key=max)[:FRAME_PAIRS] for row in pair]
    return found
