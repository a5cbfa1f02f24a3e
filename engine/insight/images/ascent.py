"""Feature visualization: the input that excites a unit most, by gradient ascent on the pixels."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.networks.gradient import input_gradient, trace
from engine.algorithms.networks.layers import Shape
from engine.insight.images.vision import PREFIX, Vision

N_STEPS = 60
STRIDE = 0.06
"""Largest change of a pixel's brightness in a step of the ascent, about."""
BLUR_EVERY = 4
BLUR = (0.06, 0.88, 0.06)
JITTER = 1
"""Pixels by which the picture is shifted before each step, to and fro by chance."""


@dataclass(frozen=True)
class Ascent:
    """How the input that maximizes a unit is sought.

    decay: how much of x - gray is taken off for a gradient of length 1 per pixel (L2), which keeps the picture from
    filling with what does not matter. blur: smooth every fourth step. jitter: shift by a pixel before each. seed: of
    start and jitter.
    """

    decay: float = 1.0
    blur: bool = True
    jitter: bool = True
    n_steps: int = N_STEPS
    seed: int = 0


def maximize(network: Vision, place: int, units: Sequence[int], how: Ascent) -> tuple[np.ndarray, np.ndarray]:
    """Pictures (m, n_pixels) that excite m units of a layer by gradient ascent from faint noise about mid-gray.

    A unit of a convolution is a whole map, excited by its mean (Erhan et al., 2009; L2, blur and jitter as in Yosinski
    et al., 2015). Also returns the excitation (m, 2) of the start and of the end.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # its many small products would make threads wait for each other
        return _ascended(network, place, units, how)


def _ascended(network: Vision, place: int, units: Sequence[int], how: Ascent) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(how.seed)
    part = network.layers[: place + 1]
    rows = np.arange(len(units))
    begin = (0.5 + 0.05 * generator.standard_normal((len(units), int(np.prod(network.shape))))).astype(np.float32)
    pictures = begin
    for at in range(how.n_steps):
        shift = tuple(generator.integers(-JITTER, JITTER + 1, 2)) if how.jitter else (0, 0)
        moved = _rolled(pictures, network.shape, shift)
        seen = trace(part, network.weights, PREFIX, moved)
        wanted = np.zeros_like(seen[-1])
        wanted[rows, list(units)] = 1.0 if wanted.ndim == 2 else 1.0 / wanted[0, 0].size
        slope = input_gradient(part, network.weights, PREFIX, seen, wanted)
        slope /= np.maximum(np.sqrt(np.square(slope).mean(axis=1, keepdims=True)), 1e-12)
        moved = np.clip(moved + STRIDE * (slope - how.decay * (moved - 0.5)), 0, 1)
        pictures = _rolled(moved, network.shape, (-shift[0], -shift[1]))
        if how.blur and at % BLUR_EVERY == 0 and at < how.n_steps - BLUR_EVERY:
            pictures = _blurred(pictures, network.shape)
    return pictures, np.stack([excitation(network, place, units, each) for each in (begin, pictures)], axis=1)


def excitation(network: Vision, place: int, units: Sequence[int], pictures: np.ndarray) -> np.ndarray:
    """What `maximize` maximizes: the unit's number, or the mean of its map, for each picture (m, n_pixels) its own."""
    last = trace(network.layers[: place + 1], network.weights, PREFIX, pictures)[-1]
    own = last[np.arange(len(units)), list(units)]
    return own.reshape(len(units), -1).mean(axis=1)


def _rolled(pictures: np.ndarray, shape: Shape, shift: tuple[int, int]) -> np.ndarray:
    return np.roll(pictures.reshape(-1, *shape), shift, axis=(1, 2)).reshape(len(pictures), -1)


def _blurred(pictures: np.ndarray, shape: Shape) -> np.ndarray:
    """Each pixel mixed with its neighbors, first down, then across; the border repeats itself."""
    images = pictures.reshape(-1, *shape)
    low, middle, high = BLUR
    for axis in (1, 2):
        margin = [(1, 1) if at == axis else (0, 0) for at in range(4)]
        wide = np.pad(images, margin, mode="edge")
        parts = [np.take(wide, np.arange(start, start + images.shape[axis]), axis) for start in range(3)]
        images = low * parts[0] + middle * parts[1] + high * parts[2]
    return images.reshape(len(pictures), -1).astype(np.float32)
