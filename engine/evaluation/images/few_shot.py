"""Classes told by the nearest of a few labeled examples: what a representation is worth where labels are rare."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.pixel_scores import require_classes
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SHOTS = (1, 5, 10, 20)
"""Labeled examples of each class."""
N_DRAWS = 10
MOST_TESTED = 1_000
Vectors = Callable[[np.ndarray], np.ndarray]
"""The vectors (m, d) of some rows."""


def few_shot(
    vectors: Vectors,
    targets: np.ndarray,
    n_train: int,
    n_shots: int,
    n_draws: int = N_DRAWS,
    most_tested: int = MOST_TESTED,
    seed: int = 0,
) -> np.ndarray:
    """Accuracy on the test part by the nearest (Euclidean) of n_shots labeled training items per class: (n_draws,).

    targets (n,), the first n_train for training. Each draw has its own examples, the same for all vectors with the
    same targets and seed, so that methods are compared on the same draws. At most `most_tested` test items, evenly
    chosen, are asked about. A class with fewer examples gives those.
    """
    rows = np.arange(n_train, len(targets))
    rows = rows[np.linspace(0, len(rows) - 1, min(most_tested, len(rows))).astype(int)]
    tested, truth = vectors(rows), targets[rows]
    found = np.empty(n_draws)
    for draw in range(n_draws):
        shots = examples(targets[:n_train], n_shots, seed + draw)
        known = vectors(shots)
        distances = np.square(known).sum(axis=1) - 2 * tested @ known.T  # less |tested|^2, the same for all examples
        found[draw] = (targets[shots][distances.argmin(axis=1)] == truth).mean()
    return found


def examples(targets: np.ndarray, n_shots: int, seed: int) -> np.ndarray:
    """Rows of n_shots random items of each class."""
    generator = np.random.default_rng(seed)
    shuffled = generator.permutation(len(targets))
    return np.concatenate([shuffled[targets[shuffled] == target][:n_shots] for target in np.unique(targets)])


def every_shot(vectors: Vectors, images: ImageSet) -> np.ndarray:
    """Accuracies (n_shots, n_draws) for each of SHOTS."""
    return np.stack([few_shot(vectors, images.targets, images.n_train, n) for n in SHOTS])


@dataclass(frozen=True)
class PixelShots(Learner):
    """Few labels told by bare pixels. Fit: array few_labels, accuracies (n_shots, n_draws) for each of SHOTS."""

    name = "pixel_shots"
    title = "Few labels, by pixels"
    papers = (Paper("Cover and Hart", 1967, "Nearest neighbor pattern classification", "doi:10.1109/TIT.1967.1053964"),)
    takes: ClassVar[str] = ImageSet.kind

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Measure; raises InputError without classes or a test part."""
        stop_if_cancelled(report)
        require_classes(dataset)
        return Fit({}, {"few_labels": every_shot(dataset.pixels, dataset)})

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the numbers of pixels that are compared."""
        products = sum(SHOTS) * N_DRAWS * len(dataset.class_names) * min(MOST_TESTED, dataset.n_images)
        start, libraries = costs.PIXELS
        return Estimate(start + costs.SHOT_PRODUCT * products * dataset.n_pixels, libraries)


def few_labels(fit: Fit) -> np.ndarray:
    """Accuracies (n_shots, n_draws) for each of SHOTS, as PixelShots and CodeScores store them."""
    return fit.arrays["few_labels"]
