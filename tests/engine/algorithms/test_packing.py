"""Parts of a drawing side by side."""

import numpy as np
import pytest

from engine.algorithms.packing import packed

RNG = np.random.default_rng(0)


def boxes(places: np.ndarray, parts: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    found = [places[parts == part] for part in range(parts.max() + 1)]
    return [(each.min(axis=0), each.max(axis=0)) for each in found]


@pytest.mark.parametrize("dims", [2, 3])
@pytest.mark.parametrize("sizes", [(50, 3, 2, 2, 2), (4,) * 30, (100, 60, 2), (5, 1)])
def test_no_two_parts_overlap_and_none_changes_its_shape(sizes: tuple[int, ...], dims: int) -> None:
    parts = np.repeat(np.arange(len(sizes)), sizes)
    places = RNG.normal(0, 1, (len(parts), dims)) * np.sqrt(np.array(sizes))[parts][:, None]
    found = packed(places, parts, 0.5)
    for part in range(len(sizes)):
        before, after = places[parts == part], found[parts == part]
        np.testing.assert_allclose(after - after[0], before - before[0], atol=1e-9)
    np.testing.assert_array_equal(found[parts == 0], places[parts == 0])
    all_boxes = boxes(found[:, :2], parts)
    for one in range(len(sizes)):
        for other in range(one):
            (low, high), (far_low, far_high) = all_boxes[one], all_boxes[other]
            assert ((low > far_high + 0.4) | (far_low > high + 0.4)).any()


def test_many_alike_parts_make_no_tower() -> None:
    parts = np.repeat(np.arange(64), 4)
    found = packed(RNG.uniform(0, 1, (256, 2)), parts, 0.1)
    width, height = np.ptp(found, axis=0)
    assert 0.4 < width / height < 2.5
