"""Augmentation: images turned, scaled, shifted, skewed, mirrored, made darker or lighter: more than there are.

`warped` is the NumPy twin of what `augmentation_torch.augmented` does in training.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

TURN = math.radians(10)
SHIFT, SCALE = 0.08, 0.1
"""Largest shift, as a part of the image, and change of size."""
SKEW, LIGHT = 0.2, 0.5
"""Largest tangent of the angle by which columns lean, and largest change of the brightness, as a part of it."""


@dataclass(frozen=True)
class Augmentation:
    """What is done to images in training.

    moves: turns, sizes and shifts. flip: half of them are mirrored, left to right. skew: columns lean. light: they get
    darker or lighter.
    """

    moves: bool = False
    flip: bool = False
    skew: bool = False
    light: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is done."""
        return self.moves or self.flip or self.skew or self.light


NOTHING = Augmentation()


@dataclass(frozen=True, eq=False)
class Moves:
    """turn: (n,) radians. scale: (n,), by which the seen window grows. shift: (n, 2), right and down, of the window.

    A shift of 1 is half the image. skew: (n,) tangents, of the window. flip: bool (n,). light: (n,) factors of the
    brightness.
    """

    turn: np.ndarray
    scale: np.ndarray
    shift: np.ndarray
    skew: np.ndarray
    flip: np.ndarray
    light: np.ndarray

    @classmethod
    def still(cls, n: int) -> "Moves":
        """Nothing is changed in n images."""
        zeros, ones = np.zeros(n), np.ones(n)
        return cls(zeros, ones, np.zeros((n, 2)), zeros, np.zeros(n, dtype=bool), ones)


def draw(n: int, seed: int, how: Augmentation = Augmentation(moves=True)) -> Moves:
    """Changes as the training draws them: each number evenly within its bounds."""
    generator = np.random.default_rng(seed)
    chance, further = 2 * generator.random((n, 4)) - 1, 2 * generator.random((n, 3)) - 1
    turned = Moves(TURN * chance[:, 0], 1 + SCALE * chance[:, 1], 2 * SHIFT * chance[:, 2:], *_untouched(n))
    found = turned if how.moves else Moves.still(n)
    return replace(
        found,
        skew=SKEW * further[:, 0] if how.skew else found.skew,
        flip=further[:, 1] > 0 if how.flip else found.flip,
        light=1 + LIGHT * further[:, 2] if how.light else found.light,
    )


def _untouched(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    still = Moves.still(n)
    return still.skew, still.flip, still.light


def warped(pixels: np.ndarray, shape: tuple[int, int, int], moves: Moves) -> np.ndarray:
    """Images as rows (n, n_pixels), each changed; between pixels linearly, and black from outside."""
    n, (height, width, channels) = len(pixels), shape
    across, down = np.meshgrid((2 * np.arange(width) + 1) / width - 1, (2 * np.arange(height) + 1) / height - 1)
    cosine = (moves.scale * np.cos(moves.turn))[:, None, None]
    sine = (moves.scale * np.sin(moves.turn))[:, None, None]
    skew = moves.skew[:, None, None]
    x = cosine * across + (cosine * skew - sine) * down + moves.shift[:, 0, None, None]
    y = sine * across + (sine * skew + cosine) * down + moves.shift[:, 1, None, None]
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
    found = np.where(moves.flip[:, None, None, None], found[:, :, ::-1], found)
    return np.clip(found.reshape(n, -1) * moves.light[:, None], 0, 1).astype(np.float32)
