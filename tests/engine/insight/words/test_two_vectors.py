"""Words by either of their vectors, and by both: by hand, and against vectors that are stacked in fact."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.insight.words.two_vectors import By, nearest_by, stacked
from engine.neighbors import nearest

NAMES = ("a", "b", "c")
W = Embedding(np.array([[1, 0], [1, 1], [0, 2]]), NAMES)
Y = Embedding(np.array([[0, 1], [3, 0], [1, 1]]), NAMES)


def test_products_by_hand() -> None:
    found = stacked(W, Y, [0, 1])
    assert_array_equal(found.blocks, [[1, 1, 0, 3], [1, 2, 1, 3], [0, 1, 1, 0], [3, 3, 0, 9]])
    assert_array_equal(found.sums, [[2, 1], [1, 11]])  # 1 + 1, 1 + 0; 2 + 9


@pytest.mark.parametrize(
    ("by", "expected", "score"),
    [("w", "b", 1 / np.sqrt(2)), ("y", "c", 1 / np.sqrt(2)), ("both", "c", 1 / np.sqrt(2 * 6)), ("meets", "b", 3)],
)
def test_neighbors_of_a_by_hand(by: By, expected: str, score: float) -> None:
    """[w, y]: a = (1, 0, 0, 1), b = (1, 1, 3, 0), c = (0, 2, 1, 1)."""
    found = nearest_by(W, Y, 0, by)
    assert NAMES[found.rows[0]] == expected
    assert_allclose(found.scores[0], score, rtol=1e-6)


def test_both_are_the_stacked_vectors() -> None:
    rng = np.random.default_rng(0)
    w, y = (rng.normal(size=(60, 5)).astype(np.float32) for _ in range(2))
    w[7] = y[7] = 0
    names = [str(row) for row in range(60)]
    whole = Embedding(np.concatenate([w, y], axis=1), names)
    for row in (0, 31):
        found, expected = nearest_by(Embedding(w, names), Embedding(y, names), row, "both"), nearest(whole, row, 10)
        assert_array_equal(found.rows, expected.rows)
        assert_allclose(found.scores, expected.scores, rtol=1e-5)
    assert len(nearest_by(Embedding(w, names), Embedding(y, names), 7, "both").rows) == 0
