"""The networks of the image learners, as layers: what a learner's fields mean, also for a saved run."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from engine.algorithms.networks.layers import (
    Activation,
    ActivationName,
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
    ToRows,
    Unflatten,
    Upsample,
    n_products,
)
from engine.errors import InputError

Architecture = Literal["linear", "mlp", "conv"]
Pooling = Literal["max", "mean", "stride"]
FILTERS = (16, 32)
"""Filters of the two convolutions of an autoencoder."""
MAX_LAYERS = 6
WIDEST = 4_096


def widths(text: str) -> list[int]:
    """Widths of the hidden layers from "512-256"; "" for none. Raises InputError if they are too many or too wide.

    >>> widths("512-256")
    [512, 256]
    """
    found = [int(part) for part in text.split("-") if part]
    if len(found) > MAX_LAYERS or any(not 1 <= width <= WIDEST for width in found):
        raise InputError(
            f"Hidden layers {text!r:.60}: at most {MAX_LAYERS} layers of 1 to {WIDEST:,} units, as in 512-256.",
            "E-PAR-11",
        )
    return found


@dataclass(frozen=True)
class Coder:
    """Encoder and decoder between images as rows and codes; `output` is applied to what the decoder says."""

    encoder: tuple[Layer, ...]
    decoder: tuple[Layer, ...]
    output: ActivationName

    @property
    def n_products(self) -> float:
        """Multiplications for one image."""
        return n_products(self.encoder) + n_products(self.decoder)


def autoencoder(
    architecture: Architecture,
    shape: Shape,
    hidden: list[int],
    code_size: int,
    activation: ActivationName,
    code_activation: ActivationName = "identity",
    code_outputs: int = 1,
) -> Coder:
    """An autoencoder whose encoder gives code_outputs * code_size numbers.

    linear: one matrix each way; mlp: the hidden layers and their mirror image; conv: two convolutions with stride 2,
    then the hidden layers, and the way back by upsampling and convolution.
    """
    n_pixels = shape[0] * shape[1] * shape[2]
    if architecture == "linear":
        return Coder((Dense(n_pixels, code_outputs * code_size),), (Dense(code_size, n_pixels),), "identity")
    last = () if code_activation == "identity" else (Activation(code_activation),)
    into, out_of, n_features = _convolutions(shape, activation) if architecture == "conv" else ((), (), n_pixels)
    inwards = _dense([n_features, *hidden], activation)
    outwards = _dense([code_size, *reversed(hidden)], activation)
    widest = hidden[0] if hidden else code_size
    narrowest = hidden[-1] if hidden else n_features
    encoder = (*into, *inwards, Dense(narrowest, code_outputs * code_size), *last)
    return Coder(encoder, (*outwards, Dense(widest, n_features), *out_of), "sigmoid")


def _dense(sizes: list[int], activation: ActivationName) -> tuple[Layer, ...]:
    found: list[Layer] = []
    for n_in, n_out in pairwise(sizes):
        found += [Dense(n_in, n_out), Activation(activation)]
    return tuple(found)


def _convolutions(shape: Shape, activation: ActivationName) -> tuple[tuple[Layer, ...], tuple[Layer, ...], int]:
    """Two convolutions that halve height and width, their way back, and the numbers between them."""
    height, width, channels = shape
    few, many = FILTERS
    half = ((height + 1) // 2, (width + 1) // 2)
    quarter = ((half[0] + 1) // 2, (half[1] + 1) // 2)
    act = Activation(activation)
    into = (
        ToChannels(*shape),
        Conv(channels, few, 3, stride=2), act,
        Conv(few, many, 3, stride=2), act,
        Flatten(),
    )  # fmt: skip
    out_of = (
        act, Unflatten(many, *quarter),
        Upsample(*half), Conv(many, few, 3), act,
        Upsample(height, width), Conv(few, channels, 3),
        ToRows(),
    )  # fmt: skip
    return into, out_of, many * quarter[0] * quarter[1]


def classifier(
    shape: Shape,
    filters: tuple[int, ...],
    code_size: int,
    dropout: float,
    batch_norm: bool = True,
    residual: bool = False,
    pooling: Pooling = "max",
) -> tuple[Layer, ...]:
    """A stage for each number of filters, then the features.

    A stage is a convolution, batch normalization, ReLU, with `residual` a block of two more convolutions that is added
    to what it was given, and pooling, as long as there are two rows and columns left. pooling "stride": none, but the
    convolution takes every second place.
    """
    height, width, channels = shape
    found: list[Layer] = [ToChannels(*shape)]
    for n_filters in filters:
        shrinks = min(height, width) >= 2
        strided = shrinks and pooling == "stride"
        found += [Conv(channels, n_filters, 3, stride=2 if strided else 1), *_normalized(n_filters, batch_norm)]
        found += [Activation("relu"), *(_block(n_filters, batch_norm) if residual else ())]
        if strided:
            height, width = (height + 1) // 2, (width + 1) // 2
        elif shrinks:
            found.append(Pool(2, "mean" if pooling == "mean" else "max"))
            height, width = height // 2, width // 2
        channels = n_filters
    return (*found, Flatten(), Dropout(dropout), Dense(channels * height * width, code_size))


def _normalized(n_channels: int, batch_norm: bool) -> tuple[Layer, ...]:
    return (BatchNorm(n_channels),) if batch_norm else ()


def _block(n_filters: int, batch_norm: bool) -> tuple[Layer, ...]:
    """Two convolutions with a way around them, and ReLU."""
    norm = _normalized(n_filters, batch_norm)
    inner = (Conv(n_filters, n_filters, 3), *norm, Activation("relu"), Conv(n_filters, n_filters, 3), *norm)
    return Residual(inner), Activation("relu")
