"""The images nearest to one by their pixels, found among all without a copy of them as numbers."""

from collections.abc import Iterator

import numpy as np

from engine.datasets.images.image_set import ImageSet

TILE_ROWS = 256
"""Few enough that a tile of numbers stays in the processor's cache, many enough for its vector units."""


def squared_lengths(images: ImageSet) -> np.ndarray:
    """Sum of the squared bytes of each image, float32 (n_images,): asked for at every search."""
    return np.concatenate([np.square(tile).sum(axis=1) for tile in _tiles(images)])


def nearest_by_pixels(images: ImageSet, lengths: np.ndarray, row: int, n: int) -> np.ndarray:
    """Rows of the n images nearest to an image by Euclidean distance, the nearest first, itself left out.

    lengths: as `squared_lengths` gives them.
    """
    own = images.raw[row].reshape(-1).astype(np.float32)
    distances = lengths - 2 * np.concatenate([tile @ own for tile in _tiles(images)])
    distances[row] = np.inf
    n = min(n, images.n_images - 1)
    near = np.argpartition(distances, n - 1)[:n] if n else np.zeros(0, dtype=int)
    return near[np.argsort(distances[near], kind="stable")]


def _tiles(images: ImageSet) -> Iterator[np.ndarray]:
    flat = images.raw.reshape(images.n_images, -1)
    for start in range(0, len(flat), TILE_ROWS):
        yield flat[start : start + TILE_ROWS].astype(np.float32)
