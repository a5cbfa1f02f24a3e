"""Multidimensional scaling by gradient descent on stress: the first idea of a map, made to be seen to fail."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from engine import costs
from engine.algorithms import stress
from engine.algorithms.stress import StressDescent
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.projections.points import leading, padded, points_of
from engine.projections.record import Record
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

MEASURED = 75
"""Looks at the stress, at most one each iteration."""


@dataclass(frozen=True)
class StressMDS(Projection):
    """Metric multidimensional scaling (Kruskal, 1964): points move until distances on the map are those in the data.

    Far pairs weigh most, and in many dimensions all pairs are about equally far: the map of many classes is a ball.
    Fit: embedding "stress_mds" (n, 2 or 3); history step and stress; snapshots of all items over the iterations.
    """

    name = "stress_mds"
    title = "MDS by descent"
    papers = (
        Paper(
            "Kruskal",
            1964,
            "Multidimensional scaling by optimizing goodness of fit to a nonmetric hypothesis",
            "doi:10.1007/BF02289565",
        ),
        Paper(
            "Guttman",
            1968,
            "A general nonmetric technique for finding the smallest coordinate space for a configuration of points",
            "doi:10.1007/BF02290164",
        ),
    )

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="Dimensions of the map.")
    n_iter: int = integer(300, 10, 5_000, label="Iterations", help="How many times all points move.", step=50)
    learning_rate: float = real(
        1.0,
        0.01,
        2.0,
        label="Learning rate",
        help="1 puts every point at the mean of where the others want it; the stress never rises then.",
        step=0.1,
    )
    start: Literal["random", "pca"] = choice(
        "random",
        {"random": "By chance", "pca": "PCA"},
        label="Start",
        help="Where the points begin. By chance, many stay caught on the wrong side of others.",
    )
    metric: Literal["cosine", "euclidean"] = choice(
        "cosine",
        {"cosine": "Cosine", "euclidean": "Euclidean"},
        label="Metric",
        help="What distance is wanted: that of the directions, or the Euclidean one.",
    )
    pca_first: int = integer(
        50,
        2,
        1_000,
        label="Principal components first",
        help="Distances are those along so many principal components.",
        advanced=True,
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="The same seed gives the same map.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Lay out the rows of an embedding; raises InputError if all of them are the same."""
        stop_if_cancelled(report)
        taken = points_of(dataset, self.metric)
        points = taken.vectors
        record = Record(report, taken.directed, self.n_components, self.n_iter, "stress")
        coordinates, found = self._descend(points, record)
        summary: dict[str, Any] = {"stress": found}
        summary |= MapScores.summarized(points, coordinates, self.metric)
        notes = taken.notes
        if len(points) > stress.WHOLE:
            notes += (
                f"Each iteration compares every item with {stress.SOME} others, drawn anew: with all up to "
                f"{stress.WHOLE:,} items.",
            )
        embedding = Embedding(record.complete(coordinates), dataset.labels, dataset.metadata)
        report.progress(self.n_iter, self.n_iter, "iterations")
        return Fit({self.name: embedding}, {}, record.history(), record.snapshots(), summary, notes)

    def _descend(self, points: np.ndarray, record: Record) -> tuple[np.ndarray, float]:
        """Coordinates (n, n_components) of the points, and their stress."""
        reduced = leading(points, self.pca_first)
        start = np.random.default_rng(self.seed).normal(size=(len(points), self.n_components))
        if self.start == "pca":  # chance parts points that lie on one place, which nothing else would
            start = padded(reduced[:, : self.n_components], self.n_components) + 1e-4 * start
        every, step = -(-self.n_iter // MEASURED), 0
        with compiled_threads():
            descent = StressDescent(reduced, start, self.seed)
            while step < self.n_iter and not record.stopped:
                before = descent.step(self.learning_rate)
                step += 1
                if step % every == 0:
                    record(step, before, descent.places)
            found = descent.stress()
        record.keep(step, found, descent.places)
        return descent.places, found

    def caption(self, fit: Fit, axes: Sequence[int]) -> str:
        """How far the distances on the map are from those wanted, and how much of the neighborhoods is kept."""
        found = float(fit.summary["stress"])
        told = f"Stress {found:.2f}: so large is what distances on the map are off, beside the distances themselves."
        return f"{told} {super().caption(fit, axes)}".rstrip()

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the pairs compared in all iterations, and the distances wanted."""
        start, libraries = costs.MAPS
        n, d = dataset.n_items, min(self.pca_first, dataset.n_components)
        whole = n <= stress.WHOLE
        pairs = n * (n if whole else stress.SOME)
        wanted = costs.STRESS_NUMBER * pairs * d * (1 if whole else self.n_iter)
        megabytes = libraries + 1e-6 * (4 * pairs + 12 * n * d)
        return Estimate(start + costs.STRESS_PAIR * pairs * self.n_iter + wanted, megabytes)
