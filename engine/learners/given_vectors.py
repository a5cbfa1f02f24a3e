"""What a method is given that begins from the vectors of another run."""

from dataclasses import dataclass
from typing import Any

from engine.embedding import Embedding


@dataclass(frozen=True, eq=False)
class GivenVectors:
    """A dataset, and the main embedding of the run that the learner names (`Learner.begins_from`)."""

    dataset: Any
    vectors: Embedding
