"""What a test of maps is given."""

from dataclasses import dataclass
from typing import ClassVar, Protocol

import numpy as np

from engine.embedding import Embedding
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.report import Report


class MapMaker(Protocol):
    """What a test asks of a projection."""

    title: ClassVar[str]

    def compared(self, embedding: Embedding) -> np.ndarray:
        """The rows (n, d) whose Euclidean distances say what is near."""

    def fit(self, dataset: Embedding, report: Report) -> Fit:
        """A map of an embedding."""

    def estimate(self, dataset: Embedding) -> Estimate:
        """What that takes."""


@dataclass(frozen=True, eq=False)
class MadeMaps:
    """One or more saved maps with the embedding that they show.

    maps: (projection, its Fit), the first is the one that was asked about. new: items that are not on them, where the
    test `brings` some.
    """

    embedding: Embedding
    maps: tuple[tuple[MapMaker, Fit], ...]
    new: Embedding | None = None


class MapTest(Learner):
    """Base of tests of maps."""

    takes: ClassVar[str] = "maps"

    @property
    def others(self) -> tuple[str, ...]:
        """The runs of maps of the same items, beside the one that is asked about."""
        return ()

    @property
    def brings(self) -> tuple[str, str] | None:
        """A run and which of its embeddings holds items to put on the map; no run: those of the map's own run that it
        does not show. None: nothing is brought.
        """
        return None
