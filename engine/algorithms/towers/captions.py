"""Two towers over pictures and texts: the layers of both, and their answers without torch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.algorithms.networks.layers import Activation, Dense, Layer, forward, n_products
from engine.algorithms.networks.training import Schedule

ABSENT = -1
"""In a table of the words of texts: no word at this place."""


@dataclass(frozen=True)
class TowerSettings:
    """How both towers are trained. shortened: share of the texts in a step that lose some of their words.

    temperature: where it begins; it is learned.
    """

    schedule: Schedule
    shortened: float = 0.5
    temperature: float = 0.1


SpaceLoss = Literal["squared", "rank"]


@dataclass(frozen=True)
class SpaceSettings:
    """How images are mapped to given vectors: by the squared distance of both at length 1 (Socher et al., 2013), or so
    that the cosine with the right vector is larger than with any other by a margin (Frome et al., 2013).
    """

    schedule: Schedule
    loss: SpaceLoss = "squared"
    margin: float = 0.1


@dataclass(frozen=True)
class Towers:
    """The layers of both: `image` from pixels, `text` from the mean of the vectors of a text's words."""

    image: tuple[Layer, ...]
    text: tuple[Layer, ...]

    @property
    def n_products(self) -> float:
        """Multiplications for one pair."""
        return n_products(self.image) + n_products(self.text)


def text_layers(word_size: int, hidden: int, code_size: int) -> tuple[Layer, ...]:
    """From the mean of word vectors to the shared space."""
    return Dense(word_size, hidden), Activation("relu"), Dense(hidden, code_size)


def table_of(texts: Sequence[Sequence[str]], index: Mapping[str, int]) -> np.ndarray:
    """Rows of the words of each text, int64 (n, longest), filled up with ABSENT; unknown words are left out."""
    known = [[index[word] for word in text if word in index] for text in texts]
    found = np.full((len(texts), max([1, *map(len, known)])), ABSENT, dtype=np.int64)
    for row, words in enumerate(known):
        found[row, : len(words)] = words
    return found


def encode_texts(layers: Sequence[Layer], weights: Mapping[str, np.ndarray], table: np.ndarray) -> np.ndarray:
    """Vectors of length 1, float32 (n, k), of texts as rows of words (n, longest). A text without a word gets 0."""
    said = table != ABSENT
    vectors = weights["words.weight"][np.maximum(table, 0)] * said[:, :, None]
    means = vectors.sum(axis=1) / np.maximum(said.sum(axis=1), 1)[:, None]
    found = unit(forward(layers, weights, "text", means.astype(np.float32)))
    return np.asarray(np.where(said.any(axis=1)[:, None], found, 0), dtype=np.float32)


def encode_images(layers: Sequence[Layer], weights: Mapping[str, np.ndarray], pixels: np.ndarray) -> np.ndarray:
    """Vectors of length 1, float32 (n, k), of images as rows of brightness (n, n_pixels)."""
    return unit(forward(layers, weights, "image", pixels))


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows at length 1; rows of 0 stay 0. float32."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), dtype=np.float32)
