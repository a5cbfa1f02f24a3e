"""A text of a few sentences, with every pair, count and ratio in sight."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np

from engine.algorithms.decompositions import svd
from engine.errors import InputError

START, END = "START", "END"
MOST_SENTENCES = 20
MOST_WORDS = 60
"""Different words: a matrix of more cannot be read on a page."""
LONGEST = 4_000
"""Characters."""

Cells = Literal["count", "ratio", "log", "positive"]
CELLS: dict[Cells, str] = {
    "count": "Counts",
    "ratio": "Ratios",
    "log": "PMI: logarithms of ratios",
    "positive": "PPMI: those above 0",
}
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Pair(NamedTuple):
    """A word and one near it: sentence, from 1, and distance, below 0 to the left."""

    sentence: int
    word: str
    context: str
    distance: int


class Plane(NamedTuple):
    """places: (n_words, 2), rows of U Sigma. shown: what the two hold of the sum of squares, in [0, 1]."""

    places: np.ndarray
    values: np.ndarray
    shown: float


@dataclass(frozen=True, eq=False)
class MiniCorpus:
    """sentences: words in lower case, START first and END last if they are asked for. window: words to each side."""

    sentences: tuple[tuple[str, ...], ...]
    window: int

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Different words in order of first occurrence, END last."""
        found = dict.fromkeys(word for sentence in self.sentences for word in sentence)
        return tuple(sorted(found, key=lambda word: word == END))

    def pairs(self) -> Iterator[Pair]:
        """Every word with every other place within the window of its sentence, in reading order."""
        for number, sentence in enumerate(self.sentences, 1):
            for place, word in enumerate(sentence):
                for near in range(max(0, place - self.window), min(len(sentence), place + self.window + 1)):
                    if near != place:
                        yield Pair(number, word, sentence[near], near - place)

    @cached_property
    def counts(self) -> np.ndarray:
        """How often each word (row) has each context (column), int64 (n_words, n_words), symmetric."""
        index = {word: row for row, word in enumerate(self.words)}
        found = np.zeros((len(index), len(index)), dtype=np.int64)
        for pair in self.pairs():
            found[index[pair.word], index[pair.context]] += 1
        return found

    @cached_property
    def ratios(self) -> np.ndarray:
        """How many times as often as by chance: n(w, c) N / (n(w) n(c)), float64 (n_words, n_words); 0 if never."""
        of_word = self.counts.sum(axis=1)
        by_chance = np.outer(of_word, of_word)
        return np.divide(self.counts * of_word.sum(), by_chance, out=np.zeros(by_chance.shape), where=by_chance > 0)

    def cells(self, kind: Cells) -> np.ndarray:
        """The matrix of counts, ratios or their natural logarithms, float64 (n_words, n_words).

        Under "log" cells of words that never meet, whose logarithm is minus infinity, are NaN.
        """
        if kind == "count":
            return self.counts.astype(float)
        if kind == "ratio":
            return self.ratios
        logs = np.log(self.ratios, out=np.full(self.ratios.shape, np.nan), where=self.ratios > 0)
        return np.maximum(np.nan_to_num(logs), 0) if kind == "positive" else logs

    def plane(self, kind: Cells) -> Plane:
        """Two numbers for each word by the SVD of the cells, those of words that never meet taken as 0."""
        found = svd(np.nan_to_num(self.cells(kind)))
        squares = np.square(found.values)
        shown = float(squares[:2].sum() / squares.sum()) if squares.sum() > 0 else 1.0
        return Plane(found.left[:, :2] * found.values[:2], found.values, shown)


def of_unit_length(places: np.ndarray) -> np.ndarray:
    """Rows (n, 2) over their lengths; a row of 0 stays."""
    lengths = np.linalg.norm(places, axis=1, keepdims=True)
    return places / np.where(lengths > 0, lengths, 1)


def mini_corpus(text: str, window: int, ends: bool) -> MiniCorpus:
    """Read sentences, one a line; ends: put START before and END after each, which count as words.

    Raises InputError without a sentence of two words, or for too much of a text.
    """
    lines = [tuple(_WORD.findall(line.lower())) for line in text[: LONGEST + 1].split("\n")]
    lines = [line for line in lines if line]
    n_words = len({word for line in lines for word in line})
    if len(text) > LONGEST or len(lines) > MOST_SENTENCES or n_words > MOST_WORDS:
        raise InputError(
            f"A mini-corpus has at most {MOST_SENTENCES} sentences, {MOST_WORDS} different words and {LONGEST:,} "
            f"characters, not {len(lines)}, {n_words} and {len(text):,}; train on a longer text instead.",
            "E-LAB-11",
        )
    if max(map(len, lines), default=0) < 2:
        raise InputError("Write at least one sentence of two words, one sentence a line.", "E-LAB-10")
    return MiniCorpus(tuple((START, *line, END) if ends else line for line in lines), window)
