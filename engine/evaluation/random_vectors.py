"""Vectors that know nothing: what every test of vectors is to be compared with."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.embedding import Embedding
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class RandomVectors(Learner):
    """Independent normal numbers for the items of an embedding, with all that is known of them. Fit: embedding
    "random".
    """

    name = "random_vectors"
    title = "Random vectors"
    papers = (
        Paper(
            "Wieting and Kiela",
            2019,
            "No training required: exploring random encoders for sentence classification",
            "arXiv:1901.10444",
        ),
    )
    takes: ClassVar[str] = "embedding"

    n_components: int = integer(100, 1, 2_000, label="Dimensions", help="Numbers per vector.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Draw them."""
        stop_if_cancelled(report)
        vectors = np.random.default_rng(self.seed).normal(size=(dataset.n_items, self.n_components))
        report.progress(dataset.n_items, dataset.n_items, "items")
        return Fit({"random": Embedding(vectors.astype(np.float32), dataset.labels, dataset.metadata)})

    def estimate(self, dataset: Embedding) -> Estimate:
        """A moment."""
        start, libraries = costs.COORDINATES
        return Estimate(
            start + costs.DRAWN_NUMBER * dataset.n_items * self.n_components, libraries + 12e-6 * dataset.vectors.size
        )
