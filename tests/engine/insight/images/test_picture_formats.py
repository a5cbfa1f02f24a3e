"""Bytes of the data of a file, found again by other ways to write the same picture."""

import io

import numpy as np
import pytest
from PIL import Image

from engine.insight.images.picture_formats import FORMATS, coded, scan_bytes

SHAPES = [(8, 8, 1), (28, 28, 1), (30, 41, 3), (64, 64, 3)]


def noise(shape: tuple[int, int, int]) -> np.ndarray:
    return np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_every_setting_writes_every_shape(form, shape: tuple[int, int, int]) -> None:
    made = [coded(noise(shape), form, setting) for setting in form.settings]
    assert {each.pixels.shape for each in made} == {shape}
    assert all(each.n_bytes > 0 and each.header_bytes > 0 for each in made)
    assert made[0].n_bytes < made[-1].n_bytes


def test_jpeg_counts_its_scan() -> None:
    picture = noise((30, 41, 3))
    found = coded(picture, FORMATS["jpeg"], 90)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=90, streamtype=2)  # without tables
    bare = stream.getvalue()
    assert found.n_bytes == scan_bytes(bare) == len(bare) - bare.index(b"\xff\xda") - 2 - (6 + 2 * 3) - 2
    assert found.header_bytes > len(bare) - found.n_bytes


def test_jpeg_2000_wrapped_in_a_file_has_the_same_data() -> None:
    picture = noise((64, 64, 3))
    form = FORMATS["jpeg2000"]
    found = coded(picture, form, 30)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG2000", **dict(form.options(30, 64)) | {"no_jp2": False})
    wrapped = stream.getvalue()
    assert form.data_bytes(wrapped) == found.n_bytes and len(wrapped) > found.n_bytes + found.header_bytes


def test_webp_with_more_about_the_picture_has_the_same_data() -> None:
    picture = noise((64, 64, 3))
    form = FORMATS["webp"]
    found = coded(picture, form, 50)
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "WEBP", quality=50, method=6, exif=b"Exif\0\0odd")
    wrapped = stream.getvalue()
    assert form.data_bytes(wrapped) == found.n_bytes and len(wrapped) > found.n_bytes + found.header_bytes
