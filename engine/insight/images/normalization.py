"""Batch normalization with the numbers of a batch: what comes in, what it keeps from the training, what comes out."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.networks.layers import EPSILON
from engine.insight.explanation import Explanation
from engine.insight.images.vision import Vision


@dataclass(frozen=True, eq=False)
class Normalization:
    """Batch normalization on a batch, channel by channel: (channels,) each.

    mean, spread: of the numbers that come in from this batch. running_mean, running_spread: kept from the training,
    which are used afterwards. scale, shift: learned. before, after: all numbers of one channel.
    """

    mean: np.ndarray
    spread: np.ndarray
    running_mean: np.ndarray
    running_spread: np.ndarray
    scale: np.ndarray
    shift: np.ndarray
    before: np.ndarray
    after: np.ndarray


def normalization(network: Vision, place: int, pixels: np.ndarray) -> Normalization:
    """What the batch normalization at that place does to images (n, n_pixels); before and after are (channels, m)."""
    answers = network.answers(pixels)
    before, after = (np.moveaxis(answers[at], 1, 0).reshape(answers[at].shape[1], -1) for at in (place - 1, place))
    weights = network.parameters(place)
    running = np.sqrt(weights["running_var"] + EPSILON)
    return Normalization(
        before.mean(axis=1), before.std(axis=1), weights["running_mean"], running, weights["weight"], weights["bias"],
        before, after,
    )  # fmt: skip


def formula(found: Normalization, channel: int) -> Explanation:
    """The formula with the number of a channel that is farthest from 0, by the running mean and spread."""
    value = float(found.before[channel, np.abs(found.before[channel]).argmax()])
    mean, spread = float(found.running_mean[channel]), float(found.running_spread[channel])
    scale, shift = float(found.scale[channel]), float(found.shift[channel])
    answer = (value - mean) / spread * scale + shift
    numbers = rf"{scale:.2f} \cdot \frac{{{value:.2f} - {_signed(mean)}}}{{{spread:.3f}}} + {_signed(shift)}"
    return Explanation(
        "",
        formulas=(r"\hat a = \gamma\,\frac{a - \mu}{\sqrt{\sigma^2 + \epsilon}} + \beta", f"{numbers} = {answer:.2f}"),
        caption="The number of this channel that is farthest from 0, with the running mean and spread.",
    )


def table(found: Normalization) -> dict[str, np.ndarray]:
    """All channels: column -> numbers (channels,)."""
    return {
        "Channel": np.arange(1, len(found.mean) + 1),
        "Mean of the batch": found.mean,
        "Spread of the batch": found.spread,
        "Running mean μ": found.running_mean,
        "Running spread": found.running_spread,
        "Scale γ": found.scale,
        "Shift β": found.shift,
        "Mean after": found.after.mean(axis=1),
        "Spread after": found.after.std(axis=1),
    }


def _signed(value: float) -> str:
    return f"{value:.2f}" if value >= 0 else f"({value:.2f})"
