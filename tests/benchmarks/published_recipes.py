"""The recipes of PyTorch's MNIST and VAE examples, written from their published settings, as baselines.

What both share: every image is a PIL picture made and turned into a tensor one at a time when its batch is put
together, as torchvision's MNIST with ToTensor behind a DataLoader does.
"""

import time
from collections.abc import Callable

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset

from engine.datasets.images.image_set import ImageSet

MEAN, SPREAD = 0.1307, 0.3081
"""Of MNIST's training pixels, as the classifier's recipe normalizes them."""


class Pictures(Dataset[tuple[torch.Tensor, int]]):
    """One part of an image set, a tensor (1, height, width) and its class at a time."""

    def __init__(self, images: ImageSet, rows: np.ndarray, normalized: bool) -> None:
        self.raw = torch.from_numpy(images.raw[rows, :, :, 0].copy())
        self.targets = torch.from_numpy(images.targets[rows].astype(np.int64))
        self.normalized = normalized

    def __len__(self) -> int:
        return len(self.raw)

    def __getitem__(self, row: int) -> tuple[torch.Tensor, int]:
        picture = Image.fromarray(self.raw[row].numpy(), mode="L")
        pixels = torch.from_numpy(np.array(picture, np.uint8, copy=True))[:, :, None]
        tensor = pixels.permute(2, 0, 1).contiguous().to(torch.float32).div(255)
        if self.normalized:
            tensor = tensor.clone().sub_(MEAN).div_(SPREAD)
        return tensor, int(self.targets[row])


class Classifier(nn.Module):
    """Two convolutions (32 and 64 filters of 3 x 3), pooling, dropout 0.25, 128 units, dropout 0.5, ten classes."""

    EPOCHS, BATCH, RATE, DECAY = 14, 64, 1.0, 0.7
    """Adadelta, whose learning rate is multiplied by DECAY after each epoch."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second = nn.Conv2d(1, 32, 3, 1), nn.Conv2d(32, 64, 3, 1)
        self.hidden, self.last = nn.Linear(9_216, 128), nn.Linear(128, 10)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        maps = functional.max_pool2d(functional.relu(self.second(functional.relu(self.first(images)))), 2)
        features = torch.flatten(functional.dropout(maps, 0.25, self.training), 1)
        hidden = functional.dropout(functional.relu(self.hidden(features)), 0.5, self.training)
        return functional.log_softmax(self.last(hidden), dim=1)


class VAE(nn.Module):
    """784-400-20 and back, ReLU and sigmoid; cross-entropy and KL summed over a batch; Adam 1e-3, batches of 128."""

    EPOCHS, BATCH, RATE = 10, 128, 1e-3

    def __init__(self) -> None:
        super().__init__()
        self.into, self.mean, self.log_variance = nn.Linear(784, 400), nn.Linear(400, 20), nn.Linear(400, 20)
        self.out, self.last = nn.Linear(20, 400), nn.Linear(400, 784)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """-ELBO summed over the images."""
        pixels = images.view(-1, 784)
        hidden = functional.relu(self.into(pixels))
        mean, log_variance = self.mean(hidden), self.log_variance(hidden)
        code = mean + torch.randn_like(mean) * torch.exp(0.5 * log_variance)
        said = torch.sigmoid(self.last(functional.relu(self.out(code))))
        kl = -0.5 * torch.sum(1 + log_variance - mean.pow(2) - log_variance.exp())
        return functional.binary_cross_entropy(said, pixels, reduction="sum") + kl


def classifier_epoch(images: ImageSet, n_images: int) -> float:
    """Seconds for an epoch of training on n_images of the training part and a test on as large a share of the other."""
    torch.manual_seed(1)
    model = Classifier()
    optimizer = torch.optim.Adadelta(model.parameters(), lr=Classifier.RATE)

    def step(pixels: torch.Tensor, targets: torch.Tensor) -> None:
        optimizer.zero_grad()
        functional.nll_loss(model(pixels), targets).backward()
        optimizer.step()

    share = n_images / images.n_train
    tested = np.arange(images.n_train, images.n_train + round(images.n_test * share))
    begun = time.perf_counter()
    _go_through(Pictures(images, np.arange(n_images), normalized=True), Classifier.BATCH, step)
    model.eval()
    with torch.no_grad():
        _go_through(
            Pictures(images, tested, normalized=True), 1_000, lambda pixels, targets: model(pixels).argmax(dim=1)
        )
    return time.perf_counter() - begun


def vae_epoch(images: ImageSet, n_images: int) -> float:
    """Seconds for an epoch of training on n_images of the training part."""
    torch.manual_seed(1)
    model = VAE()
    optimizer = torch.optim.Adam(model.parameters(), lr=VAE.RATE)

    def step(pixels: torch.Tensor, targets: torch.Tensor) -> None:
        optimizer.zero_grad()
        loss = model(pixels)
        loss.backward()
        loss.item()
        optimizer.step()

    begun = time.perf_counter()
    _go_through(Pictures(images, np.arange(n_images), normalized=False), VAE.BATCH, step)
    return time.perf_counter() - begun


def _go_through(pictures: Pictures, batch: int, step: Callable[[torch.Tensor, torch.Tensor], object]) -> None:
    for pixels, targets in DataLoader(pictures, batch, shuffle=True):
        step(pixels, targets)
