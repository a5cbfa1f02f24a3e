"""What the torch trainings of images share: pixels in memory, the part kept aside, live pictures, a film of codes."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch

from engine.algorithms.networks.training_torch import Schedule
from engine.datasets.images.image_set import ImageSet
from engine.fit import Snapshots
from engine.learners.images.network_fields import Training

LIVE_PICTURES = 10
FILM_ITEMS = 300
FILM_FRAMES = 60
VALIDATION_SHARE = 0.1


def schedule_of(learner: Training) -> Schedule:
    """The schedule that a learner's fields mean."""
    return Schedule(
        learner.n_epochs, learner.batch_size, learner.learning_rate, learner.weight_decay, learner.patience,
        learner.growing, learner.seed,
    )  # fmt: skip


class Pixels:
    """Training pixels and targets in memory; with patience, every tenth image is kept aside for validation."""

    def __init__(self, images: ImageSet, patience: int, device: torch.device) -> None:
        rows = np.arange(images.n_train)
        aside = (rows % round(1 / VALIDATION_SHARE) == 0) & (patience > 0)
        self.device = device
        self.train = torch.from_numpy(images.pixels(rows[~aside])).to(device)
        self.targets = torch.from_numpy(images.targets[: images.n_train][~aside].astype(np.int64)).to(device)
        self.validation = torch.from_numpy(images.pixels(rows[aside])).to(device) if patience else None
        self.validation_targets = torch.from_numpy(images.targets[: images.n_train][aside].astype(np.int64)).to(device)

    def __len__(self) -> int:
        return len(self.train)


class Watched:
    """A few test images whose reconstructions are shown live."""

    def __init__(self, images: ImageSet) -> None:
        rows = np.arange(images.n_images)[images.test_rows][:LIVE_PICTURES]
        self.pixels = images.pixels(rows)
        self.shape = images.shape

    def metrics(self, reconstruct: Callable[[np.ndarray], np.ndarray]) -> Mapping[str, Any]:
        """JSON-able: the originals and their reconstructions as bytes in base64."""
        both = np.concatenate([self.pixels, reconstruct(self.pixels)])
        raw = np.rint(np.clip(both, 0, 1) * 255).astype(np.uint8)
        return {"pictures": {"shape": list(self.shape), "data": base64.b64encode(raw.tobytes()).decode()}}


class Film:
    """Codes of a few hundred test images at the end of some epochs."""

    def __init__(self, images: ImageSet, n_epochs: int) -> None:
        rows = np.arange(images.n_images)[images.test_rows]
        self.items = rows[:: max(1, -(-len(rows) // FILM_ITEMS))]
        self.every = max(1, -(-n_epochs // FILM_FRAMES))
        self.pixels = images.pixels(self.items)
        self.steps: list[int] = []
        self.frames: list[np.ndarray] = []

    def take(self, epoch: int, encode: Callable[[np.ndarray], np.ndarray], n_train: int) -> None:
        """Note where the images are, if this epoch is one to note."""
        if epoch % self.every == 0:
            self.steps.append(epoch * n_train)
            self.frames.append(encode(self.pixels))

    def snapshots(self) -> Snapshots | None:
        """What was noted; None for codes of one number, which make no map."""
        if len(self.frames) < 2 or self.frames[0].shape[1] < 2:
            return None
        return Snapshots(self.items, np.array(self.steps), np.stack(self.frames).astype(np.float32))
