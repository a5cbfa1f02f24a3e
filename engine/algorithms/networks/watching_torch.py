"""What the torch trainings of images share: pixels in memory, the part kept aside, live pictures, a film of codes."""

import base64
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np
import torch

from engine.algorithms.networks.training import TILE_ROWS, Examples, Film, Schedule
from engine.algorithms.networks.training_torch import Task, Trained, device_of, on_all_cores, train
from engine.report import Report, stop_if_cancelled

LIVE_PICTURES = 10
FILM_ITEMS = 300
FILM_FRAMES = 60
VALIDATION_SHARE = 0.1


class Coding(Task, Protocol):
    """A training whose network makes codes."""

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes (n, k) of images (n, n_pixels)."""


class Pixels:
    """Training pixels and targets in memory; with patience, every tenth image is kept aside for validation.

    test: pixels of at most 2,000 test images, test_targets their classes, on the processor.
    """

    def __init__(self, images: Examples, schedule: Schedule) -> None:
        rows, measured = images.learned, images.measured[:TILE_ROWS]
        aside = (np.arange(len(rows)) % round(1 / VALIDATION_SHARE) == 0) & (schedule.patience > 0)
        targets = images.targets.astype(np.int64)
        self.device = device_of(schedule.device)
        self.train = self.held(images.pixels[rows[~aside]])
        self.targets = self.held(targets[rows[~aside]])
        self.validation = self.held(images.pixels[rows[aside]]) if schedule.patience else None
        self.validation_targets = self.held(targets[rows[aside]])
        self.test = self.held(images.pixels[measured])
        self.test_targets = torch.from_numpy(targets[measured])

    def __len__(self) -> int:
        return len(self.train)

    def held(self, array: np.ndarray) -> torch.Tensor:
        """An array where the training runs."""
        return torch.from_numpy(array).to(self.device)


class Watched:
    """A few test images whose reconstructions are shown live."""

    def __init__(self, images: Examples) -> None:
        self.pixels = images.pixels[images.test_rows][:LIVE_PICTURES].copy()
        self.shape = images.shape

    def metrics(self, reconstruct: Callable[[np.ndarray], np.ndarray]) -> Mapping[str, Any]:
        """JSON-able: the originals and their reconstructions as bytes in base64."""
        both = np.concatenate([self.pixels, reconstruct(self.pixels)])
        raw = np.rint(np.clip(both, 0, 1) * 255).astype(np.uint8)
        return {"pictures": {"shape": list(self.shape), "data": base64.b64encode(raw.tobytes()).decode()}}


class Camera:
    """Notes the codes of a few hundred test images at the end of some epochs."""

    def __init__(self, images: Examples, n_epochs: int) -> None:
        rows = np.arange(len(images.pixels))[images.test_rows]
        self.items = rows[:: max(1, -(-len(rows) // FILM_ITEMS))]
        self.every = max(1, -(-n_epochs // FILM_FRAMES))
        self.pixels = images.pixels[self.items]
        self.steps: list[int] = []
        self.frames: list[np.ndarray] = []

    def take(self, epoch: int, encode: Callable[[np.ndarray], np.ndarray], n_train: int) -> None:
        """Note where the images are, if this epoch is one to note."""
        if epoch % self.every == 0:
            self.steps.append(epoch * n_train)
            self.frames.append(encode(self.pixels))

    def film(self) -> Film | None:
        """What was noted; None for codes of one number, which make no map."""
        if len(self.frames) < 2 or self.frames[0].shape[1] < 2:
            return None
        return Film(self.items, np.array(self.steps), np.stack(self.frames).astype(np.float32))


def filmed(
    task: Coding, images: Examples, schedule: Schedule, report: Report, unit: str = "images"
) -> tuple[Trained, Film | None]:
    """Train, noting codes on the way; call it inside `training_torch.seeded`. unit: what the task's rows are."""
    camera = Camera(images, schedule.n_epochs)
    trained = train(task, schedule, report, lambda epoch: camera.take(epoch, task.encode, task.n_train), unit=unit)
    return trained, camera.film()


def of_all(answer: Callable[[np.ndarray], np.ndarray], images: Examples, report: Report) -> np.ndarray:
    """What a function of images (n, n_pixels) gives for all of them, tile by tile."""
    found = []
    with on_all_cores():
        for start in range(0, len(images.pixels), TILE_ROWS):
            stop_if_cancelled(report)
            found.append(answer(images.pixels[start : start + TILE_ROWS]))
    return np.concatenate(found)
