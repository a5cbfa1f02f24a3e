"""How many principal components a classifier needs: its accuracy on the test part by their number."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.linear_probe import fit_probe
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.neighbor_votes import chance_accuracy, neighbor_accuracy
from engine.evaluation.images.pixel_scores import require_classes
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.low_rank import principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

RANKS = (1, 2, 3, 5, 8, 12, 16, 24, 32, 48, 64, 96, 128)


@dataclass(frozen=True, eq=False)
class ByRank:
    """ranks: int (n,), rising. linear, neighbors: (n,) shares of the test part told right, by logistic regression and
    by the nearest training images. kept: (n,) share of the variance of the training part. chance: of the commonest
    class.
    """

    ranks: np.ndarray
    linear: np.ndarray
    neighbors: np.ndarray
    kept: np.ndarray
    chance: float

    @classmethod
    def from_fit(cls, fit: Fit) -> "ByRank":
        """What AccuracyByRank stored."""
        found = fit.arrays
        return cls(found["ranks"], found["linear"], found["neighbors"], found["kept"], fit.summary["chance"])


@dataclass(frozen=True)
class AccuracyByRank(Learner):
    """Takes the training part apart once, and learns the classes from more and more of its components.

    Fit: no embedding; `ByRank.from_fit` reads it back.
    """

    name = "accuracy_by_rank"
    title = "Accuracy by number of components"
    papers = (
        Paper("Turk and Pentland", 1991, "Eigenfaces for recognition", "doi:10.1162/jocn.1991.3.1.71"),
        Paper("Cox", 1958, "The regression analysis of binary sequences", "doi:10.1111/j.2517-6161.1958.tb00292.x"),
    )
    takes: ClassVar[str] = ImageSet.kind

    k: int = integer(1, 1, 100, label="Neighbors", help="So many nearest training images vote.")

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Measure; raises InputError without classes or a test part."""
        stop_if_cancelled(report)
        require_classes(dataset)
        targets, n, pixels = dataset.targets, dataset.n_train, dataset.pixels()
        axes = principal(pixels[:n])
        ranks = [rank for rank in RANKS if rank <= len(axes.components)]
        codes = axes.transform(pixels, ranks[-1]).astype(np.float32)
        linear, neighbors = np.zeros(len(ranks)), np.zeros(len(ranks))
        for place, rank in enumerate(ranks):
            stop_if_cancelled(report)
            part = codes[:, :rank]
            probe = fit_probe(part[:n], targets[:n], len(dataset.class_names))
            linear[place] = (probe.classes(part[n:]) == targets[n:]).mean()
            neighbors[place] = neighbor_accuracy(part, targets, n, self.k)
            report.progress(place + 1, len(ranks), "ranks")
        kept = np.cumsum(axes.explained_variance_ratio)[np.array(ranks) - 1]
        arrays = {"ranks": np.array(ranks), "linear": linear, "neighbors": neighbors, "kept": kept}
        return Fit({}, arrays, summary={"chance": chance_accuracy(targets, n)})

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the numbers of pixels, as for bare ones."""
        numbers = float(dataset.n_images) * dataset.n_pixels
        start, libraries = costs.PIXELS
        return Estimate(start + 2 * costs.PIXEL_SCORE * numbers, libraries + 24 * numbers / limits.MB)
