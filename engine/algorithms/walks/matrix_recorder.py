"""A training of skip-gram over walks, watched on its way to the matrix that its vectors come to factorize."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.algorithms.skipgram.progress import Recorder
from engine.report import Report

MOST_NODES = 300
"""Graphs up to here are watched while they are trained: a comparison of all pairs costs a millisecond."""
PAIRS = 400
DIGITS = 3


class MatrixRecorder(Recorder):
    """A Recorder that also holds the inner products of node and context vectors against a matrix.

    Adds the column "correlation" to the history (all finite pairs of two nodes), the live metrics "correlation" and
    "pairs" (predicted and learned values of some pairs), and keeps these at each frame; see `arrays`.
    """

    def __init__(
        self, report: Report, labels: Sequence[str], watched: Sequence[int], items: np.ndarray, total: int, unit: str,
        predicted: np.ndarray,
    ):  # fmt: skip
        super().__init__(report, labels, watched, items, total, unit)
        self.history["correlation"] = []
        rows, columns = np.nonzero(np.isfinite(predicted) & ~np.eye(len(predicted), dtype=bool))
        self._all = rows, columns
        self._predicted = predicted[rows, columns]
        chosen = np.sort(np.random.default_rng(0).permutation(len(rows))[:PAIRS])
        self._pairs = np.column_stack([rows[chosen], columns[chosen]])
        self._shown = predicted[rows[chosen], columns[chosen]]
        self._learned: list[np.ndarray] = []

    def begin(self, inputs: np.ndarray) -> None:
        """See `Recorder`; the context vectors begin at 0, and with them all products."""
        super().begin(inputs)
        self._learned.append(np.zeros(len(self._pairs)))

    def __call__(self, done: int, loss: float, learning_rate: float, inputs: np.ndarray, outputs: np.ndarray) -> bool:
        """See `Recorder`."""
        self._outputs = outputs
        n_frames, n_entries = len(self._frames), len(self.history["step"])
        last = super().__call__(done, loss, learning_rate, inputs, outputs)
        if len(self.history["step"]) > n_entries:
            self.history["correlation"].append(self._correlation(inputs))
        if len(self._frames) > n_frames:
            self._learned.append(self._products(inputs))
        return last

    def arrays(self) -> dict[str, np.ndarray]:
        """pairs int (m, 2), their values in the matrix (m,), and the inner products at each frame (frames, m)."""
        return {
            "pairs": self._pairs,
            "pairs_predicted": self._shown.astype(np.float32),
            "pairs_learned": np.array(self._learned, np.float32),
        }

    def _metrics(self, inputs: np.ndarray) -> dict[str, Any]:
        values = {"predicted": self._shown, "learned": self._products(inputs)}
        pairs = {name: np.round(each.astype(float), DIGITS).tolist() for name, each in values.items()}
        return {"correlation": round(self._correlation(inputs), 4), "pairs": pairs}

    def _products(self, inputs: np.ndarray) -> np.ndarray:
        return np.einsum("id,id->i", inputs[self._pairs[:, 0]], self._outputs[self._pairs[:, 1]])

    def _correlation(self, inputs: np.ndarray) -> float:
        """Pearson's; 0 while all vectors are still the same."""
        learned = np.einsum("id,jd->ij", inputs, self._outputs)[self._all]
        spread = learned.std() * self._predicted.std()
        return float(((learned - learned.mean()) * self._predicted).mean() / spread) if spread > 0 else 0.0
