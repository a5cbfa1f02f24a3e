"""The attribute that a map is colored by at first: the one whose colors neighbors share."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.figures.best_color import best_column

RNG = np.random.default_rng(0)
GROUPS = np.repeat(np.arange(4), 50)
VECTORS = (np.eye(4)[GROUPS] * 5 + RNG.normal(size=(200, 4))).astype(np.float32)


def chosen(**columns: np.ndarray) -> str:
    return best_column(Embedding(VECTORS, tuple(map(str, range(200))), columns))


def test_classes_that_follow_the_vectors_win() -> None:
    names = np.array(["a", "b", "c", "d"])
    assert chosen(noise=RNG.permutation(names[GROUPS]), group=names[GROUPS], one=np.full(200, "same")) == "group"


def test_numbers_that_follow_the_vectors_win_over_classes_that_do_not() -> None:
    assert chosen(noise=RNG.permutation(GROUPS).astype(str), height=VECTORS[:, 0].astype(float)) == "height"


def test_classes_past_the_tenth_are_one_gray_and_do_not_count() -> None:
    """Fifty exact classes, of which forty share a color, tell less than four."""
    fine = np.array([f"{place // 4:02d}" for place in range(200)])
    assert chosen(fine=fine, group=GROUPS.astype(str)) == "group"


def test_unknown_numbers_are_left_out() -> None:
    height = VECTORS[:, 0].astype(float)
    height[::7] = np.nan
    assert chosen(height=height, noise=RNG.permutation(height)) == "height"


@pytest.mark.parametrize("column", [np.full(200, np.nan), np.full(200, 3.0), np.array(["x"] * 200)])
def test_a_column_without_differences_is_taken_only_where_there_is_no_other(column: np.ndarray) -> None:
    assert chosen(flat=column) == "flat"
    assert chosen(flat=column, group=GROUPS.astype(str)) == "group"


def test_without_columns_there_is_none() -> None:
    assert chosen() == ""
    assert best_column(Embedding(VECTORS[:2], ("a", "b"), {"x": np.array(["1", "2"])})) == "x"
