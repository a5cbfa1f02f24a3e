"""A trained classifier as one network in NumPy: class scores of images, their loss, and its slope by the pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.networks.gradient import input_gradient, trace
from engine.algorithms.networks.layers import Activation, Dense, Layer, forward
from engine.algorithms.probability import cross_entropy, softmax

PREFIX = "encoder"
"""Under which the weights of all its layers are named."""


@dataclass(frozen=True, eq=False)
class ClassScorer:
    """From images as rows to the scores (logits) of the classes."""

    layers: tuple[Layer, ...]
    weights: Mapping[str, np.ndarray]

    @classmethod
    def of(cls, encoder: Sequence[Layer], weights: Mapping[str, np.ndarray]) -> "ClassScorer":
        """Encoder, ReLU and the last layer, whose weights are called "head"."""
        weight, place = weights["head.weight"], len(encoder) + 1
        head = {f"{PREFIX}.{place}.weight": weight, f"{PREFIX}.{place}.bias": weights["head.bias"]}
        layers = (*encoder, Activation("relu"), Dense(weight.shape[1], weight.shape[0]))
        return cls(layers, {**weights, **head})

    @property
    def n_classes(self) -> int:
        """Scores for each image."""
        last = self.layers[-1]
        assert isinstance(last, Dense)
        return last.n_out

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
