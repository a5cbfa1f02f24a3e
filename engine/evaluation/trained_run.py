"""What a test of one trained run is given."""

from dataclasses import dataclass
from typing import Any

from engine.fit import Fit
from engine.learners.base import Learner


@dataclass(frozen=True, eq=False)
class TrainedRun:
    """A saved run with what it was made from: what tests with `takes = "run"` get.

    beside: the run that the test names beside it (`Learner.begins_from`).
    """

    learner: Learner
    fit: Fit
    dataset: Any
    beside: "TrainedRun | None" = None
