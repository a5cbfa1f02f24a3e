"""What a skip-gram training tells while it runs, and what it keeps of it: loss, neighbors, frames."""

import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.report import Report, require_finite, stop_if_cancelled

SECONDS_BETWEEN_REPORTS = 0.4
HISTORY_ENTRIES = 200
FRAMES = 40
SEARCHED = 20_000
"""Neighbors of watched words are sought among the most frequent items only, to stay out of the training's way."""
NEIGHBORS = 5


class Recorder:
    """Called after each block of tokens, as `negative_sampling.Observe`.

    History and frames are taken at evenly spaced steps, so that the same training gives the same ones; only the
    live reports go by the clock.
    """

    def __init__(
        self,
        report: Report,
        labels: Sequence[str],
        watched: Sequence[int],
        items: np.ndarray,
        total: int,
        unit: str = "words",
    ):
        """labels: of all items by falling count. watched: rows. items: rows kept in frames. total: tokens to do.

        unit: what the tokens are.
        """
        self.report, self.labels, self.watched, self.items, self.total = report, labels, watched, items, total
        self.unit = unit
        self.history: dict[str, list[float]] = {"step": [], "loss": [], "learning_rate": []}
        self._steps: list[int] = []
        self._frames: list[np.ndarray] = []
        self._losses: list[float] = []
        self._loss = float("nan")
        self._begun = time.monotonic()
        self._reported = self._begun

    def begin(self, inputs: np.ndarray) -> None:
        """Keep a frame of the input vectors as they are before the first step."""
        self._steps.append(0)
        self._frames.append(np.array(inputs[self.items], dtype=np.float32))

    def __call__(self, done: int, loss: float, learning_rate: float, inputs: np.ndarray, outputs: np.ndarray) -> bool:
        stop_if_cancelled(self.report)
        last = done == self.total or self.report.stopping(done, self.total, self.unit)
        if np.isfinite(loss):  # a short block may have measured no window
            self._losses.append(loss)
        if last or self._is_due(done, len(self.history["step"]), HISTORY_ENTRIES):
            self._record(done, learning_rate, inputs)
        if last or self._is_due(done, sum(step > 0 for step in self._steps), FRAMES):
            self._steps.append(done)
            self._frames.append(inputs[self.items].copy())
        now = time.monotonic()
        if last or now - self._reported >= SECONDS_BETWEEN_REPORTS:
            self._reported = now
            self._tell(done, now - self._begun, inputs)
        return last

    def snapshots(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Rows of the items kept (m,), steps (f,) in tokens, and float32 (f, m, n_components) vectors at each step."""
        return self.items, np.array(self._steps), np.array(self._frames, dtype=np.float32)

    def arrays(self) -> dict[str, np.ndarray]:
        """What else was kept, by name; nothing here."""
        return {}

    @property
    def seconds(self) -> float:
        """Time since the start of the training."""
        return time.monotonic() - self._begun

    @property
    def loss(self) -> float:
        """Loss per pair, over the latest entry of the history."""
        return self._loss

    def _is_due(self, done: int, taken: int, wanted: int) -> bool:
        return done >= self.total * (taken + 1) / wanted

    def _record(self, done: int, learning_rate: float, inputs: np.ndarray) -> None:
        if self._losses:
            self._loss = float(np.mean(self._losses))
            self._losses.clear()
        finite = np.isfinite(inputs[self.items]).all()  # the kernel's tables keep the loss itself finite
        if not (finite and np.isnan(self._loss)):
            require_finite(self._loss if finite else float("nan"), done, learning_rate)
            for column, value in (("step", done), ("loss", self._loss), ("learning_rate", learning_rate)):
                self.history[column].append(value)

    def _tell(self, done: int, seconds: float, inputs: np.ndarray) -> None:
        speed = done / max(seconds, 1e-9)
        self.report.progress(
            done,
            self.total,
            self.unit,
            loss=round(self._loss, 4) if np.isfinite(self._loss) else None,
            **{f"{self.unit}_per_second": round(speed)},
            seconds_left=round((self.total - done) / speed, 1),
            watch=self._neighbors(inputs),
            **self._metrics(inputs),
        )

    def _metrics(self, inputs: np.ndarray) -> dict[str, Any]:
        """What else to tell live; nothing here."""
        return {}

    def _neighbors(self, inputs: np.ndarray) -> dict[str, list[str]]:
        """Watched label -> labels of its nearest items by cosine, as of now."""
        near = inputs[:SEARCHED]
        # einsum, as the threads of a BLAS would wait on the cores that train.
        lengths = np.maximum(np.sqrt(np.einsum("id,id->i", near, near)), 1e-12)
        wanted = min(NEIGHBORS, len(near) - 1)
        found = {}
        for row in self.watched:
            similarity = np.einsum("id,d->i", near, inputs[row]) / lengths
            if row < len(similarity):
                similarity[row] = -np.inf
            best = np.argpartition(-similarity, wanted)[:wanted]
            best = best[np.argsort(-similarity[best], kind="stable")]
            found[self.labels[row]] = [self.labels[item] for item in best]
        return found
