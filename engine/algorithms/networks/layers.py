"""Layers of networks as plain data, and their forward pass in NumPy: a saved network answers without torch.

Convolutions see images as (n, channels, height, width). `layers_torch.build` makes the same network trainable.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Literal

import numpy as np

from engine.algorithms.probability import sigmoid

Shape = tuple[int, int, int]
"""Height, width, channels."""
ActivationName = Literal["identity", "relu", "elu", "silu", "tanh", "sigmoid"]
ACTIVATIONS: dict[str, str] = {
    "relu": "ReLU", "silu": "SiLU", "elu": "ELU", "tanh": "tanh", "sigmoid": "Sigmoid", "identity": "None",
}  # fmt: skip
EPSILON = 1e-5
"""Added to variances by batch normalization."""


@dataclass(frozen=True)
class Dense:
    """x W^T + b; weight (n_out, n_in)."""

    n_in: int
    n_out: int


@dataclass(frozen=True)
class Conv:
    """Cross-correlation with (n_out, n_in, kernel, kernel) filters, as networks call convolution."""

    n_in: int
    n_out: int
    kernel: int = 3
    stride: int = 1
    padding: int = 1


@dataclass(frozen=True)
class Pool:
    """Maximum or mean of squares that do not overlap; rows and columns left over are dropped."""

    size: int = 2
    kind: Literal["max", "mean"] = "max"


@dataclass(frozen=True)
class BatchNorm:
    """Each channel less its running mean, over its spread, then scaled and shifted (Ioffe and Szegedy, 2015)."""

    n_channels: int


@dataclass(frozen=True)
class Activation:
    """A function of each number by itself."""

    function: ActivationName


@dataclass(frozen=True)
class Flatten:
    """(n, channels, height, width) to (n, numbers)."""


@dataclass(frozen=True)
class Unflatten:
    """(n, numbers) to (n, channels, height, width)."""

    channels: int
    height: int
    width: int


@dataclass(frozen=True)
class ToChannels:
    """Images as rows (n, height * width * channels) to (n, channels, height, width)."""

    height: int
    width: int
    channels: int


@dataclass(frozen=True)
class ToRows:
    """(n, channels, height, width) to images as rows (n, height * width * channels)."""


@dataclass(frozen=True)
class Upsample:
    """To another height and width; each new pixel copies the nearest old one."""

    height: int
    width: int


@dataclass(frozen=True)
class Dropout:
    """In training, sets a share of the numbers to 0 and scales the rest up; afterwards does nothing."""

    share: float


@dataclass(frozen=True)
class Residual:
    """What its layers say, added to what they were given (He et al., 2016)."""

    layers: tuple["Layer", ...]


Layer = (
    Dense | Conv | Pool | BatchNorm | Activation | Flatten | Unflatten | ToChannels | ToRows | Upsample | Dropout
    | Residual
)  # fmt: skip
Weights = Mapping[str, np.ndarray]


def forward(layers: Sequence[Layer], weights: Weights, prefix: str, values: np.ndarray) -> np.ndarray:
    """The network's answer; weights are named "prefix.place.weight" and so on."""
    for place, layer in enumerate(layers):
        values = step(layer, weights, f"{prefix}.{place}", values)
    return values


def step(layer: Layer, weights: Weights, name: str, values: np.ndarray) -> np.ndarray:
    """The answer of one layer."""
    match layer:
        case Dense():
            return values @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
        case Conv():
            return _conv(layer, weights[f"{name}.weight"], weights[f"{name}.bias"], values)
        case Pool():
            return pool(values, layer.size, layer.kind)
        case BatchNorm():
            return _normalized(weights, name, values)
        case Activation():
            return activate(layer.function, values)
        case Flatten():
            return values.reshape(len(values), -1)
        case Unflatten():
            return values.reshape(len(values), layer.channels, layer.height, layer.width)
        case ToChannels():
            return values.reshape(len(values), layer.height, layer.width, layer.channels).transpose(0, 3, 1, 2)
        case ToRows():
            return values.transpose(0, 2, 3, 1).reshape(len(values), -1)
        case Upsample():
            return _upsampled(values, layer.height, layer.width)
        case Dropout():
            return values
        case Residual():
            return values + forward(layer.layers, weights, f"{name}.inner", values)


