"""The contract of everything that runs as a job: learners, projections and tests of an embedding.

A learner is a frozen dataclass of hyper-parameters (`engine.fields`). Unlike in scikit-learn, `fit` returns
a `Fit` and leaves the learner as it is: learners are shared, hashed, and stored as part of a recipe.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import limits
from engine.fields import Validated
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.papers import Paper
from engine.report import Report, Silent


@dataclass(frozen=True)
class Estimate:
    """What a fit will take on this machine, roughly."""

    seconds: float
    megabytes: float


Severity = Literal["info", "warning", "error"]


@dataclass(frozen=True)
class Advice:
    """A sentence for the user. An "error" names what `fit` would refuse."""

    severity: Severity
    sentence: str


def gravest_first(found: Iterable[Advice]) -> list[Advice]:
    """Errors, then warnings, then the rest, each in the order given."""
    return sorted(found, key=lambda advice: ("error", "warning", "info").index(advice.severity))


@dataclass(frozen=True)
class Inputs:
    """Numbers that items were made from. of: rows (m,) of items -> (m, n_values)."""

    n_values: int
    of: Callable[[np.ndarray], np.ndarray]


class Learner(Validated):
    """Base of all learners: a frozen dataclass with `fit` and `estimate`.

    Importing a learner must stay cheap: modules import torch, scikit-learn, scipy and numba inside functions.
    """

    title: ClassVar[str]
    """What the user picks, e.g. "Skip-gram with negative sampling"."""
    papers: ClassVar[tuple[Paper, ...]]
    """Where the method comes from, the first the main one."""
    takes: ClassVar[str]
    """The kind of dataset that `fit` takes: "corpus", ..., or "embedding" for projections and tests."""
    embeds: ClassVar[str] = ""
    """What gets a vector: "word", "document", "film", "node" or "image"; "" for projections, tests and drawings."""
    near_by: ClassVar[Literal["cosine", "euclidean"]] = "cosine"
    """By what its vectors are near, to the maps that a run opens with."""
    made_from: ClassVar[str] = ""
    """What `inputs` are called, e.g. "the pictures' own pixels"; "" where items are no rows of numbers."""
    context: ClassVar[str] = ""
    """What the second vectors of its Fit (`Fit.context`) are, in words for the user; "" if there are none."""
    step_unit: ClassVar[str] = "steps"
    """What `Fit.history["step"]` and the steps of snapshots count, such as "epochs" or "tokens"."""
    explained: ClassVar[Mapping[str, str]] = {}
    """What `explain` asks the user to choose: name -> kind of item ("word", "film", "viewer", "node", "image")."""

    @property
    def begins_from(self) -> str:
        """The run whose vectors `fit` is given beside the dataset (`GivenVectors`); "" for none."""
        return ""

    @classmethod
    def offered(cls, dataset: Any) -> bool:
        """Whether a dataset of the kind can serve this method at all; quick to compute. Others are not even listed."""
        return True

    @classmethod
    def suited(cls, dataset: Any) -> Mapping[str, Any]:
        """Fields whose usual values depend on the data: where the controls of the app begin; quick to compute."""
        return {}

    def inputs(self, dataset: Any) -> Inputs:
        """The numbers that each item of the embedding was made from; asked where `made_from` says what they are."""
        raise NotImplementedError

    def fit(self, dataset: Any, report: Report = Silent()) -> Fit:
        """Learn from the dataset. The same learner, dataset and seed give the same bytes.

        Raises Cancelled soon after `report.cancelled()` turns true, and InputError if the data cannot serve.
        """
        raise NotImplementedError

    def estimate(self, dataset: Any) -> Estimate:
        """Time and memory that `fit` will take; quick to compute."""
        raise NotImplementedError

    def advice(self, dataset: Any) -> list[Advice]:
        """What to know before `fit`, the gravest first; quick to compute."""
        return [cost(self.estimate(dataset))]

    def explain(self, fit: Fit, dataset: Any, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """How the method works, with the numbers of the chosen items (rows, by the names in `explained`).

        Raises InputError if the items cannot serve; the sentence says which would.
        """
        return ()


def cost(estimate: Estimate) -> Advice:
    """What a training will take, and a warning if it would be stopped."""
    taken = f"about {_duration(estimate.seconds)} and {estimate.megabytes:,.0f} MB of memory"
    if estimate.seconds > limits.JOB_SECONDS:
        longest = _duration(limits.JOB_SECONDS)
        return Advice(
            "warning", f"This will take {taken}, and is stopped after {longest}: choose fewer epochs or dimensions."
        )
    if estimate.megabytes * limits.MB > limits.JOB_BYTES:
        most = limits.JOB_BYTES // limits.MB
        return Advice("warning", f"This will take {taken}; {most:,} MB are allowed: choose fewer items or dimensions.")
    return Advice("info", f"This will take {taken}.")


def _duration(seconds: float) -> str:
    if seconds < 90:
        rounded = max(1, round(seconds))
        return f"{rounded} second{'s' * (rounded > 1)}"
    return f"{round(seconds / 60)} minutes"
