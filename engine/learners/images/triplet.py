"""A network trained by triplets: images of a class nearer to each other than to those of others."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.networks.layers import Shape, forward
from engine.algorithms.networks.training import TripletSettings
from engine.datasets.images.image_set import ImageSet
from engine.fields import real
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.images import coding
from engine.insight.images.coding import Strip
from engine.insight.images.probing import probed
from engine.learners.images.contract import code_embedding, course, examples, snapshots
from engine.learners.images.network_contract import ClassNetwork
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


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

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Train on triplets of the training part; see `Learner.fit`."""
        stop_if_cancelled(report)
        self.require_classes(dataset)
        from engine.algorithms.networks.triplets_torch import train_triplets

        settings = TripletSettings(self.schedule, self.margin, self.augmentation)
        found = train_triplets(self.layers(dataset.shape), examples(dataset, self.known(dataset)), settings, report)
        predicted, scores = probed(dataset, found.codes)
        summary = {"code_size": self.code_size, **scores, **course(found)}
        embedding = code_embedding(dataset, found.codes, more={**predicted, **self.parts(dataset)})
        return Fit({"code": embedding}, found.weights, found.history, snapshots(found.film), summary)

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """What the network says, at length 1."""
        codes = forward(self.layers(shape), fit.arrays, "encoder", pixels)
        return codes / np.maximum(np.linalg.norm(codes, axis=1, keepdims=True), 1e-12)

    def _loss_of(self, fit: Fit, images: ImageSet, rows: np.ndarray) -> np.ndarray:
        found = [coding.triplet_of(fit.main.vectors, images.targets, int(row)) for row in rows]
        squares = np.array([(each.near, each.far) for each in found])
        return coding.triplet_losses(squares[:, 0], squares[:, 1], self.margin)

    def _losses(self, fit: Fit, images: ImageSet, row: int, codes: np.ndarray) -> tuple[Explanation, ...]:
        return (coding.triplet_of(fit.main.vectors, images.targets, row).loss(self.margin),)

    def strip(self, fit: Fit, images: ImageSet, row: int) -> Strip:
        """The image, the nearest of its class and the nearest of another."""
        found = coding.triplet_of(fit.main.vectors, images.targets, row)
        pixels = images.pixels([found.anchor, found.positive, found.negative])
        return Strip("Anchor, nearest of its class, nearest of another", pixels)
