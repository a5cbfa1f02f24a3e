"""From a continuous shape to many islands: t-SNE maps of falling exaggeration, each grown out of the one before."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.fields import integer, real, text
from engine.fit import Snapshots
from engine.papers import Paper
from engine.projections.course import EARLY, Course
from engine.projections.record import Record
from engine.projections.tsne import TSNE

EXAGGERATIONS = (30, 20, 15, 10, 8, 6, 5, 4, 3, 2, 1)
EACH = 100
"""Iterations at each of them."""
LAST = 250
"""Iterations at 1, which takes longest to settle."""
ENDS = tuple(EARLY + place * EACH for place in range(len(EXAGGERATIONS) - 1))
"""After so many iterations the next exaggeration begins."""


class Settled(Record):
    """Keeps the map that has settled at each exaggeration, which is its step; the last, at 1, comes first."""

    def is_kept(self, step: int) -> bool:
        """Whether an exaggeration ends there."""
        return step in ENDS

    def snapshots(self) -> Snapshots | None:
        """In rising order of exaggeration."""
        found = super().snapshots()
        if found is None:
            return None
        reached = (*EXAGGERATIONS[: len(self.frames) - 1], 1)
        return Snapshots(found.items, np.array(reached[::-1]), found.frames[::-1])


@dataclass(frozen=True)
class Spectrum(TSNE):
    """The attraction-repulsion spectrum (Böhm, Berens and Kobak, 2022): one control from a continuous shape, by way of
    what UMAP would draw (about 4), to t-SNE.

    Fit: embedding "tsne" (n, 2 or 3), the map at an exaggeration of 1; snapshots: a map for each exaggeration, which is
    their step, rising.
    """

    name = "spectrum"
    title = "t-SNE, by exaggeration"
    papers: ClassVar[tuple[Paper, ...]] = (
        Paper(
            "Böhm, Berens and Kobak",
            2022,
            "Attraction-repulsion spectrum in neighbor embeddings",
            "arXiv:2007.08902",
        ),
    )
    version: ClassVar[int] = 1
    opens: ClassVar[bool] = False
    steerable: ClassVar[tuple[str, ...]] = ()
    frame_unit: ClassVar[str] = "exaggeration"
    record: ClassVar[type[Record]] = Settled

    n_iter: int = integer(
        EARLY + (len(EXAGGERATIONS) - 2) * EACH + LAST, 10, 5_000, label="Iterations", help="Of all maps.", hidden=True
    )
    exaggeration: float = real(1.0, 1.0, 1.0, label="Exaggeration", help="Of the last map.", hidden=True)
    early_exaggeration: float = real(
        30.0, 1.0, 100.0, label="Early exaggeration", help="Of the first map.", hidden=True
    )
    early_iter: int = integer(EARLY, EARLY, EARLY, label="Early iterations", help="Of the first map.", hidden=True)
    changes: str = text("", 0, label="Changes on the way", help="None beside the exaggerations.", hidden=True)

    @property
    def course(self) -> Course:
        """The exaggerations one after another."""
        changes = tuple((end, float(value)) for end, value in zip(ENDS, EXAGGERATIONS[1:], strict=True))
        return Course(self.n_iter, EARLY, float(EXAGGERATIONS[0]), 1.0, changes)
