"""A training of the validity network, watched: neighbors of words, and how many held-out phrases are told apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.algorithms.skipgram.progress import Recorder
from engine.algorithms.validity.network import Network
from engine.algorithms.validity.phrases import HeldOut
from engine.report import Report


class AccuracyRecorder(Recorder):
    """A Recorder that adds the accuracy on held-out phrases to the history and to the live metrics."""

    def __init__(
        self, report: Report, labels: Sequence[str], watched: Sequence[int], items: np.ndarray, total: int, unit: str,
        network: Network, held_out: HeldOut | None,
    ):  # fmt: skip
        super().__init__(report, labels, watched, items, total, unit)
        self._network, self._held_out = network, held_out
        if held_out is not None:
            self.history["accuracy"] = []

    def __call__(self, done: int, loss: float, learning_rate: float, inputs: np.ndarray, outputs: np.ndarray) -> bool:
        """See `Recorder`."""
        n_entries = len(self.history["step"])
        last = super().__call__(done, loss, learning_rate, inputs, outputs)
        if self._held_out is not None and len(self.history["step"]) > n_entries:
            self.history["accuracy"].append(self._held_out.accuracy(self._network.scores))
        return last

    def _metrics(self, inputs: np.ndarray) -> dict[str, Any]:
        if self._held_out is None:
            return {}
        return {"accuracy": round(self._held_out.accuracy(self._network.scores), 4)}
