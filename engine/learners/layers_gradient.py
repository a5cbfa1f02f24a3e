"""How a network's answer moves with its input: the chain rule backwards through the layers, in NumPy.

A saved network so gives its gradients without torch, as `layers.forward` gives its answers.
"""

from collections.abc import Sequence

import numpy as np

from engine.learners.layers import (
    EPSILON,
    Activation,
    ActivationName,
    BatchNorm,
    Conv,
    Dense,
    Layer,
    Pool,
    ToChannels,
    ToRows,
    Upsample,
    Weights,
    activate,
    step,
)


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
            share = activate("sigmoid", values)
            return share * (1 + values * (1 - share))
        case "tanh":
            return 1 - np.tanh(values) ** 2
        case "sigmoid":
            share = activate("sigmoid", values)
            return share * (1 - share)
        case "identity":
            return np.ones_like(values)


def _through_conv(layer: Conv, weight: np.ndarray, values: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """Each answer hands its derivative, times the filter, back to the window that it saw."""
    n, channels, height, width = values.shape
    rows, columns = gradient.shape[2:]
    shares = np.tensordot(gradient, weight, axes=([1], [0]))  # (n, rows, columns, channels, kernel, kernel)
    size = (n, channels, height + 2 * layer.padding, width + 2 * layer.padding)
    padded = np.zeros(size, dtype=gradient.dtype)
    for row, column in np.ndindex(layer.kernel, layer.kernel):
        last_row, last_column = row + layer.stride * rows, column + layer.stride * columns
        window = padded[:, :, row : last_row : layer.stride, column : last_column : layer.stride]
        window += shares[..., row, column].transpose(0, 3, 1, 2)
    return padded[:, :, layer.padding : layer.padding + height, layer.padding : layer.padding + width]


def _through_pool(layer: Pool, values: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """The largest number of a square gets all; in a mean each gets its share. What was left over gets nothing."""
    n, channels, rows, columns = gradient.shape
    size = layer.size
    used = values[:, :, : rows * size, : columns * size].reshape(n, channels, rows, size, columns, size)
    squares = used.transpose(0, 1, 2, 4, 3, 5).reshape(n, channels, rows, columns, size * size)
    shares = np.zeros_like(squares) if layer.kind == "max" else np.full_like(squares, 1 / size**2)
    if layer.kind == "max":
        np.put_along_axis(shares, squares.argmax(axis=4)[..., None], 1, axis=4)
    shares = (shares * gradient[..., None]).reshape(n, channels, rows, columns, size, size).transpose(0, 1, 2, 4, 3, 5)
    found = np.zeros(values.shape, dtype=gradient.dtype)
    found[:, :, : rows * size, : columns * size] = shares.reshape(n, channels, rows * size, columns * size)
    return found


def _copies(n_old: int, n_new: int) -> np.ndarray:
    """(n_new, n_old), 1 where a new row copies an old one."""
    table = np.zeros((n_new, n_old))
    table[np.arange(n_new), np.arange(n_new) * n_old // n_new] = 1
    return table
