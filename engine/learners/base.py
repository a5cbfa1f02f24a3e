"""The contract of everything that runs as a job: learners, projections and tests of an embedding.

A learner is a frozen dataclass of hyper-parameters (`engine.fields`). Unlike in scikit-learn, `fit` returns
a `Fit` and leaves the learner as it is: learners are shared, hashed, and stored as part of a recipe.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from engine.fields import Validated
from engine.fit import Fit
from engine.report import Report, Silent


@dataclass(frozen=True)
class Estimate:
    """What a fit will take on this machine, roughly."""

    seconds: float
    megabytes: float


class Learner(Validated):
    """Base of all learners: a frozen dataclass with `fit` and `estimate`.

    Importing a learner must stay cheap: modules import torch, scikit-learn, scipy and numba inside functions.
    """

    title: ClassVar[str]
    """What the user picks, e.g. "Skip-gram with negative sampling"."""
    source: ClassVar[str]
    """Author, year."""
    takes: ClassVar[str]
    """The kind of dataset that `fit` takes: "corpus", ..., or "embedding" for projections and tests."""

    def fit(self, dataset: Any, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Learn from the dataset. The same learner, dataset and seed give the same bytes.

        Raises Cancelled soon after `report.cancelled()` turns true, and InputError if the data cannot serve.
        """
        raise NotImplementedError

    def estimate(self, dataset: Any) -> Estimate:
        """Time and memory that `fit` will take; quick to compute."""
        raise NotImplementedError