def activate(function: ActivationName, values: np.ndarray) -> np.ndarray:
    """The function of each number."""
    match function:
        case "relu":
            return np.maximum(values, 0)
        case "elu":
            return np.where(values > 0, values, np.expm1(np.minimum(values, 0)))
        case "silu":
            return values * sigmoid(values)
        case "tanh":
            return np.tanh(values)
        case "sigmoid":
            return sigmoid(values)
        case "identity":
            return values


def _conv(layer: Conv, weight: np.ndarray, bias: np.ndarray, values: np.ndarray) -> np.ndarray:
    n, channels, height, width = values.shape
    size, stride, kernel = (n, height + 2 * layer.padding, width + 2 * layer.padding), layer.stride, layer.kernel
    padded = np.zeros((*size, channels), dtype=values.dtype)
    padded[:, layer.padding :, layer.padding :][:, :height, :width] = values.transpose(0, 2, 3, 1)
    rows, columns = (size[1] - kernel) // stride + 1, (size[2] - kernel) // stride + 1
    windows = np.empty((n, rows, columns, kernel, kernel, channels), dtype=values.dtype)
    for row, column in np.ndindex(kernel, kernel):
        beginning = padded[:, row::stride, column::stride]
        windows[:, :, :, row, column] = beginning[:, :rows, :columns]
    filters = weight.transpose(2, 3, 1, 0).reshape(-1, layer.n_out)
    answers = windows.reshape(-1, len(filters)) @ filters + bias
    return answers.reshape(n, rows, columns, layer.n_out).transpose(0, 3, 1, 2)


def pool(values: np.ndarray, size: int, kind: Literal["max", "mean"]) -> np.ndarray:
    """Maximum or mean of each size x size square of (n, channels, height, width)."""
    parts = places_of_squares(values, size)
    return reduce(np.maximum, parts) if kind == "max" else sum(parts[1:], start=parts[0]) / size**2


def places_of_squares(values: np.ndarray, size: int) -> list[np.ndarray]:
    """The size * size places of all squares, row by row: views (n, channels, rows, columns) of the numbers there."""
    rows, columns = values.shape[2] // size, values.shape[3] // size
    used = values[:, :, : rows * size, : columns * size]
    return [used[:, :, row::size, column::size] for row, column in np.ndindex(size, size)]


def _normalized(weights: Weights, name: str, values: np.ndarray) -> np.ndarray:
    across = (slice(None), *(None,) * (values.ndim - 2))  # one number per channel
    scale = weights[f"{name}.weight"] / np.sqrt(weights[f"{name}.running_var"] + EPSILON)
    shift = weights[f"{name}.bias"] - weights[f"{name}.running_mean"] * scale
    return values * scale[across] + shift[across]


def _upsampled(values: np.ndarray, height: int, width: int) -> np.ndarray:
    rows = np.arange(height) * values.shape[2] // height
    columns = np.arange(width) * values.shape[3] // width
    return values[:, :, rows][:, :, :, columns]


def n_products(layers: Sequence[Layer]) -> float:
    """Multiplications for one image."""
    return _products(layers, 1, 1)


def n_weights(layers: Sequence[Layer]) -> int:
    """Numbers that are learned."""
    total = 0
    for layer in layers:
        match layer:
            case Dense():
                total += (layer.n_in + 1) * layer.n_out
            case Conv():
                total += (layer.n_in * layer.kernel**2 + 1) * layer.n_out
            case BatchNorm():
                total += 2 * layer.n_channels
            case Residual():
                total += n_weights(layer.layers)
    return total


def _products(layers: Sequence[Layer], height: int, width: int) -> float:
    """Of layers that see maps of that height and width."""
    total = 0.0
    for layer in layers:
        match layer:
            case Dense():
                total += layer.n_in * layer.n_out
            case Conv():
                height = (height + 2 * layer.padding - layer.kernel) // layer.stride + 1
                width = (width + 2 * layer.padding - layer.kernel) // layer.stride + 1
                total += height * width * layer.n_in * layer.n_out * layer.kernel**2
            case Pool():
                height, width = height // layer.size, width // layer.size
            case Unflatten() | ToChannels() | Upsample():
                height, width = layer.height, layer.width
            case Residual():
                total += _products(layer.layers, height, width)
    return total
