"""How well codes tell classes apart: nearest neighbors in the training part, asked about the test part."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import limits
from engine.algorithms.linear_probe import fit_probe
from engine.algorithms.probability import binary_cross_entropy_of
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.evaluation.maps import map_quality
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.low_rank import principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

TILE_NUMBERS = 1 << 24
"""Distances held at once."""


def neighbor_accuracy(
    vectors: np.ndarray, targets: np.ndarray, n_train: int, k: int = 5, most_tested: int = 1_000
) -> float:
    """Share of the test items whose class is the commonest among their k nearest training items (Euclidean).

    vectors (n, d) and targets (n,), the first n_train for training; at most `most_tested` test items, evenly chosen,
    are asked about. Ties go to the class whose neighbor is nearest. NaN without test items.
    """
    rows = np.arange(n_train, len(vectors))
    if not len(rows):
        return float("nan")
    rows = rows[np.linspace(0, len(rows) - 1, min(most_tested, len(rows))).astype(int)]
    train = vectors[:n_train] - vectors[:n_train].mean(axis=0)
    tested = vectors[rows] - vectors[:n_train].mean(axis=0)
    lengths = np.square(train).sum(axis=1)
    right = 0
    for start in range(0, len(rows), max(1, TILE_NUMBERS // n_train)):
        part = slice(start, start + max(1, TILE_NUMBERS // n_train))
        distances = lengths - 2 * tested[part] @ train.T
        found = _voted(distances, targets[:n_train], min(k, n_train))
        right += int((found == targets[rows[part]]).sum())
    return right / len(rows)


def _voted(distances: np.ndarray, targets: np.ndarray, k: int) -> np.ndarray:
    """The commonest class among the k nearest of each row of distances (m, n)."""
    nearest = np.argpartition(distances, k - 1, axis=1)[:, :k]
    order = np.take_along_axis(distances, nearest, axis=1).argsort(axis=1)
    votes = targets[np.take_along_axis(nearest, order, axis=1)]  # (m, k), nearest first
    counts = (votes[:, :, None] == votes[:, None, :]).sum(axis=2)
    return np.take_along_axis(votes, counts.argmax(axis=1)[:, None], axis=1)[:, 0]


def chance_accuracy(targets: np.ndarray, n_train: int) -> float:
    """Share of the test items in the commonest class of the training part: what no knowledge of the item gives."""
    commonest = np.bincount(targets[:n_train]).argmax()
    tested = targets[n_train:]
    return float((tested == commonest).mean()) if len(tested) else float("nan")


def blind_cross_entropy(images: ImageSet) -> float:
    """Nats per test image of a model without a code, which gives each pixel its mean over the training part."""
    mean = images.pixels(slice(0, images.n_train)).mean(axis=0, dtype=np.float64)
    tested = images.pixels(images.test_rows).mean(axis=0, dtype=np.float64)
    return float(binary_cross_entropy_of(mean, tested, least=1e-6).sum())


@dataclass(frozen=True)
class PixelScores(Learner):
    """What bare pixels tell of the classes: the baseline of every code.

    Fit: summary chance, neighbor_accuracy and linear_accuracy on the test part, trustworthiness_2d of the map of pixels
    by two principal components, and negative_elbo of a model without a code.
    """

    name = "pixel_scores"
    title = "Scores of bare pixels"
    papers = (
        Paper("Cover and Hart", 1967, "Nearest neighbor pattern classification", "doi:10.1109/TIT.1967.1053964"),
        Paper("Cox", 1958, "The regression analysis of binary sequences", "doi:10.1111/j.2517-6161.1958.tb00292.x"),
    )
    takes: ClassVar[str] = ImageSet.kind

    k: int = integer(5, 1, 100, label="Neighbors", help="So many nearest training images vote.")
    map_items: int = integer(2_000, 10, 20_000, label="Items", help="Images on the map that is measured.", step=100)

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Measure; raises InputError without classes or a test part."""
        stop_if_cancelled(report)
        if not dataset.has_classes or not dataset.n_test:
            raise InputError("Scores need the class of every image and a test part; choose other images.", "E-EVL-21")
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
        return Estimate(1 + 3e-7 * numbers, 200 + 24 * numbers / limits.MB)
