"""A softmax over the whole vocabulary: words that predict their neighbors, or are predicted by them, exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.algorithms.towers.pair_softmax import softmax_step

if TYPE_CHECKING:
    from scipy.sparse import csr_array

WORDS, PLACES = 64, 256
"""Rows of the softmax in a step: words with all their neighbors, or places of the text."""
INITIAL_SPREAD = 0.1


@dataclass(frozen=True)
class Settings:
    """tied: whether words have one vector, which serves on both sides. has_bias: whether each word has a number that
    says how likely it is anywhere. learning_rate: Adam's at first; it falls to 0 in equal parts.
    """

    n_components: int
    tied: bool
    has_bias: bool
    n_epochs: int
    learning_rate: float
    seed: int


Observe = Callable[[int, float, float, np.ndarray, np.ndarray], bool]
"""observe(steps done, loss per prediction, learning rate, input and output vectors): whether to end with what there is.
What it raises ends the work, too."""


def initial_inputs(n_words: int, settings: Settings) -> np.ndarray:
    """The input vectors before the first step, float32 (n_words, n_components)."""
    return _initial_tables(n_words, settings, np.random.default_rng(settings.seed))[0]


def _initial_tables(n_words: int, settings: Settings, rng: np.random.Generator) -> np.ndarray:
    shape = (1 if settings.tied else 2, n_words, settings.n_components)
    return (INITIAL_SPREAD * rng.standard_normal(shape)).astype(np.float32)


class FullSoftmax:
    """The tables while they are trained: p(j | h) = exp(h . u_j + b_j) / sum over all words of the same.

    inputs, outputs: float32 (n, d), one and the same array if tied. bias: float32 (n,), all 0 without.
    """

    def __init__(self, shares: np.ndarray, settings: Settings) -> None:
        """shares: float64 (n,), of each word among all that is predicted; the bias begins at its logarithm."""
        self.rng = np.random.default_rng(settings.seed)
        tables = _initial_tables(len(shares), settings, self.rng)
        bias = (np.log(np.maximum(shares, 1e-9)) * settings.has_bias).astype(np.float32)
        self.inputs, self.outputs, self.bias = tables[0], tables[-1], bias
        self.settings, self._adam = settings, Adam([tables[0], tables[-1], bias], settings.learning_rate)

    def gradients_of_words(self, rows: np.ndarray, pairs: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """Summed loss of words that predict their neighbors, weighted by pairs (b, n), and its gradients: of the input
        vectors `rows`, all output vectors and the bias."""
        return softmax_step([self.inputs, self.outputs, self.bias], rows, pairs)

    def gradients_of_places(self, windows: "csr_array", words: np.ndarray) -> tuple[float, list[np.ndarray]]:
        """The same for sums of vectors that predict a word each; the first gradient is that of all input vectors.

        windows: float32 (b, n), how often each word is in each window. words: int (b,).
        """
        target = np.zeros(windows.shape, dtype=np.float32)
        each = np.arange(len(words))
        target[each, words] = 1
        loss, (hidden, outputs, bias) = softmax_step([windows @ self.inputs, self.outputs, self.bias], each, target)
        return loss, [windows.T @ hidden, outputs, bias]

    def move(self, rows: np.ndarray, gradients: list[np.ndarray], rate: float) -> None:
        """A step of Adam. gradients: of the inputs `rows`, which are all different, of all outputs and of the bias."""
        own, outer, bias = gradients
        self._adam.rate = rate
        if self.settings.tied:
            outer[rows] += own
        else:
            self._adam.step(0, rows, own)
        self._adam.step(1, slice(None), outer)
        if self.settings.has_bias:
            self._adam.step(2, slice(None), bias)


def train_on_pairs(
    pairs: "csr_array", settings: Settings, observe: Observe, on_step: Callable[[], None] = lambda: None
) -> FullSoftmax:
    """Skip-gram: each word predicts its neighbors; observed after each epoch.

    pairs: (n, n), how often each word (row) has each neighbor. on_step is called before each step.
    """
    from threadpoolctl import threadpool_limits

    shares = np.asarray(pairs.sum(axis=0)).ravel()
    total, n_words = float(shares.sum()), len(shares)
    model, done, steps = FullSoftmax(shares / total, settings), 0, n_steps(settings, n_words, WORDS)
    with threadpool_limits(1):  # the threads of a BLAS would wait for each other at each of many small products
        for _ in range(settings.n_epochs):
            order, loss = model.rng.permutation(n_words), 0.0
            for start in range(0, n_words, WORDS):
                on_step()
                rows = order[start : start + WORDS]
                here, gradients = model.gradients_of_words(rows, pairs[rows].toarray().astype(np.float32))
                rate = settings.learning_rate * (1 - done / steps)
                model.move(rows, gradients, rate)
                loss, done = loss + here, done + 1
            if observe(done, loss / total, rate, model.inputs, model.outputs):
                break
    return model


def train_on_places(
    tokens: np.ndarray, sentences: np.ndarray, counts: np.ndarray, window: int, sample: float, settings: Settings,
    observe: Observe,
) -> FullSoftmax:  # fmt: skip
    """CBOW: the sum of the vectors within `window` predicts the word in the middle; observed after each step.

    tokens, sentences, counts: as of skip-gram. In each epoch frequent words are thinned out anew (`keep_probability`).
    """
    from threadpoolctl import threadpool_limits

    keep = keep_probability(counts, sample)
    model = FullSoftmax(counts * keep / (counts * keep).sum(), settings)
    sentence_of = np.repeat(np.arange(len(sentences) - 1), np.diff(sentences))
    steps = n_steps(settings, len(tokens), PLACES)
    with threadpool_limits(1):
        for epoch in range(settings.n_epochs):
            kept = model.rng.random(len(tokens)) < keep[tokens]
            here, inside = tokens[kept], sentence_of[kept]
            parts = np.array_split(model.rng.permutation(len(here)), steps // settings.n_epochs)
            for done, places in enumerate(parts, epoch * len(parts)):
                windows, words = windows_at(here, inside, places, window, len(counts))
                loss, rate = float("nan"), settings.learning_rate * (1 - done / steps)
                if len(words):
                    loss, gradients = model.gradients_of_places(windows, words)
                    rows = np.unique(windows.indices)
                    model.move(rows, [gradients[0][rows], *gradients[1:]], rate)
                if observe(done + 1, loss / max(len(words), 1), rate, model.inputs, model.outputs):
                    return model
    return model


def windows_at(
    tokens: np.ndarray, sentence_of: np.ndarray, places: np.ndarray, window: int, n_words: int
) -> tuple["csr_array", np.ndarray]:
    """How often each word stands around each place that has neighbors, float32 (b, n_words), and the words there (b,).

    sentence_of: int (n_tokens,), rising; neighbors are at most `window` away in the same one.
    """
    from scipy.sparse import csr_array

    near = places[:, None] + np.concatenate([np.arange(-window, 0), np.arange(1, window + 1)])
    within = (near >= 0) & (near < len(tokens))
    near = np.clip(near, 0, max(len(tokens) - 1, 0))
    within &= sentence_of[near] == sentence_of[places][:, None]
    has = within.any(axis=1)
    near, within = near[has], within[has]
    starts = np.concatenate([[0], np.cumsum(within.sum(axis=1))])
    found = tokens[near[within]]
    matrix = csr_array((np.ones(len(found), np.float32), found, starts), shape=(int(has.sum()), n_words))
    matrix.sum_duplicates()
    return matrix, tokens[places[has]]


def n_steps(settings: Settings, n_rows: int, at_once: int) -> int:
    """Of all epochs; n_rows: words or tokens; at_once: how many make a step."""
    return settings.n_epochs * -(-n_rows // at_once)
