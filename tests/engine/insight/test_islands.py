"""Islands by hand: squares of items of known sizes at known places."""

import numpy as np
from numpy.testing import assert_allclose

from engine.insight.islands import Islands, islands


def square(corner: tuple[float, float], side: float, n: int = 20) -> np.ndarray:
    """A lattice of n x n places."""
    steps = np.linspace(0, side, n)
    return np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2) + corner


def three(places: np.ndarray, points: np.ndarray) -> Islands:
    found = islands(points, places, np.repeat([2, 0, 1], 400), ("a", "b", "c"))
    assert found is not None
    return found


PLACES = np.concatenate([square((0, 0), 4), square((8, 0), 2), square((0, 8), 2)])


def test_a_map_that_is_the_data_agrees_with_it() -> None:
    found = three(PLACES, PLACES)
    assert found.names == ("a", "b", "c") and found.sizes.tolist() == [400] * 3
    wide, narrow = np.sqrt(2 * np.var(np.linspace(0, 4, 20))), np.sqrt(2 * np.var(np.linspace(0, 2, 20)))
    assert_allclose(found.spread, [narrow, narrow, wide])
    assert_allclose(found.apart_in_data[0, 1], 8 * np.sqrt(2))
    assert_allclose(found.apart_on_map, found.apart_in_data)
    assert found.gaps_agree == 1.0 and found.sizes_agree > 0.8
    assert found.extreme_pair(farthest=True) == (0, 1) and found.place_in_data(0, 1) == 3
    assert 3 < found.ground[2] / found.ground[0] < 5


def test_a_map_that_evens_things_out_does_not() -> None:
    even = np.concatenate([square((0, 0), 2), square((8, 0), 2), square((0, 20), 2)])
    found = three(even, PLACES)
    assert_allclose(found.ground, [1 / 3] * 3, atol=0.05)
    nearest, farthest = found.extreme_pair(farthest=False), found.extreme_pair(farthest=True)
    assert [found.names[at] for at in nearest] == ["a", "c"] and [found.names[at] for at in farthest] == ["a", "b"]


def test_items_of_no_group_and_small_groups_are_left_out() -> None:
    codes = np.repeat([0, 1, 2], 400)
    codes[100:] = np.where(codes[100:] == 0, -1, codes[100:])
    found = islands(PLACES, PLACES, codes, ("a", "b", "c"))
    assert found is not None and found.sizes.tolist() == [400, 400, 100] and found.names == ("b", "c", "a")
    codes[4:] = np.where(codes[4:] == 0, -1, codes[4:])
    assert islands(PLACES, PLACES, codes, ("a", "b", "c")) is None


def test_a_map_of_one_spot() -> None:
    found = islands(PLACES, np.zeros((1200, 3)), np.repeat([0, 1, 2], 400), ("a", "b", "c"))
    assert found is not None and found.ground.tolist() == [1.0] * 3 and found.gaps_agree == 0.0
