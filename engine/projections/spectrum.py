"""From a continuous shape to many islands: t-SNE maps of falling exaggeration, each grown out of the one before."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.fields import integer, real, text
from engine.papers import Paper
from engine.projections.course import EARLY, Course
from engine.projections.record import Record
from engine.projections.tsne import TSNE, Watch, unwatched

EXAGGERATIONS = (30, 20, 15, 10, 8, 6, 5, 4, 3, 2, 1)
EACH = 100
"""Iterations at each of them."""
LAST = 250
"""Iterations at 1, which takes longest to settle."""


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
        changes = tuple((EARLY + place * EACH, float(value)) for place, value in enumerate(EXAGGERATIONS[1:]))
        return Course(self.n_iter, EARLY, float(EXAGGERATIONS[0]), 1.0, changes)

    def keeps(self, step: int) -> int:
        """The exaggeration whose map is settled after so many iterations; 0 if none is."""
        ends = [EARLY + place * EACH for place in range(len(EXAGGERATIONS) - 1)]
        return EXAGGERATIONS[ends.index(step)] if step in ends else 0

    def _optimize(
        self, points: np.ndarray, perplexity: float, record: Record, watch: Watch = unwatched
    ) -> tuple[np.ndarray, float]:
        settled: dict[int, np.ndarray] = {}

        def keep(step: int, places: np.ndarray) -> None:
            if self.keeps(step):
                settled[self.keeps(step)] = record.complete(places)

        places, kl = super()._optimize(points, perplexity, record, keep)
        settled[1] = record.complete(places)
        record.frame_steps = sorted(settled)
        record.frames = [settled[step] for step in record.frame_steps]
        return places, kl
