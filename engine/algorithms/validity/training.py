"""Training of the validity network: a phrase of the text is to score above the same with a word switched, by 1."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.algorithms.validity.network import Network
from engine.algorithms.validity.phrases import Noise, Text

PARTS = 8
"""Windows of a step are dealt out to so many parts, which threads may take in any order."""
TINY = 1e-8
"""Sums of squared gradients begin here."""
LAST = 0.1
"""The rate falls evenly to so much of what it was."""
TABLES = ("hidden", "bias", "output")


@dataclass(frozen=True)
class Settings:
    """size: words of a phrase; n_hidden: units; n_switched: words drawn for each step, tried in all its windows.

    anywhere: switch a random place instead of the middle. rate: AdaGrad's at first. batch_size: windows of a step.
    """

    size: int
    n_components: int
    n_hidden: int
    n_switched: int
    n_epochs: int
    rate: float
    anywhere: bool
    batch_size: int = 256


class Trainer:
    """The network of a text while it is trained, by mini-batches and AdaGrad (Duchi, Hazan and Singer, 2011).

    Words to switch in are drawn for a batch, and each is tried in all of its windows: the hidden layer sums over
    places, so that what the other words give is computed once, and a pair costs h multiplications instead of n d h.
    """

    def __init__(
        self, text: Text, places: np.ndarray, noise: Noise, settings: Settings, rng: np.random.Generator
    ) -> None:
        """places: int64 (m,), the words of the text whose windows are learned."""
        self._text, self._places, self._noise, self._settings, self._rng = text, places, noise, settings, rng
        self.network = Network.drawn(text.edge, settings.size, settings.n_components, settings.n_hidden, rng)
        self._past = {name: np.full_like(getattr(self.network, name), TINY) for name in ("words", *TABLES)}
        self._place_of = np.full(text.edge + 1, -1, dtype=np.int32)
        self._done = 0

    @property
    def total(self) -> int:
        """Windows of all epochs."""
        return self._settings.n_epochs * len(self._places)

    @property
    def rate(self) -> float:
        """Of the next step."""
        return self._settings.rate * (1 - (1 - LAST) * self._done / self.total)

    def steps(self) -> Iterator[tuple[int, float]]:
        """Go through all windows in every epoch; yields, after each step, its windows and their mean loss a pair."""
        size = self._settings.batch_size
        for _ in range(self._settings.n_epochs):
            order = self._rng.permutation(self._places)
            for first in range(0, len(order), size):
                batch = order[first : first + size]
                loss = self._step(self._text.windows(batch, self._settings.size))
                self._done += len(batch)
                yield len(batch), loss

    def _step(self, windows: np.ndarray) -> float:
        chosen = self._settings
        place = int(self._rng.integers(chosen.size)) if chosen.anywhere else chosen.size // 2
        drawn = self._noise.draw(chosen.n_switched)
        loss, gradients = gradients_of(self.network, windows, place, drawn)
        self._move(windows, drawn, gradients)
        pairs = (windows[:, place] != self.network.edge).sum() * len(drawn)
        return loss / max(1, pairs)

    def _move(self, windows: np.ndarray, drawn: np.ndarray, gradients: "Gradients") -> None:
        from engine.algorithms.validity.kernels import move_rows

        network, rate = self.network, np.float32(self.rate)
        for name in TABLES:
            gradient, past = getattr(gradients, name), self._past[name]
            past += gradient * gradient
            table = getattr(network, name)
            table -= rate * gradient / np.sqrt(past)
        rows = np.concatenate([windows.ravel(), drawn])
        each = np.concatenate([gradients.windows.reshape(len(rows) - len(drawn), -1), gradients.drawn])
        total = np.empty((min(len(rows), len(network.words)), each.shape[1]), dtype=np.float32)
        move_rows(network.words, self._past["words"], rows, each, rate, total, self._place_of)


@dataclass(frozen=True, eq=False)
class Gradients:
    """Of the summed loss of a step. windows: (m, n, d) and drawn: (k, d), of the vectors of the words in them."""

    windows: np.ndarray
    drawn: np.ndarray
    hidden: np.ndarray
    bias: np.ndarray
    output: np.ndarray


def gradients_of(network: Network, windows: np.ndarray, place: int, drawn: np.ndarray) -> tuple[float, Gradients]:
    """The sum of max(0, 1 - s + s') over windows int32 (m, n) and each of the drawn words int32 (k,) in one place.

    A word is not switched for itself; windows without a word in that place are left out.
    """
    from engine.algorithms.validity.kernels import compare

    words = np.where(windows[:, place] == network.edge, -1, windows[:, place])
    own = network.rows_of(place)
    vectors, others = network.words[windows], network.words[drawn]
    flat, part = vectors.reshape(len(windows), -1), network.hidden[own]
    valid = flat @ network.hidden + network.bias
    rest, switched = valid - vectors[:, place] @ part, others @ part
    to_valid, to_rest = np.empty_like(valid), np.empty_like(valid)
    to_switched = np.empty((PARTS, *switched.shape), dtype=np.float32)
    to_output = np.empty((PARTS, len(network.output)), dtype=np.float32)
    costs = np.empty(PARTS)
    compare(valid, rest, switched, network.output, words, drawn, to_valid, to_rest, to_switched, to_output, costs)
    to_drawn, both = to_switched.sum(axis=0), to_valid + to_rest
    to_windows = (both @ network.hidden.T).reshape(vectors.shape)
    to_windows[:, place] = to_valid @ part.T
    to_hidden = flat.T @ both
    to_hidden[own] = vectors[:, place].T @ to_valid + others.T @ to_drawn
    gradients = Gradients(to_windows, to_drawn @ part.T, to_hidden, both.sum(axis=0), to_output.sum(axis=0))
    return float(costs.sum()), gradients
