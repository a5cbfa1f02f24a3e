"""How long work talks to whoever waits for it, and how it is stopped."""

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

from engine.errors import Cancelled, InputError


class Report(Protocol):
    """How a learner talks while it works. The engine never prints."""

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        """`done` of `total` `unit`s; metrics are JSON-able (numbers, strings, lists) and shown live."""

    def snapshot(self, step: int, values: np.ndarray) -> None:
        """A live frame: float32 (n_items, 2 or 3) coordinates, shown on the map while the job runs."""

    def cancelled(self) -> bool:
        """True once the user has cancelled."""

    def stopping(self, done: float, total: float, unit: str) -> bool:
        """Asked where the work could end with what there is, as after an epoch: whether the user wants it to.

        Whoever is told so ends there and returns its result as usual; that it is not the whole one is noted by whoever
        asked for it, under a name of its own.
        """

    def asked(self) -> Mapping[str, Any]:
        """What the user wants otherwise from now on, by fields of the learner that can be changed on the way, and
        whether it is to pause ("paused"); empty if nothing was ever changed."""

    def became(self, learner: Any) -> None:
        """The result is that of another learner than the one that was asked for, since the user changed it on the way;
        it is saved as that one's."""


class Silent:
    """A Report that listens to nothing."""

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None: ...
    def snapshot(self, step: int, values: np.ndarray) -> None: ...

    def cancelled(self) -> bool:
        return False

    def stopping(self, done: float, total: float, unit: str) -> bool:
        return False

    def asked(self) -> Mapping[str, Any]:
        return {}

    def became(self, learner: Any) -> None: ...


class Repetition:
    """The report of one of several equal pieces of work, such as a training on one of several splits: its share of the
    whole."""

    def __init__(self, whole: Report, place: int, n_pieces: int) -> None:
        self._whole, self._place, self._n = whole, place, n_pieces

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        done_here = done / total if total else 1.0
        self._whole.progress(100 * (self._place + done_here) / self._n, 100, "percent", **metrics)

    def snapshot(self, step: int, values: np.ndarray) -> None:
        """Frames of one repetition are shown nowhere."""

    def cancelled(self) -> bool:
        return self._whole.cancelled()

    def stopping(self, done: float, total: float, unit: str) -> bool:
        """Never: repetitions that were not equally long could not be compared."""
        return False

    def asked(self) -> Mapping[str, Any]:
        """Nothing, for the same reason."""
        return {}

    def became(self, learner: Any) -> None:
        """Cannot be: nothing was asked."""


def stop_if_cancelled(report: Report) -> None:
    """Raise Cancelled if the user asked for it; learners call it several times a second."""
    if report.cancelled():
        raise Cancelled


def require_finite(loss: float, step: int, learning_rate: float) -> None:
    """Stop a training whose loss is no number any more."""
    if not np.isfinite(loss):
        raise InputError(
            f"The loss is {loss} at step {step:,}: a learning rate of {learning_rate} is too high; try a third of it.",
            "E-TRN-01",
        )
