"""Pictures by Pillow: which are taken, how large, how deep."""

import io
import time
from typing import Any

import numpy as np
import pytest
from PIL import Image

from engine import limits
from engine.files import archives, pictures
from tests.conftest import real_data
from tests.engine.datasets.images.written import load, refusal, saved, told, zipped

GRAY = np.random.default_rng(0).integers(0, 256, (12, 8, 9), dtype=np.uint8)


def opened(data: bytes) -> Any:
    return pictures.opened(archives.Entry("a", len(data), lambda: iter([data])))


def archive(stack: Any, kind: str, ending: str) -> bytes:
    return zipped({f"{at}{ending}": saved(pixels, kind) for at, pixels in enumerate(stack)})


@pytest.mark.parametrize(("kind", "ending"), [("PPM", ".pgm"), ("TIFF", ".tif"), ("PPM", ""), ("GIF", ".wink")])
def test_other_kinds_are_told_by_ending_or_content(kind: str, ending: str) -> None:
    found = load(archive(GRAY, kind, ending))
    assert {image.tobytes() for image in found.raw} == {image.tobytes() for image in GRAY}
    assert pictures.is_one(saved(GRAY[0], kind))


@pytest.mark.parametrize("head", [b"P5 and P6 are wines", b"P1,P2,P3\n1,2,3\n", b"II is two", b"BM,a\n"])
def test_text_that_begins_like_a_picture(head: bytes) -> None:
    assert not pictures.is_one(head)


def test_plain_pgm_with_comments() -> None:
    plain = b"P2\n# by hand\n4 4\n# white\n15\n" + b" ".join(b"%d" % level for level in range(16))
    assert pictures.is_one(plain)
    with opened(plain) as image:
        assert pictures.fitted(image, (4, 4))[..., 0].ravel().tolist() == [17 * level for level in range(16)]


@pytest.mark.parametrize("white", [1_023, 4_095, 65_535])
def test_deep_pictures_share_one_white(white: int) -> None:
    levels = np.linspace(0, 1, 12 * 72).reshape(12, 8, 9)
    found = load(archive(np.rint(levels * white).astype(np.uint16), "PNG", ".png"))
    order = [found.names.index(f"{at}.png") for at in range(12)]
    assert np.abs(found.raw[order][..., 0] / 255 - levels).max() < 1 / 255
    assert f"{white:,} is white" in told(found)


def test_real_numbers_in_tif() -> None:
    levels = np.linspace(0, 1, 12 * 72, dtype=np.float32).reshape(12, 8, 9)
    found = load(archive(levels, "TIFF", ".tiff"))
    assert found.raw.max() == 255 and "1 is white" in told(found)
    assert refusal(archive(levels * 7 - 3, "TIFF", ".tiff")).startswith("E-IMG-91")


def test_pictures_of_zeros_and_ones_become_black_and_white() -> None:
    found = load(archive(GRAY // 128, "PNG", ".png"))
    assert set(np.unique(found.raw)) == {0, 255} and "black and white" in told(found)


def test_transparent_parts_are_told() -> None:
    clear = np.dstack([GRAY[0], GRAY[0], GRAY[0], np.zeros_like(GRAY[0])])
    files = {f"{at}.png": saved(pixels) for at, pixels in enumerate([*GRAY, clear])}
    found, dark = load(zipped(files)), load(zipped(files), background="black")
    assert (found.raw[found.names.index("12.png")] == 255).all() and "laid on white: 1" in told(found)
    assert (dark.raw[dark.names.index("12.png")] == 0).all()


def test_the_size_of_a_png_is_told_without_decoding_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: Any) -> None:
        raise AssertionError("decoded")

    data = saved(GRAY[0])
    monkeypatch.setattr(Image.Image, "load", decoded)
    with opened(data) as image:
        monkeypatch.setattr(type(image), "load", decoded)
        assert pictures.upright_size(image) == (8, 9)


def test_each_picture_is_decoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[int] = []
    plain = pictures._as_rgb
    monkeypatch.setattr(pictures, "_as_rgb", lambda *more: (times.append(1), plain(*more))[1])
    load(archive(GRAY, "PNG", ".png"))
    assert len(times) == len(GRAY)


def test_too_many_pixels_in_all_are_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ARCHIVE_PIXELS", 12 * 72 - 1)
    assert refusal(archive(GRAY, "PNG", ".png")).startswith("E-IMG-113")


def test_a_large_jpeg_is_read_at_a_fraction_of_its_size() -> None:
    stream = io.BytesIO()
    smooth = np.add.outer(np.linspace(0, 120, 1_600), np.linspace(0, 120, 1_600)).astype(np.uint8)
    Image.fromarray(smooth).save(stream, "JPEG", quality=95)
    with opened(stream.getvalue()) as image:
        small = pictures.fitted(image, (32, 32))[..., 0]
    wanted = np.asarray(Image.fromarray(smooth).resize((32, 32)))
    assert np.abs(small.astype(int) - wanted).max() <= 4


def test_seventy_pictures_of_four_million_pixels() -> None:
    began = time.process_time()
    assert load(real_data("png_4mpx_x70.zip").read_bytes()).n_images == 70
    assert time.process_time() - began < 60
