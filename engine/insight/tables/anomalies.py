"""Rows that a method gives back badly, told from the normal ones by a threshold."""

from typing import NamedTuple

import numpy as np


class Judged(NamedTuple):
    """threshold: an error above it counts as an anomaly. hits, misses: anomalies above and not above it; false_alarms,
    passed: normal rows above and not above it; all of them counts.
    """

    threshold: float
    hits: int
    misses: int
    false_alarms: int
    passed: int

    @property
    def precision(self) -> float:
        """Of the rows above the threshold, the share that are anomalies; NaN if there are none."""
        return self.hits / (self.hits + self.false_alarms) if self.hits + self.false_alarms else float("nan")

    @property
    def recall(self) -> float:
        """Of the anomalies, the share above the threshold; NaN if there are none."""
        return self.hits / (self.hits + self.misses) if self.hits + self.misses else float("nan")

    @property
    def accuracy(self) -> float:
        """Of all rows, the share that is told right."""
        return (self.hits + self.passed) / (self.hits + self.misses + self.false_alarms + self.passed)


def judged(errors: np.ndarray, normal: np.ndarray, seen: np.ndarray, deviations: float) -> Judged:
    """The threshold is the mean of the errors of normal rows that the training saw, plus so many of their standard
    deviations; the rows that it did not see are judged, all of them if it saw them all.

    errors: (n,); normal, seen: bool (n,), some normal rows seen.
    """
    known = errors[normal & seen]
    threshold = float(known.mean() + deviations * known.std())
    tested = ~seen if (~seen).any() else np.ones(len(errors), dtype=bool)
    above = errors > threshold
    counts = ((tested & ~normal & above), (tested & ~normal & ~above), (tested & normal & above),
              (tested & normal & ~above))  # fmt: skip
    return Judged(threshold, *(int(each.sum()) for each in counts))
