"""Training of two towers by the contrastive loss, on torch: each picture finds its text in the batch, and back."""

import math
from collections.abc import Mapping

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.layers_torch import answers, build, weights_of
from engine.algorithms.networks.training import Examples, Outcome
from engine.algorithms.networks.training_torch import device_of, seeded
from engine.algorithms.networks.watching_torch import filmed, of_all
from engine.algorithms.towers.captions import ABSENT, Towers, TowerSettings
from engine.report import Report

COLDEST = math.log(0.01)
"""Lowest logarithm of the temperature, as in CLIP."""
PRODUCTS = 3
"""Passes of a step: forth, and twice as much back."""


class ContrastiveTask:
    """Pairs of a picture and a text.

    pictures: int (m,) rows of images; words: int64 (m, longest) rows of words, a text each; the pairs to learn from.
    """

    def __init__(
        self, towers: Towers, images: Examples, pictures: np.ndarray, words: np.ndarray, n_words: int,
        settings: TowerSettings,
    ) -> None:  # fmt: skip
        self.settings = settings
        self.device = device_of(settings.schedule.device)
        first = next(layer for layer in towers.text if hasattr(layer, "n_in"))
        self.image, self.text = build(towers.image), build(towers.text)
        self.words = nn.Embedding(n_words, first.n_in)
        self.log_temperature = nn.Parameter(torch.tensor(math.log(settings.temperature)))
        self._model = nn.ModuleDict({"image": self.image, "text": self.text, "words": self.words})
        self._model.register_parameter("log_temperature", self.log_temperature)
        self._model.to(self.device)
        learned, inverse = np.unique(pictures, return_inverse=True)
        self.pixels = torch.from_numpy(images.pixels[learned]).to(self.device)
        self.pictures, self.table = torch.from_numpy(inverse), torch.from_numpy(words)
        self.n_train = len(words)

    @property
    def model(self) -> nn.Module:
        return self._model

    @property
    def temperature(self) -> torch.Tensor:
        """What similarities are divided by."""
        return self.log_temperature.clamp(min=COLDEST).exp()

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """The symmetric loss of the batch, and the share of pictures whose own text is the nearest."""
        images = functional.normalize(self.image(self.pixels[self.pictures[rows]]))
        texts = functional.normalize(self.encode_texts(self.shortened(self.table[rows])))
        logits = images @ texts.T / self.temperature
        right = torch.arange(len(rows), device=logits.device)
        loss = (functional.cross_entropy(logits, right) + functional.cross_entropy(logits.T, right)) / 2
        return {"loss": loss, "own_text_nearest": (logits.argmax(dim=1) == right).float().mean()}

    def shortened(self, table: torch.Tensor) -> torch.Tensor:
        """Some of the texts without some of their words: each loses its own share, but never the last."""
        kept = torch.rand(table.shape) < torch.rand(len(table), 1)
        whole = torch.rand(len(table), 1) >= self.settings.shortened
        kept = (kept | whole) & (table != ABSENT)
        kept |= (~kept.any(dim=1, keepdim=True)) & (table != ABSENT)
        return torch.where(kept, table, ABSENT)

    def encode_texts(self, table: torch.Tensor) -> torch.Tensor:
        """What the tower of texts says of rows of words (n, longest)."""
        said = (table != ABSENT).to(self.device)
        vectors = self.words(table.clamp(min=0).to(self.device)) * said[:, :, None]
        means = vectors.sum(dim=1) / said.sum(dim=1, keepdim=True).clamp(min=1)
        found: torch.Tensor = self.text(means)
        return found

    def validation_loss(self) -> float | None:
        """None: nothing is kept aside."""
        return None

    def measures(self) -> Mapping[str, float]:
        """The temperature."""
        return {"temperature": float(self.temperature.detach())}

    def picture(self) -> Mapping[str, float]:
        """Nothing more to show."""
        return {}

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of images, of length 1."""
        held = torch.from_numpy(pixels).to(self.device)
        return functional.normalize(answers(self.image, held)).numpy()


def train_towers(
    towers: Towers, images: Examples, pictures: np.ndarray, words: np.ndarray, n_words: int,
    settings: TowerSettings, report: Report,
) -> Outcome:  # fmt: skip
    """Train both towers, and pass all images through theirs; see `ContrastiveTask`. Codes have length 1.

    Weights are named image.*, text.* and words.weight; the measure "temperature" is the one that was learned.
    """
    products = PRODUCTS * towers.n_products * settings.schedule.batch_size
    with seeded(settings.schedule.seed, products):
        task = ContrastiveTask(towers, images, pictures, words, n_words, settings)
        trained, film = filmed(task, images, settings.schedule, report, "pairs")
    codes = of_all(task.encode, images, report)
    weights = {**weights_of(task.image, "image"), **weights_of(task.text, "text"), **weights_of(task.words, "words")}
    measures = {"temperature": float(task.temperature.detach())}
    return Outcome(
        weights, codes, trained.history, trained.best_epoch, trained.seconds, film, measures=measures
    )  # fmt: skip
