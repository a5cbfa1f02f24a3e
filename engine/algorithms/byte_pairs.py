"""Byte-pair encoding: the pair of neighboring symbols that occurs most often becomes one symbol, again and again.

Sennrich, Haddow and Birch (2016), "Neural machine translation of rare words with subword units".
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

END = "_"
"""Stands behind each word, so that a symbol at its end is another than within."""
Pair = tuple[str, str]


class Merge(NamedTuple):
    """pair: two symbols that became one; times: how often they stood side by side."""

    pair: Pair
    times: int


def merges(counts: Mapping[str, int], n_merges: int) -> list[Merge]:
    """The first merges of words with their counts, fewer if nothing is left to merge. Of pairs that are equally
    frequent the one that is met first is taken.

    >>> merges({"low": 5, "lower": 2}, 2)
    [Merge(pair=('l', 'o'), times=7), Merge(pair=('lo', 'w'), times=7)]
    """
    written = {word: (*word, END) for word in counts}
    found: list[Merge] = []
    while len(found) < n_merges:
        pairs: dict[Pair, int] = {}
        for word, symbols in written.items():
            for pair in pairwise(symbols):
                pairs[pair] = pairs.get(pair, 0) + counts[word]
        if not pairs:
            break
        best = max(pairs, key=pairs.__getitem__)
        found.append(Merge(best, pairs[best]))
        written = {word: _merged(symbols, best) for word, symbols in written.items()}
    return found


def symbols_of(word: str, found: Iterable[Merge]) -> tuple[str, ...]:
    """A word, known or not, as the symbols that the merges make of it, one merge after the other."""
    symbols: tuple[str, ...] = (*word, END)
    for merge in found:
        symbols = _merged(symbols, merge.pair)
    return symbols


def _merged(symbols: Sequence[str], pair: Pair) -> tuple[str, ...]:
    made: list[str] = []
    at = 0
    while at < len(symbols):
        together = tuple(symbols[at : at + 2]) == pair
        made.append("".join(pair) if together else symbols[at])
        at += 2 if together else 1
    return tuple(made)
