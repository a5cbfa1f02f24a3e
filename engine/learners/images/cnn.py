"""A small convolutional network that tells classes apart: the layer before its last is the embedding."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import Shape
from engine.algorithms.networks.training import ClassifierSettings, Examples
from engine.algorithms.probability import cross_entropy, softmax
from engine.datasets.images.image_set import ImageSet
from engine.fields import real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.images import coding
from engine.insight.images.probing import probed
from engine.insight.images.vision import Vision, vision
from engine.learners.images.contract import code_embedding, course, examples, snapshots
from engine.learners.images.network_contract import ClassNetwork
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


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
        Paper("He et al.", 2016, "Deep residual learning for image recognition", "arXiv:1512.03385"),
        Paper(
            "Zhang et al.", 2017, "Understanding deep learning requires rethinking generalization", "arXiv:1611.03530"
        ),
    )

    tells_classes: ClassVar[bool] = True

    random_labels: float = real(
        0.0, 0.0, 1.0, label="Random labels", step=0.1, advanced=True,
        help="This share of the training images gets a class by chance: what a network learns by heart.",
    )  # fmt: skip

    @property
    def described(self) -> str:
        """As of every network from classes, and how many labels are random."""
        said = super().described
        return f"{said}, {self.random_labels:.0%} random labels" if self.random_labels else said

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Train on the classes of the training part; see `Learner.fit`."""
        stop_if_cancelled(report)
        self.require_classes(dataset)
        from engine.algorithms.networks.classifier_torch import train_classifier

        settings = ClassifierSettings(self.schedule, self.n_components, len(dataset.class_names), self.augmentation)
        data = self._relabeled(examples(dataset, self.known(dataset)))
        found = train_classifier(self.layers(dataset.shape), data, settings, report)
        scores = class_scores(found.weights, found.codes)
        predicted = scores.argmax(axis=1)
        more = {
            "confidence": softmax(scores).max(axis=1).astype(np.float32),
            "predicted": np.array(dataset.class_names)[predicted],
            **self.parts(dataset),
        }
        right = predicted == data.targets
        summary = {
            "code_size": self.code_size,
            "train_accuracy": float(right[data.learned].mean()),
            "test_accuracy": float(right[data.measured].mean()),
            **probed(dataset, found.codes)[1],
            **course(found),
        }
        embedding = code_embedding(dataset, found.codes, more=more)
        return Fit({"code": embedding}, found.weights, found.history, snapshots(found.film), summary)

    def _relabeled(self, data: Examples) -> Examples:
        """The same, a share of the training images with classes drawn by chance; the test part keeps its own."""
        generator = np.random.default_rng(self.seed)
        rows = generator.permutation(data.learned)[: round(self.random_labels * len(data.learned))]
        targets = data.targets.copy()
        targets[rows] = generator.choice(np.unique(data.targets[data.learned]), len(rows))
        return replace(data, targets=targets)

    def class_scorer(self, fit: Fit, shape: Shape) -> ClassScorer:
        """Encoder, ReLU and the last layer as one network."""
        return ClassScorer.of(self.layers(shape), fit.arrays)

    def vision(self, fit: Fit, shape: Shape) -> Vision | None:
        """The network up to the scores of the classes."""
        scorer = self.class_scorer(fit, shape)
        return vision(shape, scorer.layers, scorer.weights, scorer.n_classes)

    def _loss_of(self, fit: Fit, images: ImageSet, rows: np.ndarray) -> np.ndarray:
        return cross_entropy(class_scores(fit.arrays, fit.main.vectors[rows]), images.targets[rows])

    def _losses(self, fit: Fit, images: ImageSet, row: int, codes: np.ndarray) -> tuple[Explanation, ...]:
        scores = class_scores(fit.arrays, codes)[0]
        return (coding.cross_entropy(scores, int(images.targets[row]), images.class_names),)


def class_scores(weights: Mapping[str, np.ndarray], codes: np.ndarray) -> np.ndarray:
    """Logits (n, n_classes) of codes (n, k)."""
    return np.maximum(codes, 0) @ weights["head.weight"].T + weights["head.bias"]
