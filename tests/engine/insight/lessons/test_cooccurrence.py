"""Co-occurrence: counted by hand, PMI, both sides of an SVD, and shared documents."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.insight.lessons.cooccurrence import (
    RELATIONS,
    SENTENCES,
    WORDS,
    documents,
    following,
    log_ratios,
    nearest,
    relation,
    rows_of,
    whole_sentences,
)
from engine.insight.words.mini_corpus import mini_corpus
from engine.insight.words.similarity_matrix import low_rank

CORPUS = mini_corpus(SENTENCES, 4, ends=False)


def test_counts_by_hand() -> None:
    """the dog ran across the park / the park was crowded / a dog in the crowded park barked: pairs at most 4 apart."""
    rows = rows_of(CORPUS, WORDS)
    assert_array_equal(
        CORPUS.counts[np.ix_(rows, rows)],
        [
            [0, 2, 1, 3],  # dog: park 4 to the right, twice; crowded once; the: before, 3 after, and 2 after in "a dog"
            [2, 0, 2, 3],
            [1, 2, 0, 2],
            [3, 3, 2, 2],  # the two of the first sentence see each other
        ],
    )


def test_what_follows_and_what_is_followed_make_the_counts() -> None:
    after = following(CORPUS)
    assert_array_equal(after + after.T, CORPUS.counts)
    assert not np.array_equal(after, after.T)


def test_pmi_is_that_of_the_mini_corpus() -> None:
    assert_allclose(log_ratios(CORPUS.counts.astype(float)), np.nan_to_num(CORPUS.cells("log")))
    independent = np.outer([1.0, 2, 3], [4.0, 5])
    assert_allclose(log_ratios(independent), 0, atol=1e-12)


def test_left_and_right_vectors() -> None:
    positive = np.array([[2.0, 1], [1, 2]])
    mixed = np.array([[1.0, 2], [2, 1]])  # eigenvalues 3 and -1
    for matrix, told in ((positive, RELATIONS[0]), (mixed, RELATIONS[1]), (np.array([[0.0, 1], [0, 0]]), RELATIONS[2])):
        found = low_rank(matrix, 2)
        assert relation(found.left, found.right) == told
    found = low_rank(following(CORPUS), 2)
    assert relation(found.left, found.right) == RELATIONS[2]


def test_shared_documents_are_pairs_of_whole_sentences_off_the_diagonal() -> None:
    x = documents(CORPUS)
    counts = whole_sentences(CORPUS).counts
    assert_array_equal(x.T @ x - counts, np.diag(x.sum(axis=0)))


@pytest.mark.parametrize("zero", [False, True])
def test_nearest(zero: bool) -> None:
    vectors = np.array([[1.0, 0], [2, 0.1], [0, 1], [0.1, 3]])
    vectors[0] *= not zero
    assert nearest(vectors)[2:] == [3, 2] and nearest(vectors)[1] == (0 if not zero else 3)
