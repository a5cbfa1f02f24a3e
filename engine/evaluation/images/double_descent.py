"""Double descent: the test error of ever more random features falls, peaks where they fit exactly, and falls again."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.pixel_scores import require_classes
from engine.fields import integer, real
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

STEPS = (0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.75, 0.85, 0.92, 1.0, 1.08, 1.2, 1.4, 1.7, 2.2, 3.0, 5.0, 8.0, 12.0)
"""Features, as parts of the images that are learned from."""
MOST_TESTED = 1_000
PARTS = ("training", "test")


@dataclass(frozen=True, eq=False)
class Descent:
    """What DoubleDescent found.

    features: (m,). wrong, squared: (m, 2, n_draws), shares told wrong and mean squared errors per class score on the
    training and the test part. n_train: images that were learned from.
    """

    features: np.ndarray
    wrong: np.ndarray
    squared: np.ndarray
    n_train: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "Descent":
        """What DoubleDescent stored."""
        found = fit.arrays
        return cls(found["features"], found["wrong"], found["squared"], int(fit.summary["n_train"]))

    @property
    def peak(self) -> int:
        """Place of the largest mean squared error on the test part."""
        return int(self.squared[:, 1].mean(axis=1).argmax())


@dataclass(frozen=True)
class DoubleDescent(Learner):
    """Least squares on random features ReLU(w x + b): of all solutions that fit, the one with the smallest weights.

    Fit: no embedding; `Descent.from_fit` reads it back.
    """

    name = "double_descent"
    title = "Double descent"
    papers = (
        Paper(
            "Belkin et al.",
            2019,
            "Reconciling modern machine-learning practice and the classical bias-variance trade-off",
            "doi:10.1073/pnas.1903070116",
        ),
    )
    takes: ClassVar[str] = ImageSet.kind

    n_examples: int = integer(200, 20, 1_000, label="Training images", help="So many are learned from.", step=50)
    random_labels: float = real(
        0.1, 0.0, 1.0, label="Random labels", help="This share of them gets a class by chance; the peak grows with it.",
        step=0.05,
    )  # fmt: skip
    n_draws: int = integer(5, 1, 50, label="Draws", help="Of images and features; their mean is shown.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Solve for every number of features; raises InputError without classes or a test part."""
        stop_if_cancelled(report)
        require_classes(dataset)
        n = min(self.n_examples, dataset.n_train)
        features = np.unique(np.maximum(1, np.rint(np.array(STEPS) * n))).astype(int)
        found = np.empty((2, len(features), 2, self.n_draws))
        for draw in range(self.n_draws):
            data = self._drawn(dataset, n, np.random.default_rng([self.seed, draw]))
            for place, n_features in enumerate(features):
                stop_if_cancelled(report)
                found[:, place, :, draw] = data.errors(int(n_features))
                report.progress(draw * len(features) + place + 1, self.n_draws * len(features), "solutions")
        return Fit({}, {"features": features, "wrong": found[0], "squared": found[1]}, summary={"n_train": n})

    def _drawn(self, images: ImageSet, n: int, generator: np.random.Generator) -> "_Drawn":
        """Training images by chance, some with a class by chance, test images, and features for all sizes."""
        rows = generator.choice(images.n_train, n, replace=False)
        n_classes = len(images.class_names)
        targets = images.targets[rows].copy()
        random = rows[: round(self.random_labels * n)]
        targets[: len(random)] = generator.integers(0, n_classes, len(random))
        tested = images.tested(MOST_TESTED)
        pixels = np.concatenate([images.pixels(rows), images.pixels(tested)]).astype(np.float64)
        pixels -= pixels[:n].mean(axis=0)
        pixels /= np.sqrt(np.square(pixels[:n]).sum(axis=1).mean())
        most = round(max(STEPS) * n)
        directions, offsets = generator.normal(size=(pixels.shape[1], most)), 0.5 * generator.normal(size=most)
        answers = np.maximum(pixels @ directions + offsets, 0)
        return _Drawn(answers, np.eye(n_classes)[targets], targets, images.targets[tested])

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the singular values of all systems."""
        n = min(self.n_examples, dataset.n_train)
        work = sum(min(step, 1.0) * max(step, 1.0) * n**3 for step in STEPS) * self.n_draws
        start, libraries = costs.PIXELS
        return Estimate(start + 4 * work * costs.DENSE_SVD, libraries + 1e-5 * max(STEPS) * n * (n + MOST_TESTED))


@dataclass(frozen=True, eq=False)
class _Drawn:
    """features: (n + t, m) of n training and t test images. wanted: (n, n_classes), 1 for the class. truth: (t,)."""

    features: np.ndarray
    wanted: np.ndarray
    targets: np.ndarray
    truth: np.ndarray

    def errors(self, n_features: int) -> np.ndarray:
        """[share told wrong, mean squared error] x [training, test] by the first features: (2, 2)."""
        n = len(self.wanted)
        known, asked = self.features[:n, :n_features], self.features[n:, :n_features]
        weights = np.linalg.lstsq(known, self.wanted, rcond=None)[0]  # the smallest of all that fit best
        found = np.empty((2, 2))
        for part, (features, targets) in enumerate(((known, self.targets), (asked, self.truth))):
            said = features @ weights
            found[0, part] = (said.argmax(axis=1) != targets).mean()
            found[1, part] = np.square(said - np.eye(said.shape[1])[targets]).mean()
        return found
