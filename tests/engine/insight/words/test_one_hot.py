"""The lookup of a row by a one-hot vector: the example of a lecture, and the ends of a matrix."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.insight.words.one_hot import one_hot_product

W = np.array(
    [[1, 2, 2], [-1.2, -3, -2], [1.2, 1.1, 0.5], [0.5, 2.3, 2.2], [-1.1, 0.6, -1], [1, -1, 2], [0.3, 1.2, 0.7]],
    dtype=np.float32,
)
"""Of the lecture "I read sci-fi books and drink orange juice"."""


def test_the_hidden_layer_of_books() -> None:
    found = one_hot_product(W, 3)
    assert_array_equal(found.one_hot, [0, 0, 0, 1, 0, 0, 0])
    assert_allclose(found.product, [0.5, 2.3, 2.2])
    assert_array_equal(found.part, W)


@pytest.mark.parametrize("row", [0, 3, 49, 96, 99])
def test_the_word_is_in_sight_wherever_it_stands(row: int) -> None:
    vectors = np.random.default_rng(0).normal(size=(100, 20)).astype(np.float32)
    found = one_hot_product(vectors, row, n_rows=9, n_columns=5)
    assert found.part.shape == (9, 5) and found.one_hot.sum() == 1
    assert found.rows[found.one_hot.argmax()] == row
    assert_array_equal(found.product, vectors[row, :5])
    assert_array_equal(found.one_hot @ found.part, found.product)
