"""A network over documents: the mean of their words' vectors, then a softmax layer; alone, or with a language loss."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.probability import softmax
from engine.algorithms.skipgram.negative_sampling import Settings

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TINY = 1e-12


@dataclass(frozen=True)
class Steps:
    """How a network learns: Adam on all examples at once. n: steps. layer, vectors: learning rates of either part.
    penalty: of the layer's squares, as much as so many examples.
    """

    n: int = 100
    layer: float = 0.05
    vectors: float = 0.01
    penalty: float = 1.0


class Gradients(NamedTuple):
    """loss: mean cross-entropy and penalty. vectors: (n_words, d); layer: (d + 1, n_classes), its derivatives."""

    loss: float
    vectors: np.ndarray
    layer: np.ndarray


def gradients(
    shares: "csr_array", targets: np.ndarray, vectors: np.ndarray, layer: np.ndarray, penalty: float
) -> Gradients:
    """Of -1/n sum log softmax(x V W + b)[y] + penalty / 2n |W|^2.

    shares: (n, n_words), of each word in a document. targets: int (n,). vectors V: (n_words, d). layer: (d + 1,
    n_classes), W above b, which is not penalized.
    """
    n = len(targets)
    means = shares @ vectors  # (n, d)
    chances = softmax(means @ layer[:-1] + layer[-1])
    loss = -np.log(chances[np.arange(n), targets] + TINY).mean() + penalty / 2 / n * np.square(layer[:-1]).sum()
    chances[np.arange(n), targets] -= 1
    errors = chances / n  # (n, n_classes)
    of_layer = np.concatenate([means.T @ errors + penalty / n * layer[:-1], errors.sum(axis=0, keepdims=True)])
    return Gradients(float(loss), shares.T @ (errors @ layer[:-1].T), of_layer)


class MeanNetwork:
    """Learns the layer, and on request the vectors of the words of its examples, which it moves where they are.

    vectors: (n_words, d). layer: (d + 1, n_classes), at first 0.
    """

    def __init__(
        self, vectors: np.ndarray, shares: "csr_array", targets: np.ndarray, n_classes: int, steps: Steps, moves: bool
    ):
        """shares: (n, n_words), targets: int (n,), of the examples. moves: whether the vectors are learned, too."""
        self.vectors, self.steps, self.n_steps = vectors, steps, 0
        self.layer = np.zeros((vectors.shape[1] + 1, n_classes), vectors.dtype)
        self._words = np.unique(shares.indices)
        self._shares, self._targets = shares[:, self._words].astype(vectors.dtype), targets
        self._of_layer = Adam([self.layer], steps.layer)
        self._of_vectors = Adam([vectors], steps.vectors) if moves else None

    def step(self) -> float:
        """One step on all examples; the loss before it."""
        found = gradients(self._shares, self._targets, self.vectors[self._words], self.layer, self.steps.penalty)
        self._of_layer.step(0, slice(None), found.layer)
        if self._of_vectors is not None:
            self._of_vectors.step(0, self._words, found.vectors)
        self.n_steps += 1
        return found.loss

    def trained(self) -> "MeanNetwork":
        """Itself, after the steps that are left."""
        while self.n_steps < self.steps.n:
            self.step()
        return self

    def predicted(self, shares: "csr_array") -> np.ndarray:
        """The likeliest class of each document, int (n,)."""
        return np.asarray((shares @ self.vectors @ self.layer[:-1] + self.layer[-1]).argmax(axis=1))


class Text(NamedTuple):
    """tokens: int32 (n,), ids of words. sentences: int64 offsets. counts: int64 (n_words,)."""

    tokens: np.ndarray
    sentences: np.ndarray
    counts: np.ndarray


def jointly(
    text: Text,
    settings: Settings,
    examples: tuple["csr_array", np.ndarray, int],
    steps: Steps,
    stop: Callable[[], None] = lambda: None,
) -> MeanNetwork:
    """One table of vectors trained on two losses: skip-gram's on the text, and the network's on examples.

    After each block of the text the network makes its share of its steps. examples: shares (n, n_words) in the words
    of the text, targets (n,), and how many classes there are. settings: of skip-gram, on one thread.
    """
    from engine.algorithms.skipgram import cpu

    total = len(text.tokens) * settings.n_epochs
    network: MeanNetwork | None = None

    def observe(done: int, loss: float, rate: float, inputs: np.ndarray, outputs: np.ndarray) -> bool:
        nonlocal network
        stop()
        network = network or MeanNetwork(inputs, *examples, steps, moves=True)
        while network.n_steps < steps.n * done // total:
            network.step()
        return False

    cpu.train(*text, settings, observe)
    assert network is not None  # a text has words
    return network
