"""Augmentation: every image turned, scaled and shifted a little, so that a network sees more than there is.

`warped` is the NumPy twin of what `augmentation_torch.augmented` does in training.
"""

import math
from dataclasses import dataclass

import numpy as np

TURN = math.radians(10)
SHIFT, SCALE = 0.08, 0.1
"""Largest shift, as a part of the image, and change of size."""


@dataclass(frozen=True, eq=False)
class Moves:
    """turn: (n,) radians. scale: (n,), by which the seen window grows. shift: (n, 2), right and down, of the window.

    A shift of 1 is half the image.
    """

    turn: np.ndarray
    scale: np.ndarray
    shift: np.ndarray


def draw(n: int, seed: int) -> Moves:
    """Moves as the training draws them: each number evenly within its bounds."""
    chance = 2 * np.random.default_rng(seed).random((n, 4)) - 1
    return Moves(TURN * chance[:, 0], 1 + SCALE * chance[:, 1], 2 * SHIFT * chance[:, 2:])


def warped(pixels: np.ndarray, shape: tuple[int, int, int], moves: Moves) -> np.ndarray:
    """Images as rows (n, n_pixels), each moved; between pixels linearly, and black from outside."""
    n, (height, width, channels) = len(pixels), shape
    across, down = np.meshgrid((2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1)
    cosine = (moves.scale * np.cos(moves.turn))[:, None, None]
    sine = (moves.scale * np.sin(moves.turn))[:, None, None]
    x = cosine * across - sine * down + moves.shift[:, 0, None, None]
    y = sine * across + cosine * down + moves.shift[:, 1, None, None]
    column, row = ((x + 1) * width - 1) / 2, ((y + 1) * height - 1) / 2
    framed = np.pad(pixels.reshape(n, *shape), ((0, 0), (1, 1), (1, 1), (0, 0)))
    left, top = np.floor(column), np.floor(row)
    right_share, low_share = (column - left)[..., None], (row - top)[..., None]
    found = np.zeros((n, height, width, channels))
    for to_right, below in np.ndindex(2, 2):
        share = (right_share if to_right else 1 - right_share) * (low_share if below else 1 - low_share)
        rows = np.clip(top + below + 1, 0, height + 1).astype(int)
        columns = np.clip(left + to_right + 1, 0, width + 1).astype(int)
        found += share * framed[np.arange(n)[:, None, None], rows, columns]
    return found.reshape(n, -1).astype(np.float32)
