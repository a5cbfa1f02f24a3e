"""What learners of vectors made elsewhere share."""

from dataclasses import dataclass
from typing import ClassVar

from engine.datasets.vectors.vectors import Vectors
from engine.learners.base import Learner


@dataclass(frozen=True)
class VectorLearner(Learner):
    """A learner that gives each item of a set of vectors another vector, or the same."""

    takes: ClassVar[str] = Vectors.kind
    embeds: ClassVar[str] = "vector"
