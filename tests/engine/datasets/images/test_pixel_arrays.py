"""Arrays of images in every usual shape."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from tests.conftest import real_data
from tests.engine.datasets.images.written import idx, load, npy, refusal, told

RAMP = np.linspace(0, 200, 16)
RED, GREEN, BLUE = (
    np.add.outer(RAMP, 0.2 * RAMP),
    np.add.outer(0.5 * RAMP, 9 + RAMP),
    250 - np.add.outer(RAMP, RAMP) / 4,
)
COLORS = np.stack([np.stack([RED + shift, GREEN, BLUE]) for shift in range(12)]).clip(0, 255).astype(np.uint8)
"""(12, 3, 16, 16), smooth."""
WANTED = {image.tobytes() for image in COLORS.transpose(0, 2, 3, 1)}


def seen(found: ImageSet) -> set[bytes]:
    return {image.tobytes() for image in found.raw}


@pytest.mark.parametrize(
    "array",
    [
        COLORS,
        COLORS.transpose(0, 2, 3, 1),
        COLORS.transpose(2, 3, 1, 0),
        COLORS.reshape(12, -1),
        COLORS.transpose(0, 2, 3, 1).reshape(12, -1),
    ],
    ids=["first", "last", "images last", "rows, color by color", "rows, pixel by pixel"],
)
def test_colors_in_any_order(array: np.ndarray) -> None:
    assert seen(load(npy(array))) == WANTED


def test_the_order_of_colors_can_be_chosen_and_doubt_is_told() -> None:
    rows = COLORS.reshape(12, -1)
    assert seen(load(npy(rows), order="last")) != WANTED
    assert seen(load(npy(rows), order="first")) == WANTED
    noise = np.random.default_rng(0).integers(0, 256, (300, 768), dtype=np.uint8)
    assert "cannot be told" in told(load(npy(noise)))


def test_gray_pictures_in_three_equal_channels_stay_pixel_by_pixel() -> None:
    gray = np.repeat(COLORS[:, :1], 3, axis=1).transpose(0, 2, 3, 1)
    assert seen(load(npy(gray.reshape(12, -1)))) == {image.tobytes() for image in gray}


def test_opacity_is_laid_on_white_or_black() -> None:
    alpha = np.zeros((12, 16, 16, 1), np.uint8)
    alpha[:, 8:] = 255
    layered = np.concatenate([COLORS.transpose(0, 2, 3, 1), alpha], axis=3)
    found, dark = load(npy(layered)), load(npy(layered), background="black")
    assert (found.raw[:, :8] == 255).all() and (dark.raw[:, :8] == 0).all()
    assert "laid on white" in told(found) and "laid on black" in told(dark)
    opaque = np.concatenate([COLORS.transpose(0, 2, 3, 1), np.full_like(alpha, 255)], axis=3)
    assert seen(load(npy(opaque))) == WANTED


def test_images_along_the_last_side_are_told_by_their_labels() -> None:
    stack = np.random.default_rng(0).integers(0, 256, (20, 5, 7), dtype=np.uint8)
    found = load(npy(np.moveaxis(stack, 0, -1)), npy(np.arange(20) % 2))
    assert {image.tobytes() for image in stack} == seen(found) and "last side" in told(found)


@pytest.mark.parametrize(
    ("turn", "back"),
    [
        ("transpose", lambda stack: stack.transpose(0, 2, 1)),
        ("left", lambda stack: np.rot90(stack, -1, axes=(1, 2))),
        ("right", lambda stack: np.rot90(stack, 1, axes=(1, 2))),
        ("half", lambda stack: stack[:, ::-1, ::-1]),
    ],
)
def test_pictures_on_their_side_can_be_turned(turn: str, back: object) -> None:
    stack = np.random.default_rng(0).integers(0, 256, (20, 5, 7), dtype=np.uint8)
    found = load(idx(back(stack)), turn=turn)  # type: ignore[operator]
    assert seen(found) == {image.tobytes() for image in stack}


def test_turning_is_proposed_for_idx() -> None:
    stack = np.random.default_rng(0).integers(0, 256, (20, 5, 7), dtype=np.uint8)
    assert "choose Turn" in told(load(idx(stack)))
    assert "choose Turn" in told(load(npy(stack), name="emnist-letters.npy"))
    assert "choose Turn" not in told(load(npy(stack)))


def test_rows_that_make_no_picture() -> None:
    rows = np.random.default_rng(0).integers(0, 256, (20, 35), dtype=np.uint8)
    assert refusal(npy(rows)).startswith("E-IMG-90")
    assert load(npy(rows), height=7, width=5).shape == (7, 5, 1)


def test_the_cases_that_people_had() -> None:
    planar = real_data("images_cifar_planar_rows_3072.npy")
    found = load(planar.read_bytes())
    assert found.shape == (32, 32, 3)
    assert seen(found) == {row.reshape(3, 32, 32).transpose(1, 2, 0).tobytes() for row in np.load(planar)}
    lying = real_data("images_emnist_transposed_idx3-ubyte").read_bytes()
    upright = np.load(real_data("images_X.npy"))
    assert seen(load(lying, turn="transpose")) == {image.tobytes() for image in upright}
