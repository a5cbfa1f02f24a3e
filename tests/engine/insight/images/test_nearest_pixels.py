"""Nearest by pixels, tile by tile: the same as of all pixels at once."""

import numpy as np

from engine.datasets.images.image_set import ImageSet
from engine.embedding import Embedding
from engine.insight.images.nearest_pixels import nearest_by_pixels, squared_lengths
from engine.neighbors import nearest


def test_the_same_neighbors_as_among_vectors() -> None:
    raw = np.random.default_rng(0).integers(0, 256, (900, 5, 4, 3), dtype=np.uint8)
    names = tuple(map(str, range(900)))
    images = ImageSet(raw, np.full(900, -1), (), 900, names)
    pixels = Embedding(images.pixels(), names)
    lengths = squared_lengths(images)
    for row in (0, 255, 256, 899):
        wanted = nearest(pixels, row, 12, "euclidean").rows
        np.testing.assert_array_equal(nearest_by_pixels(images, lengths, row, 12), wanted)


def test_there_are_no_more_neighbors_than_other_images() -> None:
    raw = np.arange(3 * 4, dtype=np.uint8).reshape(3, 2, 2, 1)
    images = ImageSet(raw, np.full(3, -1), (), 3, ("a", "b", "c"))
    assert nearest_by_pixels(images, squared_lengths(images), 0, 12).tolist() == [1, 2]
