"""What all learners of images share: images to codes and, for most, back; codes as an embedding."""

from collections.abc import Iterable, Mapping
from typing import ClassVar

import numpy as np

from engine.algorithms.networks.augmentation import NOTHING, Augmentation
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import Shape
from engine.algorithms.networks.training import Examples, Film, Outcome
from engine.datasets.images.image_set import ImageSet
from engine.embedding import Embedding
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.images import coding
from engine.insight.images.coding import Strip
from engine.insight.images.vision import Vision
from engine.learners.base import Inputs, Learner
from engine.low_rank import Principal


class ImageLearner(Learner):
    """Base of the learners that turn images into codes; encoding and decoding work from a saved Fit, without torch."""

    takes: ClassVar[str] = "images"
    embeds: ClassVar[str] = "image"
    made_from: ClassVar[str] = "the pictures' own pixels"
    step_unit: ClassVar[str] = "images"
    explained: ClassVar[Mapping[str, str]] = {"image": "image"}
    decodes: ClassVar[bool] = True
    """Whether a code can be turned back into an image."""
    samples: ClassVar[bool] = False
    """Whether codes drawn from the standard normal make images like those of the training."""
    from_classes: ClassVar[bool] = False
    """Whether it learns from the classes of the training part."""
    tells_classes: ClassVar[bool] = False
    """Whether its network says which class an image has: see `class_scorer`."""
    every_size: ClassVar[bool] = False
    """Whether one Fit holds codes of every size up to its largest."""

    def inputs(self, dataset: ImageSet) -> Inputs:
        """The pixels."""
        return Inputs(dataset.n_pixels, dataset.pixels)

    @property
    def code_size(self) -> int:
        """Numbers per code asked for."""
        raise NotImplementedError

    @property
    def augmentation(self) -> Augmentation:
        """What was done to the images in its training."""
        return NOTHING

    def known(self, images: ImageSet) -> np.ndarray:
        """Images of classes that were not held out of the training, bool (n_images,)."""
        return np.ones(images.n_images, dtype=bool)

    def holding_out(self, classes: Iterable[str]) -> "ImageLearner | None":
        """The same with these classes held out of the training; None for what reads no classes."""
        return None

    @property
    def described(self) -> str:
        """Title and the settings that tell it from others, e.g. "Autoencoder 16, convolutional, gaussian noise"."""
        return f"{self.title} {self.code_size}"

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """Codes float32 (n, n_components) of images (n, n_pixels) with values in [0, 1]."""
        raise NotImplementedError

    def decode(self, fit: Fit, shape: Shape, codes: np.ndarray) -> np.ndarray:
        """Images float32 (n, n_pixels) of codes (n, n_components); values may lie a little outside [0, 1]."""
        raise NotImplementedError

    def axes(self, fit: Fit) -> Principal | None:
        """The principal axes of the images about their mean, where the Fit holds them."""
        return None

    def vision(self, fit: Fit, shape: Shape) -> Vision | None:
        """Its network for a look inside, if it has convolutions."""
        return None

    def class_scorer(self, fit: Fit, shape: Shape) -> ClassScorer | None:
        """Its network from images to class scores, if it tells classes."""
        return None

    def beside_pca(self) -> Mapping[str, "ImageLearner"]:
        """Of a linear network, name of its kind of weights -> itself, and the same with the other kind; else empty."""
        return {}

    def opening(self, fit: Fit, images: ImageSet) -> int:
        """The row of the image that an explanation begins with while none is chosen."""
        return int(images.test_rows.start)

    def explain(self, fit: Fit, dataset: ImageSet, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The code of the chosen image, and the terms of its loss."""
        row = chosen["image"]
        codes = self.encode(fit, dataset.shape, dataset.pixels([row]))
        return (coding.code(codes[0]), *self._losses(fit, dataset, row, codes))

    def _losses(self, fit: Fit, images: ImageSet, row: int, codes: np.ndarray) -> tuple[Explanation, ...]:
        """The loss of an image, given its code (1, k)."""
        found = self.decode(fit, images.shape, codes)
        return (coding.error(images.pixels([row])[0], found[0], "l2"),)

    def strip(self, fit: Fit, images: ImageSet, row: int) -> Strip | None:
        """The pictures that belong to the explanation of an image: it, its reconstruction, and the difference."""
        if not self.decodes:
            return None
        pixels = images.pixels([row])
        return coding.difference(pixels, self.decode(fit, images.shape, self.encode(fit, images.shape, pixels)))


def examples(images: ImageSet, known: np.ndarray | None = None) -> Examples:
    """The images as the trainings take them. known: see `Examples`."""
    return Examples(images.pixels(), images.targets, images.shape, images.n_train, known)


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


def snapshots(film: Film | None) -> Snapshots | None:
    """A film of codes as a Fit keeps it."""
    return None if film is None else Snapshots(film.items, film.steps, film.frames)


def course(outcome: Outcome) -> dict[str, float]:
    """Of a training, as summary numbers: the epoch whose weights were kept, and the seconds."""
    return {"best_epoch": outcome.best_epoch, "seconds": round(outcome.seconds, 2)}


def mean_of(errors: np.ndarray, images: ImageSet) -> dict[str, float]:
    """Mean error on either part, as summary numbers: "train_mse" and, where there is a test part, "test_mse"."""
    found = {"train_mse": float(errors[: images.n_train].mean())}
    if images.n_test:
        found["test_mse"] = float(errors[images.n_train :].mean())
    return found
