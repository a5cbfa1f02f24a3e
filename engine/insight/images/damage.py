"""Damaged pictures and their repair by a model that knows what whole ones look like (Vincent et al., 2010)."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Reconstruct = Callable[[np.ndarray], np.ndarray]
"""What a trained model makes of images (n, n_pixels)."""
NOISES = {"gaussian": "Gaussian", "masking": "Masking", "salt_pepper": "Salt and pepper"}
SETTLED = 1e-4
"""In-painting stops when no pixel changes by more."""
MOST_ROUNDS = 200


def noisy(pixels: np.ndarray, kind: str, level: float, seed: int = 0) -> np.ndarray:
    """Images (n, n_pixels) in [0, 1] with noise of one of `NOISES`, cut to [0, 1]; float32 of the same shape.

    level: the standard deviation of Gaussian noise, or the share of the pixels that become 0 (masking), or 0 or 1
    with equal chances (salt and pepper). The same seed gives the same noise.
    """
    generator = np.random.default_rng(seed)
    if kind == "gaussian":
        return np.clip(pixels + level * generator.standard_normal(pixels.shape), 0, 1).astype(np.float32)
    chance = generator.random(pixels.shape)
    value = (chance < level / 2) if kind == "salt_pepper" else np.zeros_like(chance)
    return np.where(chance < level, value, pixels).astype(np.float32)


def painted(pixels: np.ndarray, mask: np.ndarray, ink: str, seed: int = 0) -> np.ndarray:
    """Images (n, n_pixels) whose masked pixels, bool (n_pixels,), are "black", "white" or random ("noise")."""
    random = np.random.default_rng(seed).random(pixels.shape)
    value = {"black": np.zeros_like(random), "white": np.ones_like(random), "noise": random}[ink]
    return np.where(mask, value, pixels).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Filled:
    """A picture (1, n_pixels) whose hole a model has filled; settled: at the last of the rounds nothing changed."""

    pixels: np.ndarray
    rounds: int
    settled: bool


def inpainted(
    pixels: np.ndarray, hole: np.ndarray, reconstruct: Reconstruct, start: np.ndarray, n_rounds: int = MOST_ROUNDS
) -> Filled:
    """One image (1, n_pixels) with its hole, bool (n_pixels,), filled by a model.

    The hole begins as in `start` (n_pixels,). Each round the whole picture goes through the model, what comes out is
    cut to [0, 1], and the known pixels are put back. For principal components this is projection by turns onto two
    convex sets, and tends to the pair of points that are closest (Cheney and Goldstein, 1959): of all pictures in
    [0, 1] with the known pixels the one that lies nearest to what the components can draw. Only where the cut never
    acts is that the least-squares fit of the known pixels.
    """
    filled = np.where(hole, start, pixels).astype(np.float32)
    for done in range(1, n_rounds + 1):
        found = np.where(hole, np.clip(reconstruct(filled), 0, 1), pixels).astype(np.float32)
        change = float(np.abs(found - filled).max())
        filled = found
        if change < SETTLED:
            return Filled(filled, done, True)
    return Filled(filled, n_rounds, False)
