"""Change of use: neighbors counted by hand, turns that are known."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.linalg import orthogonal_procrustes

from engine.algorithms import changed_use
from engine.algorithms.changed_use import aligned_cosines, share_by_chance, shared_neighbors

RNG = np.random.default_rng(0)


def test_shared_neighbors_by_hand() -> None:
    """Order does not matter, and -1 is no neighbor."""
    first = np.array([[1, 2], [0, 2], [3, -1], [0, 1]])
    second = np.array([[2, 1], [2, 3], [3, -1], [2, -1]])
    assert_array_equal(shared_neighbors(first, second), [2, 1, 1, 0])


def unit(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_a_turned_space_is_turned_back() -> None:
    space = unit(RNG.normal(size=(50, 6)))
    turn = np.linalg.qr(RNG.normal(size=(6, 6)))[0]
    cosines, turned = aligned_cosines(space, space @ turn)
    assert_allclose(cosines, 1)
    assert_allclose(turned, space @ turn, atol=1e-12)


def test_items_that_changed_places_are_the_farthest_from_themselves() -> None:
    space = unit(RNG.normal(size=(200, 10)))
    other = space.copy()
    other[[3, 7]] = space[[7, 3]]
    cosines, _ = aligned_cosines(space, other @ np.linalg.qr(RNG.normal(size=(10, 10)))[0])
    assert set(np.argsort(cosines)[:2]) == {3, 7} and np.sort(cosines)[2] > 0.9


@pytest.mark.parametrize("dimensions", [5, 8])
def test_the_turn_is_scipys_in_spaces_of_any_dimensions(dimensions: int) -> None:
    first, second = unit(RNG.normal(size=(40, dimensions))), unit(RNG.normal(size=(40, 8)))
    padded = np.pad(first, ((0, 0), (0, 8 - dimensions)))
    turn, _ = orthogonal_procrustes(padded, second)
    cosines, _ = aligned_cosines(first, second)
    assert_allclose(cosines.sum(), np.sum((padded @ turn) * second))
    assert_allclose(cosines, np.sum((padded @ turn) * second, axis=1), atol=1e-10)


def test_chance_is_looked_up_among_items_of_like_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rare ones share little by chance, frequent ones much: the same value is usual for those and not for these."""
    monkeypatch.setattr(changed_use, "NEAR_IN_COUNT", 4)
    null_counts = np.array([100, 5, 101, 6, 102, 7, 103, 8])
    null_values = np.array([9, 1, 9, 2, 8, 3, 9, 4])
    found = share_by_chance(np.array([2, 2, 9]), np.array([5, 102, 1_000]), null_values, null_counts)
    assert_allclose(found, [3 / 5, 1 / 5, 5 / 5])


def test_shares_are_even_where_chance_is_all_there_is() -> None:
    uniform = RNG.random(5_000)
    shares = share_by_chance(RNG.random(2_000), np.ones(2_000), uniform, np.ones(5_000))
    assert abs(shares.mean() - 0.5) < 0.1 and shares.min() > 0
