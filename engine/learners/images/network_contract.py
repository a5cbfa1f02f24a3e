"""Networks that turn images into codes: how one is trained, those that decode, those that learn from classes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.networks.architectures import Coder, Pooling, classifier
from engine.algorithms.networks.augmentation import Augmentation
from engine.algorithms.networks.layers import Layer, Shape, activate, forward, n_products
from engine.algorithms.networks.training import Schedule
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.fields import choice, flag, integer, line_of, names_in, real, several, specs
from engine.fit import Fit
from engine.insight.images.vision import Vision, vision
from engine.learners.base import Advice, Estimate, cost
from engine.learners.images.contract import ImageLearner
from engine.learners.steps import FEW_STEPS, few_steps

SMALLEST = 4
FEWEST_CLASSES = 2
MOST_OPENED = 300


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

    def n_learned(self, dataset: ImageSet) -> int:
        """Images that it learns from."""
        return int(self.known(dataset)[: dataset.n_train].sum())

    def epochs_needed(self, dataset: ImageSet) -> int:
        """Epochs of at least FEW_STEPS steps, up to the limit of the field."""
        most = int(specs(type(self))["n_epochs"].high)
        return self.schedule.epochs_for(FEW_STEPS, self.n_learned(dataset), most)

    def advice(self, dataset: ImageSet) -> list[Advice]:
        """Whether there are enough steps, and the cost."""
        few = few_steps(self.schedule, self.n_learned(dataset), int(specs(type(self))["n_epochs"].high))
        return [*few, cost(self.estimate(dataset))]


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
