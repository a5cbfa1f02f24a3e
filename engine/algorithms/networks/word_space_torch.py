"""Training of a network that maps images to given vectors of their classes, on torch."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.layers import Layer, n_products
from engine.algorithms.networks.layers_torch import answers, build, weights_of
from engine.algorithms.networks.training import Examples, Outcome
from engine.algorithms.networks.training_torch import device_of, seeded
from engine.algorithms.networks.watching_torch import filmed, of_all
from engine.algorithms.towers.captions import SpaceSettings
from engine.report import Report


class WordSpaceTask:
    """Images `learned` of the examples, each to its class's row of `vectors` (n_classes, k) of length 1.

    Rows of `vectors` whose class no learned image has are not looked at.
    """

    def __init__(
        self, layers: Sequence[Layer], images: Examples, learned: np.ndarray, vectors: np.ndarray,
        settings: SpaceSettings,
    ) -> None:  # fmt: skip
        self.settings, self.device = settings, device_of(settings.schedule.device)
        self.image = build(layers).to(self.device)
        self.pixels = torch.from_numpy(images.pixels[learned]).to(self.device)
        seen, places = np.unique(images.targets[learned], return_inverse=True)
        self.targets = torch.from_numpy(places.astype(np.int64)).to(self.device)
        self.vectors = torch.from_numpy(vectors[seen].astype(np.float32)).to(self.device)
        self.n_train = len(learned)

    @property
    def model(self) -> nn.Module:
        return self.image

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """The mean loss of the batch, and the share of images whose own class's vector is the nearest."""
        targets = self.targets[rows.to(self.device)]
        cosines = functional.normalize(self.image(self.pixels[rows.to(self.device)])) @ self.vectors.T
        own = cosines.gather(1, targets[:, None])
        if self.settings.loss == "squared":
            loss = (2 - 2 * own).mean()
        else:
            over = functional.relu(self.settings.margin - own + cosines)
            loss = (over.sum(dim=1) - self.settings.margin).mean()
        return {"loss": loss, "own_name_nearest": (cosines.argmax(dim=1) == targets).float().mean()}

    def validation_loss(self) -> float | None:
        """None: what is kept aside serves to weigh seen against unseen classes."""
        return None

    def measures(self) -> Mapping[str, float]:
        """None."""
        return {}

    def picture(self) -> Mapping[str, float]:
        """Nothing more to show."""
        return {}

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of images, of length 1."""
        held = torch.from_numpy(pixels).to(self.device)
        return functional.normalize(answers(self.image, held)).numpy()


def train_into_space(
    layers: Sequence[Layer], images: Examples, learned: np.ndarray, vectors: np.ndarray, settings: SpaceSettings,
    report: Report,
) -> Outcome:  # fmt: skip
    """Train on the rows `learned`, and pass all images through the network; see `WordSpaceTask`. Weights: image.*"""
    with seeded(settings.schedule.seed, 3 * n_products(layers) * settings.schedule.batch_size):
        task = WordSpaceTask(layers, images, learned, vectors, settings)
        trained, film = filmed(task, images, settings.schedule, report)
    codes = of_all(task.encode, images, report)
    weights = weights_of(task.image, "image")
    return Outcome(weights, codes, trained.history, trained.best_epoch, trained.seconds, film)
