"""How the pictures of a group look on the whole, and where they differ from others."""

from typing import NamedTuple

import numpy as np

from engine.datasets.images.image_set import ImageSet

TILE = 2_000


class GroupPixels(NamedTuple):
    """Mean pictures, float (n_pixels,), of a group and of what is beside it, and the mean difference in standard
    deviations of each pixel over both.
    """

    inside: np.ndarray
    beside: np.ndarray
    effect: np.ndarray


def group_pixels(images: ImageSet, rows: np.ndarray, beside: np.ndarray) -> GroupPixels:
    """Compare the images in `rows` with those in `beside`; each must hold one."""
    sums = [_sums(images, part) for part in (rows, beside)]
    means = [total / n for (total, _), n in zip(sums, (len(rows), len(beside)), strict=True)]
    n = len(rows) + len(beside)
    mean = (sums[0][0] + sums[1][0]) / n
    spread = np.sqrt(np.maximum((sums[0][1] + sums[1][1]) / n - mean**2, 0))
    effect = np.where(spread > 1e-6, (means[0] - means[1]) / np.maximum(spread, 1e-6), 0)
    return GroupPixels(means[0], means[1], effect)


def _sums(images: ImageSet, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the pixels and of their squares."""
    total, squares = np.zeros(images.n_pixels), np.zeros(images.n_pixels)
    for start in range(0, len(rows), TILE):
        pixels = images.pixels(rows[start : start + TILE]).astype(np.float64)
        total += pixels.sum(axis=0)
        squares += np.square(pixels).sum(axis=0)
    return total, squares
