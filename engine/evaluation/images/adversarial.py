"""Adversarial examples: small changes of the pixels that a classifier's gradient points out, and what they do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.algorithms.networks.gradient import input_gradient, trace
from engine.algorithms.networks.layers import Activation, Dense, Layer, Shape, forward, n_products
from engine.algorithms.probability import cross_entropy, softmax
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.evaluation.films.recommending import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.images.classifier import ConvolutionalClassifier
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

EPSILONS = (0.0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
N_STEPS = 10
STRIDE = 2.5
"""A step of PGD is so many times epsilon over the number of steps (Madry et al., 2018)."""
TILE_ROWS = 100
SECONDS_PER_PRODUCT = 4e-10
PREFIX = "encoder"


@dataclass(frozen=True, eq=False)
class ClassScorer:
    """A trained classifier as one network, from images as rows to the scores (logits) of the classes."""

    layers: tuple[Layer, ...]
    weights: Mapping[str, np.ndarray]

    def scores(self, pixels: np.ndarray) -> np.ndarray:
        """Logits (n, n_classes) of images (n, n_pixels)."""
        return forward(self.layers, self.weights, PREFIX, pixels)

    def chances(self, pixels: np.ndarray) -> np.ndarray:
        """Probabilities (n, n_classes)."""
        return softmax(self.scores(pixels))

    def loss(self, pixels: np.ndarray, targets: np.ndarray) -> np.ndarray:
        """Cross-entropy (n,) of the true classes, in nats."""
        return cross_entropy(self.scores(pixels), targets)

    def loss_gradient(self, pixels: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Cross-entropy (n,) and its derivatives by the pixels (n, n_pixels)."""
        seen = trace(self.layers, self.weights, PREFIX, pixels)
        by_scores = softmax(seen[-1])
        by_scores[np.arange(len(targets)), targets] -= 1
        return cross_entropy(seen[-1], targets), input_gradient(self.layers, self.weights, PREFIX, seen, by_scores)


def class_scorer(learner: ConvolutionalClassifier, fit: Fit, shape: Shape) -> ClassScorer:
    """The network of a saved run: encoder, ReLU and the last layer."""
    encoder = learner.layers(shape)
    weight = fit.arrays["head.weight"]
    place = len(encoder) + 1
    head = {f"{PREFIX}.{place}.weight": weight, f"{PREFIX}.{place}.bias": fit.arrays["head.bias"]}
    layers = (*encoder, Activation("relu"), Dense(weight.shape[1], weight.shape[0]))
    return ClassScorer(layers, {**fit.arrays, **head})


def fgsm(network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float) -> np.ndarray:
    """One step of epsilon in the direction in which each pixel raises the loss (Goodfellow et al., 2015)."""
    _, gradient = network.loss_gradient(pixels, targets)
    return _within(pixels + np.float32(epsilon) * np.sign(gradient), pixels, epsilon)


def pgd(
    network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float, n_steps: int = N_STEPS, seed: int = 0
) -> np.ndarray:
    """Small steps up the loss that never leave the box of epsilon around the image (Madry et al., 2018).

    Begins at a random place of the box and returns, for each image, the step with the highest loss.
    """
    from threadpoolctl import threadpool_limits

    generator = np.random.default_rng(seed)
    place = _within(pixels + generator.uniform(-epsilon, epsilon, pixels.shape), pixels, epsilon)
    with threadpool_limits(1):  # many small products would make threads wait for each other
        return _climbed(network, pixels, targets, epsilon, n_steps, place)


def _climbed(
    network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float, n_steps: int, place: np.ndarray
) -> np.ndarray:
    stride = np.float32(STRIDE * epsilon / n_steps)
    best, highest = place, np.full(len(pixels), -np.inf)
    for _ in range(n_steps):
        losses, gradient = network.loss_gradient(place, targets)
        best, highest = _better(best, highest, place, losses)
        place = _within(place + stride * np.sign(gradient), pixels, epsilon)
    return _better(best, highest, place, network.loss(place, targets))[0]


def random_signs(pixels: np.ndarray, epsilon: float, seed: int = 0) -> np.ndarray:
    """Every pixel moved by epsilon up or down by chance: as large as FGSM's change, and without a direction."""
    signs = np.random.default_rng(seed).choice(np.array([-1, 1], dtype=np.float32), pixels.shape)
    return _within(pixels + np.float32(epsilon) * signs, pixels, epsilon)


def _within(moved: np.ndarray, pixels: np.ndarray, epsilon: float) -> np.ndarray:
    """The nearest place that is an image and at most epsilon away in every pixel; float32."""
    low, high = np.maximum(pixels - epsilon, 0), np.minimum(pixels + epsilon, 1)
    return np.clip(moved, low, high).astype(np.float32)


def _better(
    best: np.ndarray, highest: np.ndarray, place: np.ndarray, losses: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    up = losses > highest
    return np.where(up[:, None], place, best), np.where(up, losses, highest)


@dataclass(frozen=True)
class AdversarialTest(Learner):
    """Accuracy and loss of a classifier on test images that were changed by up to epsilon.

    Fit: arrays epsilons (e,), accuracy and loss (3, e) of random signs, FGSM and PGD; summary images.
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

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Attack at every epsilon; raises InputError if the run is no classifier."""
        stop_if_cancelled(report)
        learner, images = dataset.learner, dataset.dataset
        if not isinstance(learner, ConvolutionalClassifier):
            raise InputError("This run classifies nothing; choose a run of the convolutional network.", "E-EVL-20")
        network = class_scorer(learner, dataset.fit, images.shape)
        rows = evenly(images, self.n_images)
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
        products = n_products(learner.layers(images.shape)) if isinstance(learner, ConvolutionalClassifier) else 0.0
        passes = min(self.n_images, images.n_images) * len(EPSILONS) * (2 * self.n_steps + 6)
        return Estimate(1 + passes * products * SECONDS_PER_PRODUCT, 300 + TILE_ROWS * products * 1e-5)


def evenly(images: ImageSet, n_images: int) -> np.ndarray:
    """At most so many rows of the test part (of all, where there is none), evenly chosen."""
    rows = np.arange(images.n_images)[images.test_rows]
    return rows[np.linspace(0, len(rows) - 1, min(n_images, len(rows))).astype(int)]


Attack = Callable[[ClassScorer, np.ndarray, np.ndarray, float], np.ndarray]
ATTACKS: dict[str, Attack] = {
    "Random signs": lambda network, pixels, targets, epsilon: random_signs(pixels, epsilon),
    "FGSM": fgsm,
    "PGD": pgd,
}
