"""Chances and log-odds without overflow: each function once, for numpy arrays.

float32 stays float32 and float64 stays float64. Logits may be of any size; where infinite ones have a limit, it is
returned. Logarithms are natural, so losses are in nats.
"""

import numpy as np


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-logits)), in [0, 1], as exact for tiny chances as for those near 1."""
    with np.errstate(over="ignore"):  # 1 / (1 + inf) is the 0 that is meant
        return 1 / (1 + np.exp(-logits))


def logit(chances: np.ndarray) -> np.ndarray:
    """Log-odds, log(chances / (1 - chances)): the inverse of `sigmoid`. 0 gives -inf, 1 gives inf."""
    with np.errstate(divide="ignore"):
        return np.log(chances) - np.log1p(-chances)


def softplus(logits: np.ndarray) -> np.ndarray:
    """log(1 + exp(logits)): what logits cost, in nats, where the answer is no; `softplus(-logits)` where it is yes."""
    return np.maximum(logits, 0) + np.log1p(np.exp(-np.abs(logits)))


def binary_cross_entropy(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """-targets log(sigmoid(logits)) - (1 - targets) log(sigmoid(-logits)), in nats, number by number.

    targets: bool, or shares in [0, 1]. Logits are finite.
    """
    return (np.maximum(logits, 0) - targets * logits) + np.log1p(np.exp(-np.abs(logits)))


def binary_cross_entropy_of(chances: np.ndarray, targets: np.ndarray, least: float = 1e-7) -> np.ndarray:
    """The same from chances, which are kept `least` away from 0 and 1."""
    chances = np.clip(chances, least, 1 - least)
    return -(targets * np.log(chances) + (1 - targets) * np.log1p(-chances))


def exponentials(logits: np.ndarray, axis: int = -1, out: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """exp(logits - largest) and the largest logits, kept as an axis of length 1: a softmax before its division.

    out: where to write the exponentials; `logits` itself saves a copy of a large matrix. At least one is 1, unless
    all logits are -inf (all are 0 then).
    """
    largest = np.max(logits, axis=axis, keepdims=True)
    largest = np.where(np.isneginf(largest), largest.dtype.type(0), largest)
    shifted = np.subtract(logits, largest, out=out)
    return np.exp(shifted, out=shifted), largest


def softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """Chances of classes: exp(logits), divided by their sum along the axis."""
    found, _ = exponentials(logits, axis)
    found /= found.sum(axis=axis, keepdims=True)
    return found


def log_sum_exp(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """log of the sum of exp(logits) along an axis, which is gone in the result; -inf if all are -inf."""
    found, largest = exponentials(logits, axis)
    with np.errstate(divide="ignore"):
        return np.log(found.sum(axis=axis)) + np.squeeze(largest, axis=axis)


def log_softmax(logits: np.ndarray, axis: int = -1) -> np.ndarray:
    """log of `softmax`, exact where the chances are too small for a number."""
    found, largest = exponentials(logits, axis)
    return (logits - largest) - np.log(found.sum(axis=axis, keepdims=True))


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """-log of the chance of the true class, in nats: logits (n, n_classes), targets int (n,) -> (n,)."""
    return -log_softmax(logits)[np.arange(len(targets)), targets]
