"""What all learners of images share: codes as an embedding, the fields of every network, and what it costs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.networks.architectures import Coder, Pooling, classifier
from engine.algorithms.networks.augmentation import NOTHING, Augmentation
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import Layer, Shape, activate, forward, n_products
from engine.algorithms.networks.training import Examples, Film, Outcome, Schedule
from engine.datasets.images.image_set import ImageSet
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, flag, integer, line_of, names_in, real, several, specs
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.images import coding
from engine.insight.images.coding import Strip
from engine.insight.images.vision import Vision, vision
from engine.learners.base import Advice, Estimate, Inputs, Learner, cost
from engine.low_rank import Principal

SMALLEST = 4
FEWEST_CLASSES = 2
MOST_OPENED = 300
FEW_STEPS = 800
"""A linear autoencoder of the digits needs about so many to come near PCA."""


class ImageLearner(Learner):
    """Base of the learners that turn images into codes; encoding and decoding work from a saved Fit, without torch."""

    takes: ClassVar[str] = "images"
    embeds: ClassVar[str] = "image"
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
        return Inputs("the pictures' own pixels", dataset.n_pixels, dataset.pixels)

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


@dataclass(frozen=True)
class NetworkLearner(ImageLearner):
    """Base of the networks: how one is trained."""

    n_epochs: int = integer(30, 1, 500, label="Epochs", help="How often the training images are gone through.")
    batch_size: int = integer(64, 1, 8_192, label="Batch", help="Images per step.", step=32, advanced=True)
    growing: bool = flag(
        True, label="Growing batches", help="Each third of the training has twice the batch of the one before.",
        advanced=True,
    )  # fmt: skip
    learning_rate: float = real(
        0.003, 0.00001, 1.0, label="Learning rate", help="The highest; it rises in the first quarter, then falls.",
        step=0.0005, advanced=True,
    )  # fmt: skip
    weight_decay: float = real(
        0.0, 0.0, 1.0, label="Weight decay", help="Pulls the weights towards 0; larger means smoother.", step=0.001,
        advanced=True,
    )  # fmt: skip
    patience: int = integer(
        0, 0, 100, label="Patience", advanced=True, zero="never stop",
        help="Stop after so many epochs without a better loss on a tenth of the images kept aside.",
    )  # fmt: skip
    device: Literal["cpu", "cuda"] = choice(
        "cpu", {"cpu": "Processor", "cuda": "GPU (CUDA)"}, label="Device", help="Where to train.", advanced=True
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    @property
    def schedule(self) -> Schedule:
        """The fields as the trainings take them."""
        return Schedule(
            self.n_epochs, self.batch_size, self.learning_rate, self.weight_decay, self.patience, self.growing,
            self.device, self.seed,
        )  # fmt: skip

    def n_products(self, shape: Shape) -> float:
        """Multiplications of a forward pass for one image."""
        raise NotImplementedError

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the multiplications of a pass over the images."""
        products = self.n_products(dataset.shape)
        start, libraries = costs.NETWORKS
        seconds = start + products * dataset.n_images * (self.n_epochs + 1) * costs.NETWORK_PRODUCT
        weights, pixels = 16 * products, 8.0 * dataset.n_images * dataset.n_pixels
        return Estimate(seconds, libraries + (weights + pixels) / limits.MB)

    @classmethod
    def suited(cls, dataset: ImageSet) -> Mapping[str, Any]:
        """As many epochs as a network needs on so many images."""
        return {"n_epochs": max(cls.n_epochs, cls().epochs_needed(dataset))}

    def epochs_needed(self, dataset: ImageSet) -> int:
        """Epochs of at least FEW_STEPS steps, up to the limit of the field."""
        most = int(specs(type(self))["n_epochs"].high)
        return self.schedule.epochs_for(FEW_STEPS, dataset.n_train, most)

    def advice(self, dataset: ImageSet) -> list[Advice]:
        """Whether there are enough steps, and the cost."""
        steps, found = self.schedule.n_steps(dataset.n_train), [cost(self.estimate(dataset))]
        if steps < FEW_STEPS:
            more = self.epochs_needed(dataset)
            few = f"{steps:,} steps of a batch each are few for a network; {more:,} epochs make {FEW_STEPS:,}."
            found.insert(0, Advice("warning", few))
        return sorted(found, key=lambda advice: advice.severity != "warning")


