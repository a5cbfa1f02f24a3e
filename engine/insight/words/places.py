"""A place of the text where a word stands among others: what a method that predicts a word from its window sees."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.concordance import neighborhoods


@dataclass(frozen=True)
class Place:
    """near: rows of the words left and right of the word, in their order. told: the same as text, the word as "___".

    holds: whether the context that was asked for is among them.
    """

    near: tuple[int, ...]
    told: str
    holds: bool


def first_place(corpus: Corpus, word: int, context: int, window: int) -> Place:
    """The first place of a word that has the context within `window` words; without one, the first with neighbors.

    Raises InputError if the word always stands alone.
    """
    at = np.flatnonzero(corpus.tokens == word)
    holds, neighbors = np.zeros(len(at), dtype=bool), np.zeros(len(at), dtype=np.int64)
    for _, places, inside in neighborhoods(corpus, at, window):
        neighbors[inside] += 1
        holds[inside] |= corpus.tokens[places] == context
    if not neighbors.any():
        raise InputError(f"“{corpus.words[word]}” has no neighbor within a sentence.", "E-EVL-05")
    chosen = int(np.argmax(holds if holds.any() else neighbors > 0))
    found = [
        (distance, int(corpus.tokens[places[0]]))
        for distance, places, inside in neighborhoods(corpus, at[chosen : chosen + 1], window)
        if inside[0]
    ]
    told = [corpus.words[row] for _, row in found]
    told.insert(sum(distance < 0 for distance, _ in found), "___")
    return Place(tuple(row for _, row in found), " ".join(told), bool(holds.any()))
