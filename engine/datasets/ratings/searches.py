"""What viewers searched for, as words: what a recommender may know of them beside what they watched."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MOST_TERMS = 5_000
"""Words that are kept, those of most viewers first."""
FEWEST_VIEWERS = 2
"""Of a word: what a single viewer searched for says nothing of others."""
_WORD = re.compile(r"\w[\w'’-]*")


def words_of(text: str) -> list[str]:
    """The words of a search, in small letters.

    >>> words_of("Space robots; the Moon")
    ['space', 'robots', 'the', 'moon']
    """
    return _WORD.findall(text.casefold())


def gathered(users: np.ndarray, searches: np.ndarray, texts: Sequence[str]) -> tuple[tuple[str, ...], np.ndarray]:
    """The words of at least FEWEST_VIEWERS viewers, most frequent first, and who searched for which.

    users, searches: int (n,), the viewer of each row and which of `texts` it holds.
    Returns the words, and int32 (m, 2) pairs of viewer and word, sorted, each once.
    """
    numbers: dict[str, int] = {}
    words = [[numbers.setdefault(word, len(numbers)) for word in words_of(text)] for text in texts]
    lengths = np.array([len(found) for found in words], dtype=np.int64)
    flat = np.array([number for found in words for number in found], dtype=np.int64)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    seen = np.unique(np.column_stack([users, searches]).astype(np.int64).reshape(-1, 2), axis=0)
    counts = lengths[seen[:, 1]]
    places = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    pairs = np.column_stack([np.repeat(seen[:, 0], counts), flat[places + np.repeat(starts[seen[:, 1]], counts)]])
    pairs = np.unique(pairs, axis=0)
    viewers = np.bincount(pairs[:, 1], minlength=len(numbers))
    order = np.argsort(-viewers, kind="stable")[:MOST_TERMS]
    order = order[viewers[order] >= FEWEST_VIEWERS]
    place = np.full(len(numbers), -1)
    place[order] = np.arange(len(order))
    kept = np.column_stack([pairs[:, 0], place[pairs[:, 1]]])[place[pairs[:, 1]] >= 0]
    names = list(numbers)
    return tuple(names[number] for number in order), kept[np.lexsort((kept[:, 1], kept[:, 0]))].astype(np.int32)


def matrix(searched: np.ndarray, n_users: int, n_terms: int) -> "csr_array":
    """float32 (n_users, n_terms), 1 where a viewer searched for a word."""
    from scipy.sparse import csr_array

    ones = np.ones(len(searched), dtype=np.float32)
    return csr_array((ones, (searched[:, 0], searched[:, 1])), shape=(n_users, n_terms))
