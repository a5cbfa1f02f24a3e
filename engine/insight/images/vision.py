"""A convolutional network layer by layer: its filters, what each layer makes of images, what excites a unit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.algorithms.networks.gradient import trace
from engine.algorithms.networks.layers import (
    ACTIVATIONS,
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Pool,
    Residual,
    Shape,
    ToChannels,
)

PREFIX = "encoder"
"""Under which the weights of the layers are named."""
TILE_ROWS = 200


@dataclass(frozen=True, eq=False)
class Vision:
    """The convolutional part of a saved run: layers from images as rows to codes or class scores, and their weights.

    titles: one for each layer. n_classes: of the scores, where the last layer gives such; else 0.
    """

    shape: Shape
    layers: tuple[Layer, ...]
    weights: Mapping[str, np.ndarray]
    titles: tuple[str, ...]
    n_classes: int

    @cached_property
    def filters(self) -> np.ndarray:
        """The first convolution's filters: float32 (n_filters, kernel, kernel, channels)."""
        return self.weights[f"{PREFIX}.{self.first_conv}.weight"].transpose(0, 2, 3, 1)

    @cached_property
    def first_conv(self) -> int:
        """Place of the first convolution."""
        return next(place for place, layer in enumerate(self.layers) if isinstance(layer, Conv))

    @cached_property
    def seen(self) -> tuple[int, ...]:
        """Places of the layers whose answers are worth a look: not those that only rearrange numbers."""
        idle = (ToChannels, Flatten, Dropout)
        return tuple(place for place, layer in enumerate(self.layers) if not isinstance(layer, idle))

    @cached_property
    def units(self) -> tuple[int, ...]:
        """Places whose channels or numbers are units to excite: before each activation, and the last answers."""
        last = len(self.layers) - 1
        before = [place for place in self.seen if place < last and isinstance(self.layers[place + 1], Activation)]
        return (*(place for place in before if not isinstance(self.layers[place], Activation | Residual)), last)

    @cached_property
    def normalizations(self) -> tuple[int, ...]:
        """Places of the batch normalizations."""
        return tuple(place for place, layer in enumerate(self.layers) if isinstance(layer, BatchNorm))

    def n_units(self, place: int) -> int:
        """Channels or numbers that a layer with weights of its own gives."""
        return len(self.weights[f"{PREFIX}.{place}.bias"])

    def answers(self, pixels: np.ndarray) -> list[np.ndarray]:
        """The answer of every layer to images (n, n_pixels)."""
        return trace(self.layers, self.weights, PREFIX, pixels)[1:]

    def parameters(self, place: int) -> dict[str, np.ndarray]:
        """Weights of a layer by their short names."""
        head = f"{PREFIX}.{place}."
        return {name.removeprefix(head): array for name, array in self.weights.items() if name.startswith(head)}


def vision(
    shape: Shape, layers: Sequence[Layer], weights: Mapping[str, np.ndarray], n_classes: int = 0
) -> Vision | None:
    """The network for a look inside, if it has a convolution. n_classes: of the scores it ends with; 0: with codes."""
    if not any(isinstance(layer, Conv) for layer in layers):
        return None
    return Vision(shape, tuple(layers), weights, _titles(layers, n_classes), n_classes)


def _titles(layers: Sequence[Layer], n_classes: int) -> tuple[str, ...]:
    """What each layer is called, convolutions and dense layers by their number."""
    convolutions = denses = 0
    found = []
    for layer in layers:
        convolutions += isinstance(layer, Conv)
        denses += isinstance(layer, Dense)
        stage = f" {convolutions}" if not denses else f" of dense {denses}"
        found.append(_title(layer, stage, denses))
    if n_classes:
        found[-1] = "Class scores"
    return tuple(found)


def _title(layer: Layer, stage: str, denses: int) -> str:
    match layer:
        case Conv():
            return f"Convolution{stage}"
        case BatchNorm():
            return f"Batch norm{stage}"
        case Activation():
            return f"{ACTIVATIONS[layer.function]}{stage}"
        case Pool():
            return f"{'Max' if layer.kind == 'max' else 'Mean'} pooling{stage}"
        case Residual():
            return f"Residual block{stage}"
        case Dense():
            return f"Dense {denses}"
    return type(layer).__name__


def peaks(network: Vision, place: int, pixels: np.ndarray) -> np.ndarray:
    """How strongly each image excites each unit of a layer: float32 (n, units), a map by its largest number."""
    found = []
    part = Vision(network.shape, network.layers[: place + 1], network.weights, network.titles, 0)
    for start in range(0, len(pixels), TILE_ROWS):
        answers = part.answers(pixels[start : start + TILE_ROWS])[-1]
        found.append(answers.max(axis=(2, 3)) if answers.ndim == 4 else answers)
    return np.concatenate(found)


def largest_patch(network: Vision, pixels: np.ndarray, unit: int) -> tuple[np.ndarray, np.ndarray, float]:
    """Where the first convolution's filter `unit` answers most to an image (1, n_pixels).

    Returns filter and the pixels under it, (kernel, kernel, channels) each, and the answer: the sum of their products
    and the bias.
    """
    layer = network.layers[network.first_conv]
    assert isinstance(layer, Conv)
    answer = network.answers(pixels)[network.first_conv][0, unit]
    row, column = np.unravel_index(int(answer.argmax()), answer.shape)
    margin = ((layer.padding, layer.padding), (layer.padding, layer.padding), (0, 0))
    padded = np.pad(pixels.reshape(network.shape), margin)
    top, left = int(row) * layer.stride, int(column) * layer.stride
    patch = padded[top : top + layer.kernel, left : left + layer.kernel]
    return network.filters[unit], patch, float(answer[row, column])
