"""Training of networks that tell classes apart, on torch; the layer before the last gives the codes."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.augmentation_torch import augmented
from engine.algorithms.networks.layers import Layer, n_products
from engine.algorithms.networks.layers_torch import answers, build, weights_of
from engine.algorithms.networks.training import TILE_ROWS, ClassifierSettings, Examples, Outcome, TripletSettings
from engine.algorithms.networks.training_torch import seeded
from engine.algorithms.networks.watching_torch import Pixels, filmed, of_all
from engine.report import Report


class Features(nn.Module):
    """Encoder, ReLU and a linear layer."""

    def __init__(self, encoder: nn.Sequential, code_size: int, n_classes: int) -> None:
        super().__init__()
        self.encoder, self.head = encoder, nn.Linear(code_size, n_classes)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.head(functional.relu(self.encoder(pixels)))


class ClassTask:
    """What the trainings from classes share; see `training_torch.Task`."""

    def __init__(
        self, layers: Sequence[Layer], images: Examples, settings: ClassifierSettings | TripletSettings
    ) -> None:
        self.shape, self.augment = images.shape, settings.augment
        self.pixels = Pixels(images, settings.schedule)
        self.n_train = len(self.pixels)
        self.encoder = build(layers).to(self.pixels.device)

    def batch(self, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Pixels, augmented if asked for, and targets of training rows."""
        rows = rows.to(self.pixels.device)
        pixels = self.pixels.train[rows]
        return augmented(pixels, self.shape, self.augment), self.pixels.targets[rows]

    def picture(self) -> Mapping[str, Any]:
        """Nothing to show: these networks make no images."""
        return {}

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of images (n, n_pixels)."""
        return answers(self.encoder, self.pixels.held(pixels)).numpy()


class ClassifierTask(ClassTask):
    """Cross-entropy of the classes."""

    def __init__(self, layers: Sequence[Layer], images: Examples, settings: ClassifierSettings) -> None:
        super().__init__(layers, images, settings)
        self.model = Features(self.encoder, settings.n_components, settings.n_classes).to(self.pixels.device)

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Mean cross-entropy in nats, and the share that is classified right."""
        pixels, targets = self.batch(rows)
        said = self.model(pixels)
        right = (said.argmax(dim=1) == targets).float().mean()
        return {"loss": functional.cross_entropy(said, targets), "train_accuracy": right}

    def validation_loss(self) -> float | None:
        """Cross-entropy on the part kept aside."""
        if self.pixels.validation is None:
            return None
        said = answers(self.model, self.pixels.validation)
        return float(functional.cross_entropy(said, self.pixels.validation_targets.cpu()))

    def measures(self) -> Mapping[str, float]:
        """Accuracy on at most 2,000 test images, and on as many training ones as they are, without dropout."""
        pixels, targets = self.pixels.train[:TILE_ROWS], self.pixels.targets[:TILE_ROWS].cpu()
        return {
            "test_accuracy": self._accuracy(self.pixels.test, self.pixels.test_targets),
            "train_accuracy_after": self._accuracy(pixels, targets),
        }

    def _accuracy(self, pixels: torch.Tensor, targets: torch.Tensor) -> float:
        return float((answers(self.model, pixels).argmax(dim=1) == targets).float().mean())


def train_classifier(
    layers: Sequence[Layer], images: Examples, settings: ClassifierSettings, report: Report
) -> Outcome:
    """Train a classifier and pass all images through its encoder.

    Weights: those of the layers under "encoder", those of the linear layer from codes to class scores under "head".
    """
    with seeded(settings.schedule.seed, n_products(layers) * settings.schedule.batch_size):
        task = ClassifierTask(layers, images, settings)
        trained, film = filmed(task, images, settings.schedule, report)
    codes = of_all(task.encode, images, report)
    weights = weights_of(task.encoder, "encoder") | weights_of(task.model.head, "head")
    return Outcome(weights, codes, trained.history, trained.best_epoch, trained.seconds, film)