@dataclass(frozen=True)
class NetworkCoder(NetworkLearner):
    """Base of the autoencoders: encoding and decoding from saved weights."""

    def network(self, shape: Shape) -> Coder:
        """The layers that the fields mean for images of that shape."""
        raise NotImplementedError

    def n_products(self, shape: Shape) -> float:
        """Multiplications of a forward pass for one image."""
        return self.network(shape).n_products

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """What the encoder says; of a variational one the mean."""
        return forward(self.network(shape).encoder, fit.arrays, "encoder", pixels)[:, : self.code_size]

    def decode(self, fit: Fit, shape: Shape, codes: np.ndarray) -> np.ndarray:
        """What the decoder says."""
        coder = self.network(shape)
        return activate(coder.output, forward(coder.decoder, fit.arrays, "decoder", codes))

    def vision(self, fit: Fit, shape: Shape) -> Vision | None:
        """Its encoder, if it has convolutions."""
        return vision(shape, self.network(shape).encoder, fit.arrays)


@dataclass(frozen=True)
class ClassNetwork(NetworkLearner):
    """Base of the networks that learn from classes: stages of convolution and pooling, then the code."""

    decodes: ClassVar[bool] = False
    from_classes: ClassVar[bool] = True

    n_components: int = integer(64, 2, 512, label="Code size", help="Numbers per image in the layer before the last.")
    filters: int = integer(
        16, 2, 256, label="Filters", help="Of the first convolution; each further one has twice as many."
    )
    dropout: float = real(
        0.2, 0.0, 0.9, label="Dropout", help="Share of the numbers before the code that are left out in training.",
        step=0.1, advanced=True,
    )  # fmt: skip
    augment: bool = flag(
        False, label="Augmentation", advanced=True,
        help="In training, every image is shifted, turned and scaled a little, anew each time.",
    )  # fmt: skip
    flip: bool = flag(
        False, label="Augmentation: mirror", advanced=True,
        help="In training, left and right of half the images are exchanged. Not for letters and digits.",
    )  # fmt: skip
    skew: bool = flag(
        False, label="Augmentation: skew", help="In training, every image leans a little to one side.", advanced=True
    )
    light: bool = flag(
        False, label="Augmentation: light", help="In training, every image is made darker or lighter.", advanced=True
    )
    stages: int = integer(
        2, 1, 4, label="Stages", advanced=True,
        help="Depth: of convolution and pooling. Each has twice the filters of the one before.",
    )  # fmt: skip
    batch_norm: bool = flag(
        True, label="Batch norm", advanced=True,
        help="Each channel is brought to mean 0 and spread 1 over the batch, then scaled and shifted.",
    )  # fmt: skip
    residual: bool = flag(
        False, label="Residual blocks", advanced=True,
        help="Each stage has two more convolutions, whose answer is added to what they were given.",
    )  # fmt: skip
    pooling: Pooling = choice(  # noqa: RUF009 - describes a field
        "max", {"max": "Maximum", "mean": "Mean", "stride": "None (stride 2)"}, label="Pooling", advanced=True,
        help="How each stage halves height and width; with stride 2 the convolution takes every second place.",
    )  # fmt: skip
    held_out: str = several(
        lambda images: images.class_names, label="Held-out classes",
        help="Their images take no part in the training, so that they are new classes under Uses: same or not.",
    )  # fmt: skip

    @property
    def code_size(self) -> int:
        """Numbers per code."""
        return self.n_components

    def layers(self, shape: Shape) -> tuple[Layer, ...]:
        """From images as rows to codes."""
        filters = tuple(self.filters * 2**stage for stage in range(self.stages))
        return classifier(shape, filters, self.n_components, self.dropout, self.batch_norm, self.residual, self.pooling)

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """What the network says before its last layer."""
        return forward(self.layers(shape), fit.arrays, "encoder", pixels)

    def n_products(self, shape: Shape) -> float:
        """Multiplications of a forward pass for one image."""
        return n_products(self.layers(shape))

    def vision(self, fit: Fit, shape: Shape) -> Vision | None:
        """The network up to its codes."""
        return vision(shape, self.layers(shape), fit.arrays)

    def advice(self, dataset: ImageSet) -> list[Advice]:
        """Whether there is something to learn from, then as of every network."""
        try:
            self.require_classes(dataset)
        except InputError as error:
            return [Advice("error", str(error))]
        return super().advice(dataset)

    @property
    def described(self) -> str:
        """Title, code size and the settings that are not as usual."""
        told = {
            "mirrored": self.flip, "skewed": self.skew, "lit": self.light, "moved": self.augment,
            f"{self.stages} stages": self.stages != type(self).stages, "no batch norm": not self.batch_norm,
            "residual": self.residual, f"{self.pooling} pooling": self.pooling != type(self).pooling,
            f"without {self.held_out}": bool(self.held_out),
        }  # fmt: skip
        return ", ".join([super().described, *(words for words, said in told.items() if said)])

    def known(self, images: ImageSet) -> np.ndarray:
        """All but those of the held-out classes."""
        names = np.array(images.class_names, dtype=str)
        return ~np.isin(names, names_in(self.held_out))[images.targets]

    def opening(self, fit: Fit, images: ImageSet) -> int:
        """Of (at most 300) test images of known classes the one with the largest loss: most have hardly any left."""
        rows = images.tested(MOST_OPENED)
        rows = rows[self.known(images)[rows]]
        return int(rows[self._loss_of(fit, images, rows).argmax()]) if len(rows) else super().opening(fit, images)

    def _loss_of(self, fit: Fit, images: ImageSet, rows: np.ndarray) -> np.ndarray:
        """The loss (m,) that the explanation of each of the rows shows."""
        raise NotImplementedError

    def holding_out(self, classes: Iterable[str]) -> "ClassNetwork":
        """The same with these classes held out."""
        return self.replace(held_out=line_of(classes))

    def parts(self, images: ImageSet) -> dict[str, np.ndarray]:
        """The column "training", which tells images of held-out classes; none where there are none."""
        return {"training": np.where(self.known(images), "learned", "held out")} if self.held_out else {}

    @property
    def augmentation(self) -> Augmentation:
        """As asked for."""
        return Augmentation(self.augment, self.flip, self.skew, self.light)

    def require_classes(self, images: ImageSet) -> None:
        """Raise InputError if there is nothing to learn from."""
        if not images.has_classes:
            raise InputError(
                "This method learns from classes, and these images have none (or not all). Choose an autoencoder, "
                "or upload labels.",
                "E-TRN-10",
            )
        if min(images.shape[:2]) < SMALLEST:
            raise InputError(f"The network needs images of {SMALLEST} x {SMALLEST} pixels or more.", "E-TRN-11")
        self._require_enough_classes(images)

    def _require_enough_classes(self, images: ImageSet) -> None:
        if strange := sorted(set(names_in(self.held_out)) - set(images.class_names)):
            raise InputError(
                f"Held-out classes: these images have no class {', '.join(strange)}; choose among "
                f"{', '.join(images.class_names)}.",
                "E-TRN-20",
            )
        left = np.unique(images.targets[: images.n_train][self.known(images)[: images.n_train]])
        if len(left) < FEWEST_CLASSES:
            raise InputError(
                f"{len(left)} of {len(images.class_names)} classes are left to learn from; at least {FEWEST_CLASSES} "
                "are needed. Hold fewer out.",
                "E-TRN-21",
            )


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
