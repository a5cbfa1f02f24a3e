"""How a network's answer moves with its input: the chain rule backwards through the layers, in NumPy.

A saved network so gives its gradients without torch, as `layers.forward` gives its answers.
"""

from collections.abc import Sequence

import numpy as np

from engine.algorithms.networks.layers import (
    EPSILON,
    Activation,
    ActivationName,
    BatchNorm,
    Conv,
    Dense,
    Layer,
    Pool,
    Residual,
    ToChannels,
    ToRows,
    Upsample,
    Weights,
    places_of_squares,
    pool,
    step,
)
from engine.algorithms.probability import sigmoid


def trace(layers: Sequence[Layer], weights: Weights, prefix: str, values: np.ndarray) -> list[np.ndarray]:
    """The input and the answer of every layer, in order: len(layers) + 1 arrays."""
    seen = [values]
    for place, layer in enumerate(layers):
        seen.append(step(layer, weights, f"{prefix}.{place}", seen[-1]))
    return seen


def input_gradient(
    layers: Sequence[Layer], weights: Weights, prefix: str, seen: Sequence[np.ndarray], gradient: np.ndarray
) -> np.ndarray:
    """Derivatives by the input of what has the derivatives `gradient` by the last answer.

    seen: what `trace` found. gradient: of the shape of seen[-1]; the result has that of seen[0]. Where a function has a
    kink, the slope is that of its flat side; of equal largest numbers in a pooling square the first one counts.
    """
    for place in reversed(range(len(layers))):
        gradient = _pulled(layers[place], weights, f"{prefix}.{place}", seen[place], gradient)
    return gradient


def _pulled(layer: Layer, weights: Weights, name: str, values: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """From derivatives by a layer's answer to those by its input `values`."""
    match layer:
        case Dense():
            return gradient @ weights[f"{name}.weight"]
        case Conv():
            return _through_conv(layer, weights[f"{name}.weight"], values, gradient)
        case Pool():
            return _through_pool(layer, values, gradient)
        case BatchNorm():
            scale = weights[f"{name}.weight"] / np.sqrt(weights[f"{name}.running_var"] + EPSILON)
            return gradient * scale[(slice(None), *(None,) * (values.ndim - 2))]
        case Activation():
            return gradient * slope(layer.function, values)
        case Residual():
            within = f"{name}.inner"
            seen = trace(layer.layers, weights, within, values)
            return gradient + input_gradient(layer.layers, weights, within, seen, gradient)
        case ToChannels():
            return gradient.transpose(0, 2, 3, 1).reshape(values.shape)
        case ToRows():
            n, channels, height, width = values.shape
            return gradient.reshape(n, height, width, channels).transpose(0, 3, 1, 2)
        case Upsample():
            rows = _copies(values.shape[2], layer.height).astype(gradient.dtype)
            columns = _copies(values.shape[3], layer.width).astype(gradient.dtype)
            return rows.T @ gradient @ columns
    return gradient.reshape(values.shape)  # Flatten, Unflatten, Dropout


def slope(function: ActivationName, values: np.ndarray) -> np.ndarray:
    """The derivative of an activation at each number."""
    match function:
        case "relu":
            return (values > 0).astype(values.dtype)
        case "elu":
            return np.where(values > 0, 1, np.exp(np.minimum(values, 0))).astype(values.dtype)
        case "silu":
            share = sigmoid(values)
            return share * (1 + values * (1 - share))
        case "tanh":
            return 1 - np.tanh(values) ** 2
        case "sigmoid":
            share = sigmoid(values)
            return share * (1 - share)
        case "identity":
            return np.ones_like(values)


def _through_conv(layer: Conv, weight: np.ndarray, values: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Each answer hands its derivative, times the filter, back to the window that it saw."""
    n, channels, height, width = values.shape
    rows, columns = gradient.shape[2:]
    size = (n, height + 2 * layer.padding, width + 2 * layer.padding, channels)
    padded = np.zeros(size, dtype=gradient.dtype)
    answers = np.ascontiguousarray(gradient.transpose(0, 2, 3, 1)).reshape(-1, layer.n_out)
    for row, column in np.ndindex(layer.kernel, layer.kernel):
        last_row, last_column = row + layer.stride * rows, column + layer.stride * columns
        window = padded[:, row : last_row : layer.stride, column : last_column : layer.stride]
        window += (answers @ weight[:, :, row, column]).reshape(n, rows, columns, channels)
    within = slice(layer.padding, layer.padding + height), slice(layer.padding, layer.padding + width)
    return padded[:, *within].transpose(0, 3, 1, 2)


def _through_pool(layer: Pool, values: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """The largest number of a square gets all; in a mean each gets its share. What was left over gets nothing."""
    found = np.zeros_like(values, dtype=gradient.dtype)
    shares = places_of_squares(found, layer.size)
    if layer.kind == "mean":
        for share in shares:
            share[:] = gradient / layer.size**2
        return found
    largest = pool(values, layer.size, "max")
    waiting = np.ones_like(largest, dtype=bool)
    for share, part in zip(shares, places_of_squares(values, layer.size), strict=True):
        wins = waiting & (part == largest)
        np.multiply(gradient, wins, out=share)
        waiting &= ~wins
    return found


def _copies(n_old: int, n_new: int) -> np.ndarray:
    """(n_new, n_old), 1 where a new row copies an old one."""
    table = np.zeros((n_new, n_old))
    table[np.arange(n_new), np.arange(n_new) * n_old // n_new] = 1
    return table
