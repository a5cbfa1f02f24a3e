"""What the codes of a run tell of the classes: by nearest neighbors, by a straight cut, by a few labels."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.few_shot import every_shot, few_labels
from engine.evaluation.images.neighbor_votes import neighbor_accuracy
from engine.evaluation.images.pixel_scores import require_classes
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.insight.images.probing import probed
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True, eq=False)
class ClassScores:
    """Shares of the test part told right.

    neighbor_accuracy: by the commonest class of the nearest training codes. linear_accuracy: by logistic regression.
    few_labels: (n_shots, n_draws) by the nearest of a few labeled codes.
    """

    neighbor_accuracy: float
    linear_accuracy: float
    few_labels: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> "ClassScores":
        """What CodeScores stored."""
        return cls(fit.summary["neighbor_accuracy"], fit.summary["linear_accuracy"], few_labels(fit))


@dataclass(frozen=True)
class CodeScores(Learner):
    """Measures the codes of a trained run. Fit: no embedding; `ClassScores.from_fit` reads it back."""

    name = "code_scores"
    title = "Scores of codes"
    papers = (
        Paper("Cover and Hart", 1967, "Nearest neighbor pattern classification", "doi:10.1109/TIT.1967.1053964"),
        Paper("Cox", 1958, "The regression analysis of binary sequences", "doi:10.1111/j.2517-6161.1958.tb00292.x"),
    )
    takes: ClassVar[str] = "run"

    k: int = integer(5, 1, 100, label="Neighbors", help="So many nearest training images vote.")

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Measure; raises InputError without classes or a test part."""
        images: ImageSet = dataset.dataset
        require_classes(images)
        vectors = dataset.fit.main.vectors
        stop_if_cancelled(report)
        by_neighbors = neighbor_accuracy(vectors, images.targets, images.n_train, self.k)
        report.progress(1, 3, "scores")
        stop_if_cancelled(report)
        known = dataset.fit.summary.get("linear_accuracy")  # runs of before do not have it
        by_line = probed(images, vectors)[1]["linear_accuracy"] if known is None else known
        report.progress(2, 3, "scores")
        stop_if_cancelled(report)
        by_few = every_shot(vectors.__getitem__, images)
        report.progress(3, 3, "scores")
        return Fit({}, {"few_labels": by_few}, summary={"neighbor_accuracy": by_neighbors, "linear_accuracy": by_line})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the distances between 1,000 test images and those of the training part."""
        images: ImageSet = dataset.dataset
        start, libraries = costs.CODES
        return Estimate(start + costs.CODE_DISTANCE * min(images.n_test, 1_000) * images.n_train, libraries)
