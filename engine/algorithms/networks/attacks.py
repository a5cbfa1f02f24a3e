"""Adversarial examples: small changes of the pixels that a classifier's gradient points out, beside chance."""

from collections.abc import Callable

import numpy as np

from engine.algorithms.networks.class_scorer import ClassScorer

N_STEPS = 10
STRIDE = 2.5
"""A step of PGD is so many times epsilon over the number of steps (Madry et al., 2018)."""


def random_signs(pixels: np.ndarray, epsilon: float, seed: int = 0) -> np.ndarray:
    """Every pixel moved by epsilon up or down by chance: as large as FGSM's change, and without a direction."""
    signs = np.random.default_rng(seed).choice(np.array([-1, 1], dtype=np.float32), pixels.shape)
    return _within(pixels + np.float32(epsilon) * signs, pixels, epsilon)


def fgsm(network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float) -> np.ndarray:
    """One step of epsilon in the direction in which each pixel raises the loss (Goodfellow et al., 2015)."""
    _, gradient = network.loss_gradient(pixels, targets)
    return _within(pixels + np.float32(epsilon) * np.sign(gradient), pixels, epsilon)


def pgd(
    network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float, n_steps: int = N_STEPS, seed: int = 0
) -> np.ndarray:
    """Small steps up the loss that never leave the box of epsilon around the image (Madry et al., 2018).

    Begins at a random place of the box and returns, for each image, the step with the highest loss.
    """
    from threadpoolctl import threadpool_limits

    generator = np.random.default_rng(seed)
    place = _within(pixels + generator.uniform(-epsilon, epsilon, pixels.shape), pixels, epsilon)
    with threadpool_limits(1):  # many small products would make threads wait for each other
        return _climbed(network, pixels, targets, epsilon, n_steps, place)


def _climbed(
    network: ClassScorer, pixels: np.ndarray, targets: np.ndarray, epsilon: float, n_steps: int, place: np.ndarray
) -> np.ndarray:
    stride = np.float32(STRIDE * epsilon / n_steps)
    best, highest = place, np.full(len(pixels), -np.inf)
    for _ in range(n_steps):
        losses, gradient = network.loss_gradient(place, targets)
        best, highest = _better(best, highest, place, losses)
        place = _within(place + stride * np.sign(gradient), pixels, epsilon)
    return _better(best, highest, place, network.loss(place, targets))[0]


def _within(moved: np.ndarray, pixels: np.ndarray, epsilon: float) -> np.ndarray:
    """The nearest place that is an image and at most epsilon away in every pixel; float32."""
    low, high = np.maximum(pixels - epsilon, 0), np.minimum(pixels + epsilon, 1)
    return np.clip(moved, low, high).astype(np.float32)


def _better(
    best: np.ndarray, highest: np.ndarray, place: np.ndarray, losses: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    up = losses > highest
    return np.where(up[:, None], place, best), np.where(up, losses, highest)


Attack = Callable[[ClassScorer, np.ndarray, np.ndarray, float], np.ndarray]
ATTACKS: dict[str, Attack] = {
    "Random signs": lambda network, pixels, targets, epsilon: random_signs(pixels, epsilon),
    "FGSM": fgsm,
    "PGD": pgd,
}
