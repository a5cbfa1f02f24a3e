"""Accuracy of a classifier on images that were changed by up to epsilon, by chance and by its own gradient."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.algorithms.networks.attacks import N_STEPS, fgsm, pgd, random_signs
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import n_products
from engine.algorithms.probability import cross_entropy
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.images.contract import ImageLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

EPSILONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
TILE_ROWS = 100


@dataclass(frozen=True, eq=False)
class AttackScores:
    """What an attack left: epsilons (e,); accuracy and loss (nats), (3, e), of random signs, FGSM and PGD.

    n_images: test images that were asked about.
    """

    epsilons: np.ndarray
    accuracy: np.ndarray
    loss: np.ndarray
    n_images: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "AttackScores":
        """What an AdversarialTest stored."""
        return cls(fit.arrays["epsilons"], fit.arrays["accuracy"], fit.arrays["loss"], int(fit.summary["images"]))

    def at(self, epsilon: float) -> tuple[float, np.ndarray]:
        """The measured epsilon next above (or at) one, and the accuracies (3,) there."""
        place = min(int(np.searchsorted(self.epsilons, epsilon)), len(self.epsilons) - 1)
        return float(self.epsilons[place]), self.accuracy[:, place]


def scorer_of(run: TrainedRun) -> ClassScorer:
    """The network from images to class scores; raises InputError if the run is no classifier."""
    learner = run.learner
    found = learner.class_scorer(run.fit, run.dataset.shape) if isinstance(learner, ImageLearner) else None
    if found is None:
        raise InputError("This run classifies nothing; choose a run of the convolutional network.", "E-EVL-20")
    return found


def learned_rows(run: TrainedRun, most: int) -> np.ndarray:
    """At most so many of the rows that scores are measured on, evenly chosen, less those of held-out classes."""
    rows = run.dataset.tested(most)
    return rows[run.learner.known(run.dataset)[rows]] if isinstance(run.learner, ImageLearner) else rows


@dataclass(frozen=True)
class AdversarialTest(Learner):
    """Accuracy and loss of a classifier on test images that were changed by up to epsilon.

    Fit: no embedding; `AttackScores.from_fit` reads it back.
    """

    name = "adversarial_test"
    title = "Accuracy under attack"
    papers = (
        Paper(
            "Goodfellow, Shlens and Szegedy", 2015, "Explaining and harnessing adversarial examples", "arXiv:1412.6572"
        ),
        Paper(
            "Madry et al.", 2018, "Towards deep learning models resistant to adversarial attacks", "arXiv:1706.06083"
        ),
    )
    takes: ClassVar[str] = "run"

    n_images: int = integer(500, 10, 10_000, label="Images", help="So many of the test part, evenly chosen.", step=100)
    n_steps: int = integer(N_STEPS, 1, 200, label="Steps", help="Of projected gradient descent (PGD).")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Attack at every epsilon; raises InputError if the run is no classifier."""
        stop_if_cancelled(report)
        network, images = scorer_of(dataset), dataset.dataset
        rows = learned_rows(dataset, self.n_images)
        found = np.zeros((2, 3, len(EPSILONS)))
        for start in range(0, len(rows), TILE_ROWS):
            part = rows[start : start + TILE_ROWS]
            pixels, targets = images.pixels(part), images.targets[part]
            for place, epsilon in enumerate(EPSILONS):
                stop_if_cancelled(report)
                for attack, changed in enumerate(self._changed(network, pixels, targets, epsilon, start)):
                    scores = network.scores(changed)
                    found[0, attack, place] += (scores.argmax(axis=1) == targets).sum()
                    found[1, attack, place] += cross_entropy(scores, targets).sum()
                done = start * len(EPSILONS) + (place + 1) * len(part)
                report.progress(done, len(rows) * len(EPSILONS), "images")
        arrays = {"epsilons": np.array(EPSILONS), "accuracy": found[0] / len(rows), "loss": found[1] / len(rows)}
        return Fit({}, arrays, summary={"images": len(rows)})

    def _changed(
        self, network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float, start: int
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Random, FGSM, PGD."""
        seed = self.seed + start
        return (
            random_signs(pixels, epsilon, seed),
            fgsm(network, pixels, targets, epsilon),
            pgd(network, pixels, targets, epsilon, self.n_steps, seed),
        )

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the multiplications of all passes, forwards and backwards."""
        images, learner = dataset.dataset, dataset.learner
        network = learner.class_scorer(dataset.fit, images.shape) if isinstance(learner, ImageLearner) else None
        products = n_products(network.layers) if network else 0.0
        passes = min(self.n_images, images.n_images) * len(EPSILONS) * (2 * self.n_steps + 6)
        start, libraries = costs.CODES
        return Estimate(start + passes * products * costs.ATTACK_PRODUCT, libraries + TILE_ROWS * products * 1e-5)
