"""Inside a convolutional network: filters, feature maps, what excites a unit, what batch normalization does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.algorithms.networks.gradient import input_gradient, trace
from engine.algorithms.networks.layers import (
    ACTIVATIONS,
    EPSILON,
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Pool,
    Shape,
    ToChannels,
)
from engine.evaluation.images.adversarial import class_scorer
from engine.fit import Fit
from engine.learners.base import Learner
from engine.learners.images.autoencoder import NetworkCoder
from engine.learners.images.classifier import ClassNetwork, ConvolutionalClassifier

PREFIX = "encoder"
TILE_ROWS = 200
N_STEPS = 60
STRIDE = 0.06
"""Largest change of a pixel's brightness in a step of the ascent, about."""
BLUR_EVERY = 4
BLUR = (0.06, 0.88, 0.06)
JITTER = 1
"""Pixels by which the picture is shifted before each step, to and fro by chance."""


@dataclass(frozen=True, eq=False)
class Vision:
    """The convolutional part of a saved run: layers from images as rows to codes or class scores, and their weights.

    titles: one for each layer. class_names: of the scores, where the last layer gives such.
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
        return (*(place for place in before if not isinstance(self.layers[place], Activation)), last)

    def answers(self, pixels: np.ndarray) -> list[np.ndarray]:
        """The answer of every layer to images (n, n_pixels)."""
        return trace(self.layers, self.weights, PREFIX, pixels)[1:]

    def parameters(self, place: int) -> dict[str, np.ndarray]:
        """Weights of a layer by their short names."""
        head = f"{PREFIX}.{place}."
        return {name.removeprefix(head): array for name, array in self.weights.items() if name.startswith(head)}


def vision(learner: Learner | None, fit: Fit, shape: Shape) -> Vision | None:
    """The network of a run, if it has a convolution; a classifier's ends with the scores of the classes."""
    weights: Mapping[str, np.ndarray] = fit.arrays
    n_classes = 0
    if isinstance(learner, ConvolutionalClassifier):
        scorer = class_scorer(learner, fit, shape)
        layers, weights, n_classes = scorer.layers, scorer.weights, len(fit.arrays["head.bias"])
    elif isinstance(learner, ClassNetwork):
        layers = learner.layers(shape)
    elif isinstance(learner, NetworkCoder):
        layers = learner.network(shape).encoder
    else:
        return None
    if not any(isinstance(layer, Conv) for layer in layers):
        return None
    return Vision(shape, layers, weights, _titles(layers, n_classes), n_classes)


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


@dataclass(frozen=True)
class Ascent:
    """How the input that maximizes a unit is sought.

    decay: weight of |x - gray|^2 (L2), which keeps the picture from filling with what does not matter. blur: smooth
    every fourth step. jitter: shift by a pixel before each. seed: of start and jitter.
    """

    decay: float = 0.02
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
        moved = np.clip(moved + STRIDE * (slope - how.decay * 50 * (moved - 0.5)), 0, 1)
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
