"""Features learned from labels: a small convolutional network, and a network trained by triplets."""

from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.algorithms.networks.architectures import classifier
from engine.algorithms.networks.layers import Layer, Shape, forward, n_products
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.fields import flag, integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.images.autoencoder import LIBRARY_MEGABYTES, SECONDS_PER_PRODUCT, START_SECONDS
from engine.learners.images.contract import ImageLearner
from engine.learners.images.network_fields import Training
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SMALLEST = 4


@dataclass(frozen=True)
class ClassNetwork(Training, ImageLearner):
    """Base of the networks that learn from classes: two stages of convolution and pooling, then the code."""

    decodes = False

    n_components: int = integer(64, 2, 512, label="Code size", help="Numbers per image in the layer before the last.")
    filters: int = integer(16, 2, 256, label="Filters", help="Of the first convolution; the second has twice as many.")
    dropout: float = real(
        0.2, 0.0, 0.9, label="Dropout", help="Share of the numbers before the code that are left out in training.",
        step=0.1, advanced=True,
    )  # fmt: skip
    augment: bool = flag(
        False, label="Augmentation", advanced=True,
        help="In training, every image is shifted, turned and scaled a little, anew each time.",
    )  # fmt: skip

    def layers(self, shape: Shape) -> tuple[Layer, ...]:
        """From images as rows to codes."""
        return classifier(shape, (self.filters, 2 * self.filters), self.n_components, self.dropout)

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """What the network says before its last layer."""
        return forward(self.layers(shape), fit.arrays, "encoder", pixels)

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the multiplications of a pass over the images."""
        products = n_products(self.layers(dataset.shape)) * dataset.n_images * (self.n_epochs + 1)
        megabytes = 8.0 * dataset.n_images * dataset.n_pixels / limits.MB
        return Estimate(START_SECONDS + products * SECONDS_PER_PRODUCT, LIBRARY_MEGABYTES + megabytes)

    def require_classes(self, images: ImageSet) -> None:
        """Raise InputError if there is nothing to learn from."""
        if not images.has_classes:
            raise InputError(
                "This method learns from classes, and these images have none (or not all). Choose an autoencoder, "
                "or upload labels.",
                "E-TRN-06",
            )
        if min(images.shape[:2]) < SMALLEST:
            raise InputError(f"The network needs images of {SMALLEST} x {SMALLEST} pixels or more.", "E-TRN-06")


@dataclass(frozen=True)
class ConvolutionalClassifier(ClassNetwork):
    """A convolutional network that tells the classes apart; the layer before its last is the embedding.

    Fit: embedding "code" (all images; columns predicted, confidence); arrays encoder.* and head.*; history step, loss,
    train_accuracy, test_accuracy; summary test_accuracy.
    """

    name = "cnn"
    title = "Convolutional network"
    papers = (
        Paper(
            "LeCun et al.",
            1989,
            "Backpropagation applied to handwritten zip code recognition",
            "doi:10.1162/neco.1989.1.4.541",
        ),
        Paper(
            "Ioffe and Szegedy",
            2015,
            "Batch normalization: accelerating deep network training by reducing internal covariate shift",
            "arXiv:1502.03167",
        ),
    )

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train on the classes of the training part; see `Learner.fit`."""
        stop_if_cancelled(report)
        self.require_classes(dataset)
        from engine.algorithms.networks.classifier_torch import fit_classifier

        return fit_classifier(self, dataset, report)

    def scores(self, fit: Fit, codes: np.ndarray) -> np.ndarray:
        """Logits (n, n_classes) of codes."""
        return np.maximum(codes, 0) @ fit.arrays["head.weight"].T + fit.arrays["head.bias"]


@dataclass(frozen=True)
class TripletNetwork(ClassNetwork):
    """Codes of length 1 in which images of a class are nearer than those of others by a margin.

    Fit: embedding "code" (all images); arrays encoder.*; history step, loss, active_share (of the triplets, those
    that still push).
    """

    name = "triplet"
    title = "Triplet network"
    papers = (
        Paper(
            "Schroff, Kalenichenko and Philbin",
            2015,
            "FaceNet: a unified embedding for face recognition and clustering",
            "arXiv:1503.03832",
        ),
    )

    margin: float = real(
        0.2, 0.01, 2.0, label="Margin", help="How much nearer the same class is to be, in squared distance.", step=0.05
    )

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train on triplets of the training part; see `Learner.fit`."""
        stop_if_cancelled(report)
        self.require_classes(dataset)
        from engine.algorithms.networks.classifier_torch import fit_triplets

        return fit_triplets(self, dataset, report)

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """What the network says, at length 1."""
        codes = forward(self.layers(shape), fit.arrays, "encoder", pixels)
        return codes / np.maximum(np.linalg.norm(codes, axis=1, keepdims=True), 1e-12)


def triplet_losses(anchor: np.ndarray, positive: np.ndarray, negative: np.ndarray, margin: float) -> np.ndarray:
    """max(0, margin + |a - p|^2 - |a - n|^2) of triplets (n, k) each: (n,)."""
    near, far = np.square(anchor - positive).sum(axis=1), np.square(anchor - negative).sum(axis=1)
    return np.maximum(0, margin + near - far)
