"""The network of pairs: what is counted, and the gradients of its softmax."""

import numpy as np
import pytest

from engine.algorithms.towers.pair_softmax import discounted, softmax_step, weighted_pairs
from engine.datasets.ratings.ratings import Histories


def test_pairs_by_hand() -> None:
    """Alice liked m1, m4, m5; Bob m8, m9; Sam m6, m10."""
    histories = Histories(np.array([0, 3, 5, 7]), np.array([1, 4, 5, 8, 9, 6, 10]), np.ones(7, dtype=np.float32), 11)
    pairs = weighted_pairs(histories.matrix(), np.arange(11)).toarray()
    expected = np.zeros((11, 11))
    for a, b, weight in [(1, 4, 0.5), (1, 5, 0.5), (4, 5, 0.5), (8, 9, 1), (6, 10, 1)]:
        expected[a, b] = expected[b, a] = weight
    assert (pairs == expected).all()


def test_discounted_pairs_keep_the_sums_of_their_rows() -> None:
    from scipy.sparse import csr_array

    pairs = csr_array(np.array([[0, 1, 4.0], [1, 0, 0], [4, 0, 0]]))
    found = discounted(pairs, 0.5).toarray()
    first = np.array([1 / 1, 4 / 2]) * 5 / (1 / 1 + 4 / 2)  # columns 1 and 2 sum to 1 and 4
    assert found == pytest.approx(np.array([[0, *first], [1, 0, 0], [4, 0, 0]]))
    assert (discounted(pairs, 0.0).toarray() == pairs.toarray()).all()


def test_the_gradient_of_the_softmax_is_that_of_its_loss() -> None:
    rng = np.random.default_rng(0)
    tables = [rng.normal(size=(6, 3)), rng.normal(size=(6, 3)), rng.normal(size=6)]
    batch, target = np.array([1, 4]), rng.random((2, 6))
    _, gradients = softmax_step(tables, batch, target)
    for table, gradient in zip(tables, gradients, strict=True):
        rows = batch if table is tables[0] else np.arange(6)
        for place in range(len(rows)):
            index = (rows[place], 1) if table.ndim == 2 else (rows[place],)
            moved = table.copy()
            moved[index] += 1e-6
            others = [moved if one is table else one for one in tables]
            slope = (softmax_step(others, batch, target)[0] - softmax_step(tables, batch, target)[0]) / 1e-6
            assert slope == pytest.approx(gradient[(place, *index[1:])], abs=1e-4)
