"""Images in another shape: as Pillow makes them, and told."""

import numpy as np
import pytest
from PIL import Image

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.resized import change, in_shape


def images(height: int, width: int, channels: int = 1) -> ImageSet:
    raw = np.random.default_rng(0).integers(0, 256, (20, height, width, channels), dtype=np.uint8)
    return ImageSet.from_arrays(raw.squeeze(), test_share=0)


@pytest.mark.parametrize("size", [(7, 14), (4, 28), (40, 60), (28, 56)])
def test_as_another_program(size: tuple[int, int]) -> None:
    given = images(28, 28)
    for old, new in zip(given.pixels(), in_shape(given, (*size, 1)), strict=True):
        picture = Image.fromarray(old.reshape(28, 28))
        how = Image.Resampling.BOX if max(size) <= 28 else Image.Resampling.BILINEAR
        wanted = np.asarray(picture.resize((size[1], size[0]), how))
        np.testing.assert_allclose(new.reshape(size), wanted, atol=2e-3)


def test_smaller_pictures_keep_the_mean_of_what_is_under_each_pixel() -> None:
    given = images(28, 28)
    fine = given.pixels().reshape(20, 28, 28).repeat(8, axis=1).repeat(8, axis=2)
    wanted = fine.reshape(20, 8, 28, 8, 28).mean(axis=(2, 4))
    np.testing.assert_allclose(in_shape(given, (8, 8, 1)).reshape(20, 8, 8), wanted, atol=1e-5)


def test_the_same_shape_is_left_alone_and_white_can_be_made_black() -> None:
    given = images(8, 8)
    np.testing.assert_array_equal(in_shape(given, (8, 8, 1)), given.pixels())
    np.testing.assert_allclose(in_shape(given, (8, 8, 1), inverted=True), 1 - given.pixels())


def test_colors() -> None:
    given = images(8, 8, 3)
    gray = in_shape(given, (8, 8, 1))
    wanted = np.asarray(Image.fromarray(given.raw[3]).convert("L")) / 255
    np.testing.assert_allclose(gray[3].reshape(8, 8), wanted, atol=1 / 255)
    back = in_shape(images(8, 8), (8, 8, 3)).reshape(20, 8, 8, 3)
    assert (back == back[..., :1]).all()


def test_what_was_done_is_told() -> None:
    assert change((8, 8, 1), (8, 8, 1)) == ""
    assert "28 x 28, were made 8 x 8 pixels, as" in change((28, 28, 1), (8, 8, 1))
    assert "stretched" in change((20, 30, 1), (8, 8, 1)) and "gray" in change((8, 8, 3), (8, 8, 1))
