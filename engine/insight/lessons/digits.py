"""The small handwritten digits of the lessons, and a network that is trained on some of them in a moment."""

from functools import cache
from typing import NamedTuple

import numpy as np

from engine.algorithms.adam import Adam
from engine.algorithms.networks.class_scorer import PREFIX, ClassScorer
from engine.algorithms.networks.gradient import input_gradient, trace
from engine.algorithms.networks.layers import Activation, Dense, forward
from engine.algorithms.probability import softmax
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits

SIDE = 8
"""Pixels."""
RATE = 0.01


@cache
def digits() -> ImageSet:
    """1,797 of them, the last fifth for testing."""
    return Digits().load()


def trained(pixels: np.ndarray, targets: np.ndarray, n_classes: int, n_hidden: int, n_steps: int,
            seed: int = 0) -> ClassScorer:  # fmt: skip
    """A network of one hidden layer of rectified units, walked down by Adam with all images (n, d) in each step.

    targets: int (n,). Weights begin as He et al. (2015) draw them, biases at 0.
    """
    from threadpoolctl import threadpool_limits

    rng, d = np.random.default_rng(seed), pixels.shape[1]
    layers = (Dense(d, n_hidden), Activation("relu"), Dense(n_hidden, n_classes))
    first, second = (
        (rng.normal(size=(out, into)) * np.sqrt(2 / into)).astype(np.float32)
        for out, into in ((n_hidden, d), (n_classes, n_hidden))
    )
    zeros = np.zeros(n_hidden, np.float32), np.zeros(n_classes, np.float32)
    tables = [first, zeros[0], second, zeros[1]]
    names = ("0.weight", "0.bias", "2.weight", "2.bias")
    network = ClassScorer(layers, {f"{PREFIX}.{name}": each for name, each in zip(names, tables, strict=True)})
    optimizer, label = Adam(tables, RATE), np.eye(n_classes, dtype=np.float32)[targets]
    with threadpool_limits(1):  # small products
        for _ in range(n_steps):
            seen = trace(layers, network.weights, PREFIX, pixels)
            of_scores = (softmax(seen[-1]) - label) / len(targets)
            of_hidden = input_gradient(layers[1:], _second(network), PREFIX, seen[1:], of_scores)
            gradients = of_hidden.T @ pixels, of_hidden.sum(axis=0), of_scores.T @ seen[2], of_scores.sum(axis=0)
            for place, gradient in enumerate(gradients):
                optimizer.step(place, slice(None), gradient)
    return network


def _second(network: ClassScorer) -> dict[str, np.ndarray]:
    """The weights of the last layer, as one that is second after an activation."""
    return {f"{PREFIX}.1.{kind}": network.weights[f"{PREFIX}.2.{kind}"] for kind in ("weight", "bias")}


def hidden(network: ClassScorer, pixels: np.ndarray) -> np.ndarray:
    """The layer before the last, (n, n_hidden): features of images."""
    return forward(network.layers[:2], network.weights, PREFIX, pixels)


class OneShot(NamedTuple):
    """New classes with one labelled image each.

    classes: of the images. examples: rows of digits(), one for each class. asked: rows of all others of these classes.
    told: class (place) of the nearest example of each that is asked, by pixels and by features: (2, m). right: shares,
    (2,).
    """

    classes: tuple[int, ...]
    examples: np.ndarray
    asked: np.ndarray
    told: np.ndarray
    right: np.ndarray


N_HIDDEN, N_STEPS = 128, 40


@cache
def known_network(n_known: int) -> ClassScorer:
    """Trained on the training images of the digits below n_known."""
    images = digits()
    rows = np.flatnonzero(images.targets[: images.n_train] < n_known)
    return trained(images.pixels(rows), images.targets[rows], n_known, N_HIDDEN, N_STEPS)


def told_right(n_known: int) -> np.ndarray:
    """Share of the test images of each digit that the network names right, (10,)."""
    images, rows = digits(), digits().test_rows
    right = known_network(n_known).scores(images.pixels(rows)).argmax(axis=1) == images.targets[rows]
    return np.array([right[images.targets[rows] == digit].mean() for digit in range(10)])


def one_shot(n_known: int, seed: int) -> OneShot:
    """Digits from n_known to 9 by their nearest example, in pixels and in the features of a network that knows the
    others; examples by chance.
    """
    images, network = digits(), known_network(n_known)
    classes = tuple(range(n_known, 10))
    rng = np.random.default_rng(seed)
    examples = np.array([rng.choice(np.flatnonzero(images.targets == one)) for one in classes])
    asked = np.setdiff1d(np.flatnonzero(images.targets >= n_known), examples)
    told = np.stack([
        nearest(of(images.pixels(asked)), of(images.pixels(examples)))
        for of in (lambda pixels: pixels, lambda pixels: hidden(network, pixels))
    ])  # fmt: skip
    truth = images.targets[asked] - n_known
    return OneShot(classes, examples, asked, told, (told == truth).mean(axis=1))


def nearest(asked: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """The row of the nearest example (k, d), Euclidean, of each that is asked (m, d): int (m,)."""
    return squared_distances(asked, examples).argmin(axis=1)


def squared_distances(asked: np.ndarray, examples: np.ndarray) -> np.ndarray:
    """(m, k)."""
    return np.square(asked[:, None] - examples[None]).sum(axis=2)
