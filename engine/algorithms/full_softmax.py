"""A softmax over the whole vocabulary: words that predict their neighbors, or are predicted by them, exactly."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.towers.pair_softmax import softmax_step

if TYPE_CHECKING:
    from scipy.sparse import csr_array

BATCH = 256
"""Rows of the softmax in a step: words, or places of the text."""
INITIAL_SPREAD = 0.1


@dataclass(frozen=True)
class Settings:
    """predicts: "context" if a word predicts each word of its window (skip-gram), "word" if the sum of its window
    predicts it (CBOW). tied: whether words have one vector, which serves on both sides. has_bias: whether each word has
    a number that says how likely it is anywhere. learning_rate: Adam's at first; it falls to 0 in equal parts.
    """

    predicts: Literal["context", "word"]
    n_components: int
    tied: bool
    has_bias: bool
    n_epochs: int
    learning_rate: float
    seed: int


Observe = Callable[[int, float, float, np.ndarray, np.ndarray], bool]
"""observe(steps done, loss per prediction, learning rate, input and output vectors): whether to end here."""


class FullSoftmax:
    """The tables while they are trained: p(j | h) = exp(h . u_j + b_j) / sum over all words of the same.

    inputs, outputs: float32 (n, d), one and the same array if tied. bias: float32 (n,), all 0 without.
    """

    def __init__(self, shares: np.ndarray, settings: Settings) -> None:
        """shares: float64 (n,), of each word among all predictions; the bias begins at its logarithm."""
        self.rng = np.random.default_rng(settings.seed)
        shape = (1 if settings.tied else 2, len(shares), settings.n_components)
        tables = (INITIAL_SPREAD * self.rng.standard_normal(shape)).astype(np.float32)
        bias = (np.log(np.maximum(shares, 1e-9)) * settings.has_bias).astype(np.float32)
        self.inputs, self.outputs, self.bias = tables[0], tables[-1], bias
        self._settings, self._adam = settings, Adam([tables[0], tables[-1], bias], settings.learning_rate)

    def step_of_words(self, rows: np.ndarray, pairs: np.ndarray) -> float:
        """One step for words that predict their contexts, weighted by pairs (b, n); returns the summed loss."""
        loss, (own, outer, bias) = softmax_step([self.inputs, self.outputs, self.bias], rows, pairs)
        self._move(rows, own, outer, bias)
        return loss

    def step_of_places(self, windows: "csr_array", words: np.ndarray) -> float:
        """One step for sums of contexts that predict a word each; returns the summed loss.

        windows: float32 (b, n), how often each word is in each window. words: int (b,).
        """
        target = np.zeros(windows.shape, dtype=np.float32)
        target[np.arange(len(words)), words] = 1
        hidden = windows @ self.inputs
        loss, (own, outer, bias) = softmax_step([hidden, self.outputs, self.bias], np.arange(len(words)), target)
        rows = np.unique(windows.indices)
        self._move(rows, (windows.T @ own)[rows], outer, bias)
        return loss

    def _move(self, rows: np.ndarray, own: np.ndarray, outer: np.ndarray, bias: np.ndarray) -> None:
        """A step of Adam. own: gradient of the input rows; outer, bias: of all outputs."""
        if self._settings.tied:
            outer[rows] += own
        else:
            self._adam.step(0, rows, own)
        self._adam.step(1, slice(None), outer)
        if self._settings.has_bias:
            self._adam.step(2, slice(None), bias)

    def at_rate(self, rate: float) -> None:
        """Set the learning rate of the next step."""
        self._adam.rate = rate


def n_steps(settings: Settings, n_rows: int) -> int:
    """Of all epochs; n_rows: words or tokens."""
    return settings.n_epochs * -(-n_rows // BATCH)
