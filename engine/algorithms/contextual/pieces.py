"""A text as what a network reads at once: sentences, cut where they are too long, each between two edges."""

from dataclasses import dataclass

import numpy as np

HELD_OUT = 20
"""One of so many pieces is held out."""
MEASURED = 2_000
"""Held-out words that are asked for at most."""


@dataclass(frozen=True, eq=False)
class Pieces:
    """tokens: int32 (t,), below n_words. starts, lengths: int64 (m,), where pieces begin and their words, never 0."""

    tokens: np.ndarray
    starts: np.ndarray
    lengths: np.ndarray
    n_words: int

    @classmethod
    def of(cls, tokens: np.ndarray, sentences: np.ndarray, n_words: int, longest: int) -> "Pieces":
        """Cut sentences (offsets int64 (s + 1,)) of more than `longest` words: all pieces but the last have as many."""
        lengths = np.diff(sentences)
        n_parts = -(-lengths // longest)
        part = np.arange(n_parts.sum()) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
        starts = np.repeat(sentences[:-1], n_parts) + part * longest
        return cls(tokens, starts, np.minimum(np.repeat(sentences[1:], n_parts) - starts, longest), n_words)

    @property
    def edge(self) -> int:
        """What stands before and behind a piece."""
        return self.n_words

    @property
    def mask(self) -> int:
        """What stands in the place of a word that is to be told."""
        return self.n_words + 1

    @property
    def n_pieces(self) -> int:
        """Number of pieces."""
        return len(self.starts)

    def rows(self, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pieces as rows of one length, int64 (n, length), and bool (n, length): False behind the last edge."""
        lengths = self.lengths[chosen]
        column = np.arange(int(lengths.max()) + 2)
        inside = (column > 0) & (column <= lengths[:, None])
        at = np.where(inside, self.starts[chosen][:, None] + column - 1, 0)
        return np.where(inside, self.tokens[at], self.edge).astype(np.int64), column <= lengths[:, None] + 1

    def piece_of(self, places: np.ndarray) -> np.ndarray:
        """The pieces in which words of the text (int64 places in `tokens`) stand."""
        return np.searchsorted(self.starts, places, side="right") - 1

    def split(self, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """Pieces to learn from and pieces held out, of those that have two words or more; of few none is held out."""
        order = rng.permutation(np.flatnonzero(self.lengths > 1))
        n_out = len(order) // HELD_OUT
        return np.sort(order[n_out:]), np.sort(order[:n_out])

    def asked(self, chosen: np.ndarray, most: int = MEASURED) -> tuple[np.ndarray, np.ndarray]:
        """Words of some pieces, evenly chosen: their pieces int64 (q,), and their columns in `rows`."""
        pieces = np.repeat(chosen, self.lengths[chosen])
        ends = np.cumsum(self.lengths[chosen])
        columns = np.arange(len(pieces)) - np.repeat(ends - self.lengths[chosen], self.lengths[chosen]) + 1
        kept = np.unique(np.linspace(0, len(pieces) - 1, min(most, len(pieces))).astype(np.int64))
        return pieces[kept], columns[kept]


def masked(rows: np.ndarray, pieces: Pieces, share: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Rows with some words hidden, int64 (n, length), and bool (n, length): the words that are to be told.

    Of these, chosen with probability `share`, 80 % are masked, 10 % switched for a random word and 10 % left as they
    are (Devlin et al., 2019). Where chance chose none, all words of the rows are.
    """
    words = rows != pieces.edge
    told = words & (rng.random(rows.shape) < share)
    if not told.any():
        told = words
    fate = rng.random(rows.shape)
    hidden = np.where(told & (fate < 0.8), pieces.mask, rows)
    switched = told & (fate >= 0.9)
    hidden[switched] = rng.integers(0, pieces.n_words, int(switched.sum()))
    return hidden, told


@dataclass(frozen=True, eq=False)
class Neighborhoods:
    """Words and what stands beside them: int64 (n,) each, the edge of their piece included."""

    left: np.ndarray
    words: np.ndarray
    right: np.ndarray

    @classmethod
    def of(cls, pieces: Pieces, chosen: np.ndarray, columns: np.ndarray) -> "Neighborhoods":
        """Of words in some columns (q,) of pieces (q,)."""
        at = pieces.starts[chosen] + columns - 1
        left = np.where(columns > 1, pieces.tokens[np.maximum(at - 1, 0)], pieces.edge)
        last = columns == pieces.lengths[chosen]
        right = np.where(last, pieces.edge, pieces.tokens[np.minimum(at + 1, len(pieces.tokens) - 1)])
        return cls(*(part.astype(np.int64) for part in (left, pieces.tokens[at], right)))

    @classmethod
    def all_of(cls, pieces: Pieces, chosen: np.ndarray) -> "Neighborhoods":
        """Of all words of some pieces."""
        return cls.of(pieces, *pieces.asked(chosen, int(pieces.lengths[chosen].sum())))
