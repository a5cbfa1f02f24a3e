"""What goes into the training of a network for images, and what comes of it: arrays and numbers, without torch."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from engine.algorithms.networks.augmentation import NOTHING, Augmentation
from engine.algorithms.networks.layers import Shape

TILE_ROWS = 2_000
"""Images that go through a network at once."""
Loss = Literal["l2", "l1", "bce"]
Noise = Literal["none", "gaussian", "masking", "salt_pepper"]
Sparsity = Literal["none", "l1", "kl"]

WARM_UP = 0.25
"""Share of the steps in which the learning rate rises (Smith and Topin, 2018)."""
GROWTH_STAGES = 3
"""Training falls into so many parts; with growing batches each has twice the batch of the one before."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Images to learn from and to measure on.

    pixels: float32 (n, n_pixels), brightness in [0, 1]; the first n_train rows are for training, the rest for testing.
    targets: int (n,), rows of the classes; read only by what learns from classes. shape: height, width, channels.
    known: bool (n,), images of classes that are learned from; None for all.
    """

    pixels: np.ndarray
    targets: np.ndarray
    shape: Shape
    n_train: int
    known: np.ndarray | None = None

    @property
    def learned(self) -> np.ndarray:
        """The rows that are learned from."""
        return self._known(np.arange(self.n_train))

    @property
    def measured(self) -> np.ndarray:
        """The rows of `test_rows` whose classes are learned; all of them if none are."""
        rows = np.arange(len(self.pixels))[self.test_rows]
        found = self._known(rows)
        return found if len(found) else rows

    def _known(self, rows: np.ndarray) -> np.ndarray:
        return rows if self.known is None else rows[self.known[rows]]

    @property
    def test_rows(self) -> slice:
        """The rows that are measured on: the test part, or all where there is none."""
        return slice(self.n_train % len(self.pixels), len(self.pixels))


@dataclass(frozen=True)
class Schedule:
    """How any network is trained.

    batch_size: images a step, in the first third where batches grow. learning_rate: the highest. patience: epochs
    without a better loss on a tenth of the training images, kept aside, before the end; 0 keeps none aside. warm_up:
    share of the steps in which the learning rate rises.
    """

    n_epochs: int
    batch_size: int
    learning_rate: float
    weight_decay: float = 0.0
    patience: int = 0
    growing: bool = False
    device: Literal["cpu", "cuda"] = "cpu"
    seed: int = 0
    warm_up: float = WARM_UP

    def batch(self, epoch: int, n_train: int) -> int:
        """Images a step in an epoch (counted from 1), at most a fourth of all so that an epoch has a few steps."""
        stage = GROWTH_STAGES * (epoch - 1) // self.n_epochs if self.growing else 0
        return max(1, min(self.batch_size * 2**stage, n_train // 4))

    def n_steps(self, n_train: int) -> int:
        """Steps of the whole training: changes of the weights, by one batch each."""
        return sum(-(-n_train // self.batch(epoch, n_train)) for epoch in range(1, self.n_epochs + 1))

    def epochs_for(self, n_steps: int, n_train: int, most: int) -> int:
        """The fewest epochs of at least so many steps, up to `most`; with more epochs there are never fewer steps."""
        return 1 + bisect_left(range(1, most), n_steps, key=lambda n: replace(self, n_epochs=n).n_steps(n_train))


@dataclass(frozen=True)
class AutoencoderSettings:
    """What an autoencoder minimizes: a loss per pixel, and a penalty of the code.

    tied: the decoder is the transposed encoder (linear networks only). noise: what spoils the input, noise_level its
    spread or share. sparsity_target: mean activity that "kl" asks of the code numbers.
    """

    schedule: Schedule
    tied: bool = False
    loss: Loss = "l2"
    noise: Noise = "none"
    noise_level: float = 0.3
    sparsity: Sparsity = "none"
    sparsity_weight: float = 0.001
    sparsity_target: float = 0.05


@dataclass(frozen=True)
class VariationalSettings:
    """What a variational autoencoder minimizes: -ELBO with `beta` as the weight of its KL term."""

    schedule: Schedule
    n_components: int
    beta: float = 1.0


@dataclass(frozen=True)
class ClassifierSettings:
    """What a classifier learns: n_classes, from codes of n_components numbers, of images that `augment` changes."""

    schedule: Schedule
    n_components: int
    n_classes: int
    augment: Augmentation = NOTHING


@dataclass(frozen=True)
class TripletSettings:
    """How much nearer, in squared distance, the same class is to be than any other."""

    schedule: Schedule
    margin: float = 0.2
    augment: Augmentation = NOTHING


@dataclass(frozen=True, eq=False)
class Film:
    """Codes of some images over the training.

    items: int (m,) rows. steps: (f,) images seen. frames: float32 (f, m, k) codes.
    """

    items: np.ndarray
    steps: np.ndarray
    frames: np.ndarray


@dataclass(frozen=True, eq=False)
class Outcome:
    """A trained network and what it makes of all images.

    weights: name -> float32 array, as `layers.forward` reads them. codes: float32 (n, k). errors: (n,) mean squared
    difference per pixel between images and reconstructions; None where no images are made. history: column -> a number
    an epoch. best_epoch: of the weights that were kept, from 1. film: None for codes of one number, which make no map.
    measures: further numbers on the test part.
    """

    weights: Mapping[str, np.ndarray]
    codes: np.ndarray
    history: Mapping[str, list[float]]
    best_epoch: int
    seconds: float
    film: Film | None
    errors: np.ndarray | None = None
    measures: Mapping[str, float] = field(default_factory=dict)
