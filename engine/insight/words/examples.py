"""Words to begin with that are in the text at hand: telling ones, the ends of an axis, an odd one out."""

from collections.abc import Sequence

import numpy as np

from engine.arithmetic.lookup import find, rows_of
from engine.embedding import Embedding
from engine.neighbors import nearest

COMMON_SHARE = 1 / 2000
"""Words more frequent than this tend to be function words, which say little by themselves."""
FIRST = 2_000
FEW = 30

AXES = (
    (("man", "boy", "he"), ("woman", "girl", "she")),
    (("dog", "cat", "horse"), ("king", "queen", "prince")),
    (("good", "great", "best"), ("bad", "evil", "worst")),
    (("young", "new", "morning"), ("old", "ancient", "night")),
    (("father", "son", "brother"), ("mother", "daughter", "sister")),
    (("life", "born", "live"), ("death", "die", "dead")),
)
"""Ends of axes that many English texts know."""
THREE = (
    ("happy", "cheerful", "sad"),
    ("big", "large", "small"),
    ("hot", "warm", "cold"),
    ("good", "great", "bad"),
    ("maximum", "largest", "minimum"),
    ("old", "ancient", "young"),
    ("fast", "quick", "slow"),
)
"""A word, a synonym and an antonym."""
ODD = ("king", "queen", "prince", "banana")


def telling(words: Sequence[str], counts: np.ndarray, n: int = 3) -> list[int]:
    """Rows of frequent words that are probably about something: four letters or more, not too frequent.

    words: by falling count. counts: (n_words,) occurrences. Others fill up where there are too few of these.
    """
    long = [row for row in range(min(len(words), FIRST)) if len(words[row]) >= 4]
    limit = COMMON_SHARE * counts.sum()
    rare = [row for row in long if counts[row] <= limit]
    return list(dict.fromkeys([*rare, *long, *range(len(words))]))[:n]


def telling_rows(embedding: Embedding, n: int) -> list[int]:
    """The same of an embedding whose words carry their counts; its first rows if they do not."""
    counts = embedding.metadata.get("count", np.ones(embedding.n_items))
    rows = telling(embedding.labels, np.asarray(counts), n + FEW)
    return [row for row in rows if embedding.norms[row] > 0][:n]


def axes(embedding: Embedding) -> list[tuple[list[str], list[str]]]:
    """Ends of axes made of known words: of those listed here, each with two or more at both ends.

    Where no list is known there is one axis, between the two of the telling words that are farthest apart.
    """
    known = [tuple([word for word in end if find(embedding, word) is not None] for end in ends) for ends in AXES]
    found = [(left, right) for left, right in known if min(len(left), len(right)) >= 2]
    return found or _farthest(embedding)


def _farthest(embedding: Embedding) -> list[tuple[list[str], list[str]]]:
    rows = np.array(telling_rows(embedding, FEW))
    if len(rows) < 2:
        return []
    cosines = embedding.unit[rows] @ embedding.unit[rows].T
    left, right = divmod(int(cosines.argmin()), len(rows))
    return [([embedding.labels[int(rows[left])]], [embedding.labels[int(rows[right])]])]


def odd_words(embedding: Embedding) -> list[str]:
    """Four words, the last of which is odd: a telling word, its two nearest neighbors, and the farthest telling one."""
    if all(find(embedding, word) is not None for word in ODD):
        return list(ODD)
    rows = telling_rows(embedding, FEW)
    if len(rows) < 4:
        return []
    first = rows[0]
    near = nearest(embedding.first(FIRST), first, 2).rows.tolist()
    odd = min(rows, key=lambda row: float(embedding.unit[row] @ embedding.unit[first]))
    return [embedding.labels[row] for row in (first, *near, odd)]


def three(embedding: Embedding) -> tuple[str, str, str] | None:
    """A known word, its synonym and its antonym: three of which the antonym is nearer, if there are such."""
    known = [words for words in THREE if all(find(embedding, word) is not None for word in words)]
    for words in known:
        word, synonym, antonym = embedding.unit[rows_of(embedding, words)]
        if word @ antonym > word @ synonym:
            return words
    return known[0] if known else None
