"""What all learners of images share: the code of every image as an embedding, and the error of its reconstruction."""

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from engine.algorithms.linear_probe import fit_probe
from engine.algorithms.networks.layers import Shape
from engine.datasets.images.image_set import ImageSet
from engine.embedding import Embedding
from engine.fit import Fit
from engine.learners.base import Learner

TILE_ROWS = 2_000


class ImageLearner(Learner):
    """Base of the learners that turn images into codes; encoding and decoding work from a saved Fit, without torch."""

    takes: ClassVar[str] = "images"
    embeds = "image"
    decodes: ClassVar[bool] = True
    """Whether a code can be turned back into an image."""

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """Codes float32 (n, n_components) of images (n, n_pixels) with values in [0, 1]."""
        raise NotImplementedError

    def decode(self, fit: Fit, shape: Shape, codes: np.ndarray) -> np.ndarray:
        """Images float32 (n, n_pixels) of codes (n, n_components); values may lie a little outside [0, 1]."""
        raise NotImplementedError


def code_embedding(
    images: ImageSet, codes: np.ndarray, errors: np.ndarray | None = None, more: Mapping[str, np.ndarray] | None = None
) -> Embedding:
    """The codes (n_images, k) with part, class and, if given, the squared error per pixel of each image.

    more: further columns. With "predicted" among them comes "outcome", whether the prediction is right.
    """
    columns = images.metadata()
    if more and "predicted" in more and images.has_classes:
        columns["outcome"] = np.where(more["predicted"] == columns["class"], "right", "wrong")
    if errors is not None:
        columns = {"error": errors.astype(np.float32), **columns}
    return Embedding(codes, images.names, {**(more or {}), **columns})


def probed(images: ImageSet, codes: np.ndarray) -> tuple[dict[str, np.ndarray], dict[str, float]]:
    """What logistic regression on the training part's codes tells of all images.

    The column "predicted" and, where there is a test part, the summary number "linear_accuracy"; nothing without
    classes.
    """
    if not images.has_classes:
        return {}, {}
    targets = images.targets[: images.n_train]
    found = fit_probe(codes[: images.n_train], targets, len(images.class_names)).classes(codes)
    predicted = {"predicted": np.array(images.class_names)[found]}
    if not images.n_test:
        return predicted, {}
    return predicted, {"linear_accuracy": float((found == images.targets)[images.test_rows].mean())}


def squared_errors(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Mean squared difference per pixel of each image: (n,) from two (n, n_pixels)."""
    return np.square(images - others).mean(axis=1)


def mean_of(errors: np.ndarray, images: ImageSet) -> dict[str, float]:
    """Mean error on either part, as summary numbers: "train_mse" and, where there is a test part, "test_mse"."""
    found = {"train_mse": float(errors[: images.n_train].mean())}
    if images.n_test:
        found["test_mse"] = float(errors[images.n_train :].mean())
    return found
