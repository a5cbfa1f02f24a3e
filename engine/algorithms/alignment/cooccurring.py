"""A dictionary out of sentences and their translations: words that come up in the same ones."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

FEWEST = 2
"""Common sentences without which a pair is chance."""


def best_pairs(
    first: tuple[np.ndarray, np.ndarray, int], second: tuple[np.ndarray, np.ndarray, int]
) -> tuple[np.ndarray, np.ndarray]:
    """Pairs (p, 2) of words that are each other's best by Dice's coefficient, and it, (p,); the surest first.

    first, second: tokens (n,), offsets (s + 1,) of the same number of sentences, and the number of words. Dice's
    coefficient (1945) is 2 c / (a + b): sentences with both words, over sentences with the one and with the other.
    """
    a, b = _presence(*first), _presence(*second)
    common = (a.T @ b).tocoo()
    kept = common.data >= FEWEST
    rows, columns, counts = common.row[kept], common.col[kept], common.data[kept]
    dice = 2.0 * counts / (a.sum(axis=0)[rows] + b.sum(axis=0)[columns])
    by_row, by_column = _best(rows, columns, dice), _best(columns, rows, dice)
    both = np.intersect1d(by_row, by_column)
    order = both[np.lexsort((columns[both], rows[both], -dice[both]))]
    return np.column_stack([rows[order], columns[order]]).astype(np.int64), dice[order]


def _presence(tokens: np.ndarray, offsets: np.ndarray, n_words: int) -> "csr_array":
    """1 where a sentence has a word, (s, n_words)."""
    from scipy.sparse import csr_array

    found = csr_array(
        (np.ones(len(tokens), np.int64), tokens.astype(np.int64), offsets.astype(np.int64)), (len(offsets) - 1, n_words)
    )
    found.sum_duplicates()
    found.data[:] = 1
    return found


def _best(of: np.ndarray, others: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """For each word in `of` the entry with the best score; of equals the one with the first other word."""
    order = np.lexsort((others, -scores, of))
    _, first = np.unique(of[order], return_index=True)
    return order[first]
