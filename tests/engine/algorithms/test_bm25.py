"""BM25 by numbers computed by hand."""

import numpy as np
from numpy.testing import assert_allclose
from scipy.sparse import csc_array

from engine.algorithms.bm25 import bm25, idf

# "cat cat dog", "dog", "fish fish fish fish": lengths 3, 1, 4, whose mean is 8/3
COUNTS = csc_array(np.array([[2.0, 1.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 4.0]]))
LENGTHS = np.array([3, 1, 4])


def test_idf() -> None:
    assert_allclose(idf(3, np.array([1, 2, 3])), np.log([1 + 2.5 / 1.5, 1 + 1.5 / 2.5, 1 + 0.5 / 3.5]))


def test_scores_by_hand() -> None:
    # k1 (1 - b + b l / mean l) = 1.2 (.25 + .75 * 9/8) = 1.3125, 1.2 (.25 + .75 * 3/8) = .6375
    cat = np.log(8 / 3) * 2 * 2.2 / (2 + 1.3125)
    dog = np.log(1.6) * np.array([2.2 / (1 + 1.3125), 2.2 / (1 + 0.6375)])
    assert_allclose(bm25(COUNTS, LENGTHS, np.array([0, 1])), [cat + dog[0], dog[1], 0])
    assert_allclose(bm25(COUNTS, LENGTHS, np.array([0])), [1.302837, 0, 0], atol=1e-6)


def test_a_word_that_is_asked_for_twice_counts_twice() -> None:
    once = bm25(COUNTS, LENGTHS, np.array([1]))
    assert_allclose(bm25(COUNTS, LENGTHS, np.array([1, 1])), 2 * once)
    assert not bm25(COUNTS, LENGTHS, np.array([], dtype=int)).any()


def test_the_parameters_reach_the_plain_count_and_the_plain_idf() -> None:
    assert_allclose(bm25(COUNTS, LENGTHS, np.array([0]), k1=0)[0], np.log(8 / 3))
    many = bm25(COUNTS, LENGTHS, np.array([2]), k1=1e9, b=0)[2]
    assert_allclose(many, np.log(8 / 3) * 4, rtol=1e-6)
