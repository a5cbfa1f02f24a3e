"""What a map does on its way: progress, live frames, frames that are kept, and the course of what is to fall."""

from dataclasses import dataclass, field

import numpy as np

from engine.fit import Snapshots
from engine.projections.points import completed
from engine.report import Report, stop_if_cancelled

MAX_FRAMES = 60
FRAME_BYTES = 8_000_000


@dataclass(eq=False)
class Record:
    """What moves the points calls it now and then: it passes news on, keeps some frames, and ends on a cancel.

    directed: bool (n_items,), which items take part. measure: the name of what is to fall. `stopped`: whether the user
    wanted what there was.
    """

    report: Report
    directed: np.ndarray
    n_components: int
    n_iter: int
    measure: str
    unit: str = "iterations"
    stopped: bool = False
    steps: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    frames: list[np.ndarray] = field(default_factory=list)
    frame_steps: list[int] = field(default_factory=list)
    last_shown: int = 0

    def on_tile(self, done: int, total: int) -> None:
        """Called while neighbors are sought."""
        stop_if_cancelled(self.report)
        self.report.progress(0, self.n_iter, self.unit, neighbors=f"{done:,} of {total:,}")

    def __call__(self, step: int, value: float, layout: np.ndarray) -> None:
        """Called with a step, what was measured before it, and the coordinates after it."""
        stop_if_cancelled(self.report)
        self.steps.append(step)
        self.values.append(value)
        self.report.progress(step, self.n_iter, self.unit, **{self.measure: value})
        if step - self.last_shown >= self._shown_every():
            self.last_shown = step
            self.report.snapshot(step, self.complete(layout))
        if self.report.stopping(step, self.n_iter, self.unit):
            self.stopped = True
        elif step < self.n_iter and self.is_kept(step):
            self._keep_frame(step, layout)

    def keep(self, step: int, value: float, layout: np.ndarray) -> None:
        """Write down the last state."""
        if self.steps and self.steps[-1] == step:  # of before the last step was made
            self.steps.pop()
            self.values.pop()
        self.steps.append(step)
        self.values.append(value)
        self._keep_frame(step, layout)
        self.report.snapshot(step, self.complete(layout))

    def _shown_every(self) -> int:
        return 10 if len(self.directed) <= 20_000 else 25

    def is_kept(self, step: int) -> bool:
        """Whether the frame after a step is kept, beside the last one."""
        last = self.frame_steps[-1] if self.frame_steps else 0
        return step - last >= self._kept_every()

    def _kept_every(self) -> int:
        frame_bytes = 4 * self.n_components * len(self.directed)
        n_frames = min(MAX_FRAMES, max(5, FRAME_BYTES // frame_bytes))
        return -(-self.n_iter // (n_frames - 1))

    def _keep_frame(self, step: int, layout: np.ndarray) -> None:
        self.frame_steps.append(step)
        self.frames.append(self.complete(layout))

    def complete(self, layout: np.ndarray) -> np.ndarray:
        """Coordinates of all items, float32 (n_items, n_components); those without direction in the lower corner."""
        return completed(layout, self.directed)

    def history(self) -> dict[str, list[float]]:
        """Columns step and that of the measure."""
        return {"step": [float(step) for step in self.steps], self.measure: list(self.values)}

    def snapshots(self) -> Snapshots | None:
        """The kept frames, or None if there was nothing to optimize."""
        if not self.frames:
            return None
        return Snapshots(np.arange(len(self.directed)), np.array(self.frame_steps), np.stack(self.frames))
