"""The recipe behind counting methods and, in the limit, word2vec: a similarity k(i, j), its matrix M, vectors Y."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np

from engine.algorithms.decompositions import svd
from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.datasets.text.corpus import Corpus
from engine.insight.words.concordance import neighborhoods
from engine.insight.words.mini_corpus import Cells
from engine.insight.words.pmi import Target, pmi_row

Side = Literal["both", "right"]
SIDES: dict[Side, str] = {"both": "Left and right", "right": "To the right alone"}


class Counted(NamedTuple):
    """near: float64 (n, n_words), n(i, j) of some words i and all contexts j. ratios: of the same shape, how many times
    as often as by chance; 0 where the two never meet.
    """

    near: np.ndarray
    ratios: np.ndarray

    def cells(self, kind: Cells) -> np.ndarray:
        """k(i, j), float64 of the same shape. Under "log" cells of words that never meet are NaN."""
        if kind == "count":
            return self.near
        if kind == "ratio":
            return self.ratios
        logs = np.log(self.ratios, out=np.full(self.ratios.shape, np.nan), where=self.ratios > 0)
        return np.maximum(np.nan_to_num(logs), 0) if kind == "positive" else logs

    def telling(self, n: int) -> list[int]:
        """The n contexts that tell most of the words together, by n(i, j) max(0, log ratio); in order of id."""
        told = (self.near * self.cells("positive")).sum(axis=0)
        order = np.argsort(-told, kind="stable")[:n]
        return sorted(order[told[order] > 0].tolist())


def counted(corpus: Corpus, words: Sequence[int], target: Target, side: Side = "both") -> Counted:
    """Count the contexts of some words (ids) as a method does, before its shift.

    side: "right" counts what follows a word alone, so that the matrix of all words is not symmetric.
    """
    if side == "both":
        rows = [pmi_row(corpus, word, target) for word in words]
        return Counted(np.array([row.near for row in rows]), np.exp([row.pmi for row in rows]))
    shares = _shares_of_followers(corpus, target)
    near = np.array([_following(corpus, word, target) for word in words])
    sums = near.sum(axis=1, keepdims=True)
    by_chance = sums * shares
    return Counted(near, np.divide(near, by_chance, out=np.zeros(near.shape), where=by_chance > 0))


def _following(corpus: Corpus, word: int, target: Target) -> np.ndarray:
    """What stands to the right of a word, by the weights of the target, float64 (n_words,)."""
    near = np.zeros(corpus.n_words)
    for distance, places, _ in neighborhoods(corpus, np.flatnonzero(corpus.tokens == word), len(target.weights)):
        if distance > 0:
            near += target.weights[distance - 1] * np.bincount(corpus.tokens[places], minlength=corpus.n_words)
    return near * keep_probability(corpus.counts, target.sample)


def _shares_of_followers(corpus: Corpus, target: Target) -> np.ndarray:
    """The smoothed share of each context among all that follow something, float64 (n_words,)."""
    if target.by_occurrence:
        totals = corpus.counts.astype(float)
    else:
        up_to = np.concatenate([[0.0], np.cumsum(target.weights)])
        place = np.arange(corpus.n_tokens) - np.repeat(corpus.sentences[:-1], np.diff(corpus.sentences))
        before = up_to[np.minimum(place, len(target.weights))]
        totals = np.bincount(corpus.tokens, before, minlength=corpus.n_words)
    smoothed = np.where(totals > 0, totals, 0) ** target.smoothing * (totals > 0)
    return smoothed / max(smoothed.sum(), np.finfo(float).tiny)


class LowRank(NamedTuple):
    """M (n, m) as Y C^T.

    left: Y, float64 (n, k), U times the root of the singular values; right: C (m, k), V times the same. values: all
    singular values, falling. made: Y C^T (n, m). error: the share of the squared entries of M that it misses.
    """

    left: np.ndarray
    right: np.ndarray
    values: np.ndarray
    made: np.ndarray
    error: float


def low_rank(matrix: np.ndarray, rank: int) -> LowRank:
    """The best approximation of that rank (Eckart and Young, 1936); NaN counts as 0."""
    filled = np.nan_to_num(matrix)
    found = svd(filled)
    roots = np.sqrt(found.values[:rank])
    left, right = found.left[:, :rank] * roots, found.right[:, :rank] * roots
    squares = np.square(found.values)
    error = float(squares[rank:].sum() / squares.sum()) if squares.sum() > 0 else 0.0
    return LowRank(left, right, found.values, left @ right.T, error)
