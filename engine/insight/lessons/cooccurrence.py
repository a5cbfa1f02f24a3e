"""Counts of words near each other in a few sentences, and vectors from them."""

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from engine.insight.words.mini_corpus import MiniCorpus, mini_corpus

SENTENCES = "the dog ran across the park\nthe park was crowded\na dog in the crowded park barked"
WORDS = ("dog", "park", "crowded", "the")
WINDOW = 4
PRINTED_COUNTS: Mapping[tuple[str, str], int] = {
    ("dog", "park"): 2, ("dog", "crowded"): 0, ("dog", "the"): 3, ("park", "crowded"): 1, ("park", "the"): 2,
    ("crowded", "the"): 0,
}  # fmt: skip
"""What a lecture prints for sentences of its own."""

Relation = Literal["the same", "the same, but for signs of whole columns", "different"]
RELATIONS: tuple[Relation, ...] = ("the same", "the same, but for signs of whole columns", "different")


def rows_of(corpus: MiniCorpus, words: Sequence[str]) -> list[int]:
    """Rows of those of the words that the sentences have, in order, each once."""
    return [corpus.words.index(word) for word in dict.fromkeys(words) if word in corpus.words]


def counted_pairs(window: int) -> dict[tuple[str, str], int]:
    """The pairs of `PRINTED_COUNTS` counted in `SENTENCES`."""
    corpus = mini_corpus(SENTENCES, window, ends=False)
    rows = {word: corpus.words.index(word) for word in WORDS}
    return {(one, other): int(corpus.counts[rows[one], rows[other]]) for one, other in PRINTED_COUNTS}


def following(corpus: MiniCorpus) -> np.ndarray:
    """How often each context (column) comes after a word (row) within the window, float64 (n, n): not symmetric."""
    index = {word: row for row, word in enumerate(corpus.words)}
    found = np.zeros((len(index), len(index)))
    for pair in corpus.pairs():
        if pair.distance > 0:
            found[index[pair.word], index[pair.context]] += 1
    return found


def log_ratios(counts: np.ndarray) -> np.ndarray:
    """PMI of counts (n, m): ln n(i, j) N / (n(i) n(j)), n(i) of rows, n(j) of columns; 0 where the two never meet."""
    by_chance = np.outer(counts.sum(axis=1), counts.sum(axis=0))
    met = counts > 0
    ratios = np.divide(counts * counts.sum(), by_chance, out=np.ones(counts.shape), where=met)
    return np.log(ratios)


def documents(corpus: MiniCorpus) -> np.ndarray:
    """X: how often each sentence (row), taken as a document, has each word (column), float64."""
    return np.array([[float(sentence.count(word)) for word in corpus.words] for sentence in corpus.sentences])


def whole_sentences(corpus: MiniCorpus) -> MiniCorpus:
    """The same with a window that no sentence is longer than."""
    return MiniCorpus(corpus.sentences, max(map(len, corpus.sentences)))


def relation(left: np.ndarray, right: np.ndarray) -> Relation:
    """How left vectors (n, k) and right ones (n, k) of the same words are alike."""
    scale = 1e-8 * max(float(np.abs(left).max(initial=0)), 1e-300)
    if np.allclose(left, right, rtol=0, atol=scale):
        return RELATIONS[0]
    turned = np.where((left * right).sum(axis=0) < 0, -1, 1)
    return RELATIONS[1] if np.allclose(left, right * turned, rtol=0, atol=scale) else RELATIONS[2]


def nearest(vectors: np.ndarray) -> list[int]:
    """For each row (n, k) the other one of the largest cosine, the first of equals."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = vectors / np.where(lengths > 0, lengths, 1)
    cosines = unit @ unit.T
    np.fill_diagonal(cosines, -np.inf)
    return cosines.round(9).argmax(axis=1).tolist()
