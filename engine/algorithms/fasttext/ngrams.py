"""The character n-grams of words, and which vector each has (Bojanowski et al., 2017, section 3.2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Literal

import numpy as np

BEGIN, END = "<", ">"
FNV = {32: (0x811C9DC5, 0x01000193), 64: (0xCBF29CE484222325, 0x00000100000001B3)}
"""Bits -> offset basis and prime of FNV-1a (Fowler, Noll and Vo)."""


def ngrams(word: str, minn: int, maxn: int) -> list[str]:
    """All runs of minn to maxn characters of <word>, by where they begin; < and > alone are none.

    >>> ngrams("where", 3, 3)
    ['<wh', 'whe', 'her', 'ere', 're>']
    """
    bounded = BEGIN + word + END
    runs = (
        bounded[start : start + length]
        for start in range(len(bounded))
        for length in range(minn, min(maxn, len(bounded) - start) + 1)
    )
    return [run for run in runs if run not in (BEGIN, END)]


def fnv1a(text: str, bits: Literal[32, 64] = 32) -> int:
    """The FNV-1a hash of the UTF-8 bytes; bytes above 127 count as negative numbers, as in the published program."""
    value, prime = FNV[bits]
    most = (1 << bits) - 1
    for byte in text.encode():
        signed = byte - 256 if byte > 127 else byte
        value = (value ^ (signed & most)) * prime & most
    return value


@dataclass(frozen=True, eq=False)
class NGrams:
    """Which n-grams have a vector, and in which row.

    keys: uint64 (n_rows,), rising: the 64-bit hash of the n-gram of each row, or the number of its bucket.
    buckets: 0 if every n-gram has a row of its own, else how many buckets they were hashed into; n-grams of one
    bucket share a row.
    """

    minn: int
    maxn: int
    keys: np.ndarray
    buckets: int

    def named(self, word: str) -> tuple[list[str], np.ndarray]:
        """The n-grams of a word that have a vector, as often as they occur, and their rows, int64."""
        names = ngrams(word, self.minn, self.maxn)
        keys = np.array([_key(name, self.buckets) for name in names], dtype=np.uint64)
        rows = np.searchsorted(self.keys, keys)
        known = rows < len(self.keys)
        known[known] = self.keys[rows[known]] == keys[known]
        return [name for name, is_known in zip(names, known, strict=True) if is_known], rows[known]


@dataclass(frozen=True, eq=False)
class Parts:
    """What the vectors of a vocabulary are made of.

    ngrams: those that occur in it. n_ngrams: how many different ones. Word w has the parts
    rows[starts[w] : starts[w + 1]], the first of which, w, is its own; n-grams follow from row n_words on.
    starts: int64 (n_words + 1,). rows: int32.
    """

    ngrams: NGrams
    n_ngrams: int
    starts: np.ndarray
    rows: np.ndarray

    @property
    def n_rows(self) -> int:
        """Vectors of words and of n-grams."""
        return len(self.starts) - 1 + len(self.ngrams.keys)


def parts(words: Sequence[str], minn: int, maxn: int, most: int) -> Parts:
    """The parts of a vocabulary; up to `most` different n-grams have a vector each, more are hashed into as many."""
    found = [ngrams(word, minn, maxn) for word in words]
    different = dict.fromkeys(chain.from_iterable(found))
    buckets = 0 if len(different) <= most else most
    keys = {name: _key(name, buckets) for name in different}
    rising = np.unique(np.fromiter(keys.values(), dtype=np.uint64, count=len(keys)))
    row_of_key = {key: row for row, key in enumerate(rising.tolist(), len(words))}
    row_of = {name: row_of_key[key] for name, key in keys.items()}
    lengths = np.array([1 + len(names) for names in found])
    rows = chain.from_iterable([word, *(row_of[name] for name in names)] for word, names in enumerate(found))
    starts = np.concatenate([[0], np.cumsum(lengths)])
    return Parts(
        NGrams(minn, maxn, rising, buckets),
        len(different),
        starts,
        np.fromiter(rows, dtype=np.int32, count=int(starts[-1])),
    )


def _key(name: str, buckets: int) -> int:
    return fnv1a(name) % buckets if buckets else fnv1a(name, 64)
