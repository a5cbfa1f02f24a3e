"""Weights of terms by hand, on the matrix of the lecture and on a small one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.term_weights import count_matrix, global_weights, weighted

COUNTS = np.array([[2.0, 1.0, 1.0], [0.0, 3.0, 1.0], [0.0, 0.0, 4.0], [0.0, 0.0, 0.0]])


def matrix() -> object:
    tokens = np.array([0, 1, 0, -1, 2, 1, 1, 2, 1, 2, 2, 2, 2, -1])
    return count_matrix(tokens, np.array([0, 5, 9, 13, 14]), 3)


def test_terms_are_counted_document_by_document() -> None:
    found = matrix()
    assert_allclose(found.toarray(), COUNTS)
    assert found.nnz == 6 and found.has_sorted_indices


@pytest.mark.parametrize(
    ("weighting", "expected"),
    [
        ("counts", [1, 1, 1]),
        ("tf", [1, 1, 1]),
        ("tfidf", np.log([4 / 1, 4 / 2, 4 / 3])),
        (
            "log_entropy",
            [
                1,
                1 + (0.25 * np.log(0.25) + 0.75 * np.log(0.75)) / np.log(4),
                1 + (2 * np.log(1 / 6) / 6 + 4 * np.log(4 / 6) / 6) / np.log(4),
            ],
        ),
    ],
)
def test_global_weights(weighting: str, expected: list[float]) -> None:
    assert_allclose(global_weights(matrix(), weighting), expected)


def test_local_weights() -> None:
    found, weights = matrix(), np.array([2.0, 1.0, 0.5])
    assert_allclose(weighted(found, "counts", weights, False).toarray(), COUNTS * weights)
    shares = COUNTS / np.array([4, 4, 4, 1])[:, None]
    assert_allclose(weighted(found, "tf", weights, False).toarray(), shares * weights)
    assert_allclose(weighted(found, "tfidf", weights, False).toarray(), shares * weights)
    assert_allclose(weighted(found, "log_entropy", weights, False).toarray(), np.log1p(COUNTS) * weights)


def test_rows_of_length_one_and_rows_without_a_term() -> None:
    lengths = np.linalg.norm(weighted(matrix(), "tf", np.ones(3), True).toarray(), axis=1)
    assert_allclose(lengths, [1, 1, 1, 0])


def test_what_is_spread_evenly_weighs_nothing() -> None:
    even = count_matrix(np.array([0, 1, 0, 0]), np.array([0, 2, 3, 4]), 2)
    assert_allclose(global_weights(even, "log_entropy"), [0, 1], atol=1e-12)
    assert_allclose(global_weights(even, "tfidf"), [0, np.log(3)])
