"""What bare pixels tell of the classes: the baseline of every code."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.linear_probe import fit_probe
from engine.algorithms.probability import binary_cross_entropy_of
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.evaluation.images.neighbor_votes import chance_accuracy, neighbor_accuracy
from engine.evaluation.maps import map_quality
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.low_rank import principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


def require_classes(images: ImageSet) -> None:
    """Raise InputError unless every image has a class and there is a test part."""
    if not images.has_classes or not images.n_test:
        raise InputError("Scores need the class of every image and a test part; choose other images.", "E-EVL-21")


def blind_cross_entropy(images: ImageSet) -> float:
    """Nats per test image of a model without a code, which gives each pixel its mean over the training part."""
    mean = images.pixels(slice(0, images.n_train)).mean(axis=0, dtype=np.float64)
    tested = images.pixels(images.test_rows).mean(axis=0, dtype=np.float64)
    return float(binary_cross_entropy_of(mean, tested, least=1e-6).sum())


@dataclass(frozen=True)
class PixelBaseline:
    """What bare pixels give on the test part.

    chance: share of the commonest class. neighbor_accuracy, linear_accuracy: shares told by the nearest training images
    and by logistic regression. negative_elbo: nats per image of a model without a code. trustworthiness_2d: of the map
    by two principal components; None for too few images.
    """

    chance: float
    neighbor_accuracy: float
    linear_accuracy: float
    negative_elbo: float
    trustworthiness_2d: float | None

    @classmethod
    def from_fit(cls, fit: Fit) -> "PixelBaseline":
        """What PixelScores stored."""
        found = fit.summary
        return cls(
            found["chance"], found["neighbor_accuracy"], found["linear_accuracy"], found["negative_elbo"],
            found.get("trustworthiness_2d"),
        )  # fmt: skip


@dataclass(frozen=True)
class PixelScores(Learner):
    """Measures bare pixels. Fit: no embedding; `PixelBaseline.from_fit` reads it back."""

    name = "pixel_scores"
    title = "Scores of bare pixels"
    papers = (
        Paper("Cover and Hart", 1967, "Nearest neighbor pattern classification", "doi:10.1109/TIT.1967.1053964"),
        Paper("Cox", 1958, "The regression analysis of binary sequences", "doi:10.1111/j.2517-6161.1958.tb00292.x"),
    )
    takes: ClassVar[str] = ImageSet.kind

    k: int = integer(5, 1, 100, label="Neighbors", help="So many nearest training images vote.")
    map_items: int = integer(2_000, 10, 20_000, label="Items", help="Images on the map that is measured.", step=100)

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Measure; raises InputError without classes or a test part."""
        stop_if_cancelled(report)
        require_classes(dataset)
        targets, n, pixels = dataset.targets, dataset.n_train, dataset.pixels()
        summary = {"chance": chance_accuracy(targets, n), "neighbor_accuracy": 0.0, "linear_accuracy": 0.0}
        summary["neighbor_accuracy"] = neighbor_accuracy(pixels, targets, n, self.k)
        report.progress(1, 3, "scores")
        stop_if_cancelled(report)
        found = fit_probe(pixels[:n], targets[:n], len(dataset.class_names)).classes(pixels[n:])
        summary["linear_accuracy"] = float((found == targets[n:]).mean())
        report.progress(2, 3, "scores")
        stop_if_cancelled(report)
        first = pixels[: self.map_items]
        quality = map_quality(first, principal(first).transform(first, 2))
        summary["negative_elbo"] = blind_cross_entropy(dataset)
        if quality is not None:
            summary["trustworthiness_2d"] = quality.trustworthiness
        report.progress(3, 3, "scores")
        return Fit({}, summary=summary)

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the numbers of pixels."""
        numbers = float(dataset.n_images) * dataset.n_pixels
        start, libraries = costs.PIXELS
        return Estimate(start + costs.PIXEL_SCORE * numbers, libraries + 24 * numbers / limits.MB)
