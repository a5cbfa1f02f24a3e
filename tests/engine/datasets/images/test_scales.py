"""What is black and what is white, whatever numbers pixels are."""

import numpy as np
import pytest

from engine.datasets.images.scales import as_bytes
from engine.errors import InputError
from tests.conftest import real_data
from tests.engine.datasets.images.written import load, npy, refusal, told

LEVELS = np.linspace(0, 1, 12 * 16).reshape(12, 4, 4)


@pytest.mark.parametrize(
    ("stack", "white"),
    [
        (LEVELS, 1),
        (2 * LEVELS - 1, 1),
        (255 * LEVELS, 255),
        (np.rint(255 * LEVELS), 255),
        (np.rint(65_535 * LEVELS).astype(np.uint16), 65_535),
        (np.rint(4_095 * LEVELS).astype(np.int32), 4_095),
        (np.rint(255 * LEVELS - 128).astype(np.int8), 127),
        (np.rint(255 * LEVELS - 128), 127),
    ],
)
def test_the_same_pictures_on_any_scale(stack: np.ndarray, white: int) -> None:
    notes: list[str] = []
    raw, maximum = as_bytes(stack, notes=notes)
    assert np.abs(raw / maximum - LEVELS).max() < 0.6 / 255  # rounded twice
    assert white == 255 or f"{white:,} is white" in notes[0]


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.float32, bool])
def test_zeros_and_ones_are_black_and_white(dtype: type) -> None:
    raw, maximum = as_bytes((LEVELS > 0.5).astype(dtype))
    assert set(np.unique(raw)) == {0, maximum}


@pytest.mark.parametrize("dtype", [np.uint8, np.int16, np.float64])
@pytest.mark.parametrize("white", [16, 15, 9])
def test_few_whole_levels_keep_their_scale(dtype: type, white: int) -> None:
    whole = np.rint(white * LEVELS).astype(dtype)
    raw, maximum = as_bytes(whole)
    assert maximum == white and (raw == whole).all()


def test_a_scale_that_is_asked_for_clips_and_says_so() -> None:
    notes: list[str] = []
    raw, maximum = as_bytes(LEVELS * 1.2 - 0.1, "0..1", notes)
    assert (raw.min(), raw.max(), maximum) == (0, 255, 255) and "beyond the scale" in notes[-1]
    raw, _ = as_bytes(LEVELS * 7 - 3, "stretch")
    assert np.abs(raw / 255 - LEVELS).max() < 1 / 255
    assert as_bytes(np.rint(LEVELS * 20).astype(np.uint8), "0..255")[1] == 255


@pytest.mark.parametrize("stack", [LEVELS * 300, LEVELS * 7 - 3, np.rint(LEVELS * 70_000), LEVELS + np.nan])
def test_numbers_on_no_scale_are_refused_with_the_way_out(stack: np.ndarray) -> None:
    with pytest.raises(InputError, match="say by Scale") as caught:
        as_bytes(stack)
    assert caught.value.code == "E-IMG-91"


def test_what_is_found_is_told_and_can_be_changed() -> None:
    found = load(npy(2 * LEVELS - 1))
    assert "-1 is black, 1 is white" in told(found)
    assert refusal(npy(5 * LEVELS - 3)).startswith("E-IMG-91")
    assert load(npy(5 * LEVELS - 3), scale="stretch").n_images == 12


def test_the_case_that_was_all_black() -> None:
    found = load(real_data("images_binary_0_1_uint8.npy").read_bytes())
    assert set(np.unique(found.pixels())) == {0, 1}
