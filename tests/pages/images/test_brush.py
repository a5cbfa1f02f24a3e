"""What the browser sends of a drawing is a mask, or is ignored."""

import base64

import numpy as np
import pytest

from pages.images.brush import mask_of


def test_a_mask_comes_back_as_it_was_packed() -> None:
    mask = np.random.default_rng(0).random((9, 11)) < 0.5
    found = mask_of(base64.b64encode(np.packbits(mask, bitorder="little").tobytes()).decode(), (9, 11))
    assert found is not None and np.array_equal(found, mask)


@pytest.mark.parametrize("bits", [None, 7, "", "AAAA", "!" * 20, "A" * 10_000, "ä" * 20, ["A"]])
def test_what_is_no_mask_is_ignored(bits: object) -> None:
    assert mask_of(bits, (9, 11)) is None
