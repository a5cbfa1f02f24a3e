"""A reader as the mean of read titles, a title as the mean of its words: one number for how well they suit."""

from typing import NamedTuple

import numpy as np

from engine.insight.words.mini_corpus import MiniCorpus
from engine.insight.words.similarity_matrix import low_rank

TITLES = """a space ship finds robots on mars
robots build a ship to mars
the space ship returns from mars
love and a wedding in paris
a wedding in paris ends in love
two lovers find love in paris
the detective and the murder in london
murder in london a detective finds the killer"""
READ = (0, 2)
"""Of the titles."""
N_COMPONENTS = 4


class Read(NamedTuple):
    """titles: (m, k), the mean vector of the words of each; reader: (k,), mean of those read; products: reader .
    title, (m,).
    """

    titles: np.ndarray
    reader: np.ndarray
    products: np.ndarray


def word_vectors(corpus: MiniCorpus) -> np.ndarray:
    """Of each word of the titles, (n, k): the left vectors of their PPMI within whole titles, as in lesson 5."""
    return low_rank(corpus.cells("positive"), N_COMPONENTS).left


def read(corpus: MiniCorpus, rows: list[int]) -> Read:
    """What suits a reader of those titles (rows)."""
    vectors = word_vectors(corpus)
    titles = np.array([vectors[[corpus.words.index(word) for word in one]].mean(axis=0) for one in corpus.sentences])
    reader = titles[rows].mean(axis=0) if rows else np.zeros(vectors.shape[1])
    return Read(titles, reader, titles @ reader)
