"""Training of networks that learn from classes, on torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.augmentation import SCALE, SHIFT, TURN
from engine.algorithms.networks.image_task_torch import Film, Pixels, schedule_of
from engine.algorithms.networks.layers import n_products
from engine.algorithms.networks.layers_torch import answers, build, weights_of
from engine.algorithms.networks.training_torch import Trained, device_of, seeded, train
from engine.algorithms.probability import softmax
from engine.datasets.images.image_set import ImageSet
from engine.fit import Fit
from engine.learners.images.classifier import ClassNetwork, ConvolutionalClassifier, TripletNetwork
from engine.learners.images.contract import TILE_ROWS, code_embedding, probed
from engine.report import Report, stop_if_cancelled


class _Features(nn.Module):
    """Encoder, ReLU and a linear layer."""

    def __init__(self, encoder: nn.Sequential, code_size: int, n_classes: int) -> None:
        super().__init__()
        self.encoder, self.head = encoder, nn.Linear(code_size, n_classes)

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.head(functional.relu(self.encoder(pixels)))


class ClassTask:
    """What the trainings share; see `training_torch.Task`."""

    def __init__(self, learner: ClassNetwork, images: ImageSet) -> None:
        self.learner, self.images = learner, images
        self.device = device_of(learner.device)
        self.pixels = Pixels(images, learner.patience, self.device)
        self.n_train = len(self.pixels)
        self.encoder = build(learner.layers(images.shape)).to(self.device)
        self.test = torch.from_numpy(images.pixels(images.test_rows)[:TILE_ROWS]).to(self.device)
        self.test_targets = torch.from_numpy(images.targets[images.test_rows][:TILE_ROWS].astype(np.int64))

    def batch(self, rows: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Pixels, augmented if asked for, and targets of training rows."""
        rows = rows.to(self.device)
        pixels = self.pixels.train[rows]
        if self.learner.augment:
            pixels = augmented(pixels, self.images.shape)
        return pixels, self.pixels.targets[rows]

    def picture(self) -> Mapping[str, Any]:
        """Nothing to show: these networks make no images."""
        return {}

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of images (n, n_pixels)."""
        return answers(self.encoder, torch.from_numpy(pixels).to(self.device)).numpy()


class ClassifierTask(ClassTask):
    """Cross-entropy of the classes."""

    def __init__(self, learner: ConvolutionalClassifier, images: ImageSet) -> None:
        super().__init__(learner, images)
        self.model = _Features(self.encoder, learner.n_components, len(images.class_names)).to(self.device)

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
        """Accuracy on at most 2,000 test images."""
        said = answers(self.model, self.test).argmax(dim=1)
        return {"test_accuracy": float((said == self.test_targets).float().mean())}


class TripletTask(ClassTask):
    """Semi-hard triplets within each batch."""

    def __init__(self, learner: TripletNetwork, images: ImageSet) -> None:
        super().__init__(learner, images)
        self.model, self.margin = self.encoder, learner.margin

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Mean triplet loss over all pairs of a class in the batch, and the share of them that still push."""
        pixels, targets = self.batch(rows)
        losses = semi_hard_losses(functional.normalize(self.model(pixels)), targets, self.margin)
        active = (losses > 0).float().mean() if len(losses) else torch.zeros(())
        return {"loss": losses.mean() if len(losses) else self.model(pixels).sum() * 0, "active_share": active}

    def validation_loss(self) -> float | None:
        """The same loss on the part kept aside."""
        if self.pixels.validation is None:
            return None
        codes = functional.normalize(answers(self.model, self.pixels.validation))
        return float(semi_hard_losses(codes, self.pixels.validation_targets.cpu(), self.margin).mean())

    def measures(self) -> Mapping[str, float]:
        return {}

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of length 1."""
        return functional.normalize(torch.from_numpy(super().encode(pixels))).numpy()


def semi_hard_losses(codes: torch.Tensor, targets: torch.Tensor, margin: float) -> torch.Tensor:
    """For each pair of a class, the loss with the nearest negative that is farther than the positive.

    If no negative is farther, the farthest one is taken. codes (n, k) of length 1; the result has one loss a pair.
    """
    squares = (2 - 2 * codes @ codes.T).clamp(min=0)
    same = targets[:, None] == targets[None, :]
    anchors, positives = torch.nonzero(
        same & ~torch.eye(len(codes), dtype=torch.bool, device=codes.device), as_tuple=True
    )
    if same.all() or not len(anchors):
        return codes.new_zeros(0)
    near = squares[anchors, positives]
    to_all, negative = squares[anchors], ~same[anchors]
    farther = negative & (to_all > near[:, None])
    semi_hard = torch.where(farther, to_all, torch.inf).amin(dim=1)
    farthest = torch.where(negative, to_all, -torch.inf).amax(dim=1)
    return functional.relu(margin + near - torch.where(farther.any(dim=1), semi_hard, farthest))


def augmented(pixels: torch.Tensor, shape: tuple[int, int, int]) -> torch.Tensor:
    """Images as rows, each turned, shifted and scaled a little at random; what comes in from outside is black."""
    n = len(pixels)
    turn = TURN * (2 * torch.rand(n, device=pixels.device) - 1)
    scale = 1 + SCALE * (2 * torch.rand(n, device=pixels.device) - 1)
    shift = 2 * SHIFT * (2 * torch.rand(n, 2, device=pixels.device) - 1)
    return moved(pixels, shape, turn, scale, shift)


def moved(
    pixels: torch.Tensor, shape: tuple[int, int, int], turn: torch.Tensor, scale: torch.Tensor, shift: torch.Tensor
) -> torch.Tensor:
    """Images as rows (n, n_pixels), moved as `augmentation.Moves` says."""
    n, (height, width, channels) = len(pixels), shape
    cosine, sine = scale * torch.cos(turn), scale * torch.sin(turn)
    rows = torch.stack([cosine, -sine, shift[:, 0], sine, cosine, shift[:, 1]], dim=1).view(n, 2, 3)
    images = pixels.view(n, height, width, channels).permute(0, 3, 1, 2)
    places = functional.affine_grid(rows, [n, channels, height, width], align_corners=False)
    found = functional.grid_sample(images, places, align_corners=False)
    return found.permute(0, 2, 3, 1).reshape(n, -1)


def _codes(task: ClassTask, images: ImageSet, report: Report) -> np.ndarray:
    found = []
    for start in range(0, images.n_images, TILE_ROWS):
        stop_if_cancelled(report)
        found.append(task.encode(images.pixels(slice(start, start + TILE_ROWS))))
    return np.concatenate(found)


def _trained(task: Any, learner: ClassNetwork, images: ImageSet, report: Report) -> tuple[Trained, Film]:
    film = Film(images, learner.n_epochs)
    trained = train(task, schedule_of(learner), report, lambda epoch: film.take(epoch, task.encode, task.n_train))
    return trained, film


def fit_classifier(learner: ConvolutionalClassifier, images: ImageSet, report: Report) -> Fit:
    """Train a classifier; codes, predictions and confidence of all images."""
    with seeded(learner.seed, n_products(learner.layers(images.shape)) * learner.batch_size):
        task = ClassifierTask(learner, images)
        trained, film = _trained(task, learner, images, report)
    codes = _codes(task, images, report)
    arrays = weights_of(task.encoder, "encoder") | weights_of(task.model.head, "head")
    scores = np.maximum(codes, 0) @ arrays["head.weight"].T + arrays["head.bias"]
    predicted = scores.argmax(axis=1)
    more = {
        "confidence": softmax(scores).max(axis=1).astype(np.float32),
        "predicted": np.array(images.class_names)[predicted],
    }
    right = predicted == images.targets
    summary = {
        "code_size": learner.n_components,
        "train_accuracy": float(right[: images.n_train].mean()),
        "test_accuracy": float(right[images.test_rows].mean()),
        **probed(images, codes)[1],
        "best_epoch": trained.best_epoch,
        "seconds": round(trained.seconds, 2),
    }
    embedding = code_embedding(images, codes, more=more)
    return Fit({"code": embedding}, arrays, trained.history, film.snapshots(), summary)


def fit_triplets(learner: TripletNetwork, images: ImageSet, report: Report) -> Fit:
    """Train on triplets; codes of all images."""
    with seeded(learner.seed, n_products(learner.layers(images.shape)) * learner.batch_size):
        task = TripletTask(learner, images)
        trained, film = _trained(task, learner, images, report)
    codes = _codes(task, images, report)
    predicted, scores = probed(images, codes)
    summary = {
        "code_size": learner.n_components,
        **scores,
        "best_epoch": trained.best_epoch,
        "seconds": round(trained.seconds, 2),
    }
    embedding = code_embedding(images, codes, more=predicted)
    return Fit({"code": embedding}, weights_of(task.encoder, "encoder"), trained.history, film.snapshots(), summary)
