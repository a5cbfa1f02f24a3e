"""All scores in one test: equal to those of the single tests, and empty where nothing can be asked."""

import math

import numpy as np
import pytest

from engine.datasets.text.questions import parse_analogies, parse_pairs
from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.evaluation.words.analogies import analogy_accuracy
from engine.evaluation.words.method_scores import MethodScores, Score, library_questions, scores_of
from engine.evaluation.words.odd_one_out import groups, odd_ones
from engine.evaluation.words.similarity import similarity
from engine.files import uploads
from engine.fit import Fit
from engine.report import Silent

QUESTIONS = b": royal\nking queen man woman\nking queen boy girl\n: none\nking queen p q\n"
PAIRS = b"king queen 9\nking man 4\nboy girl 8\nking zebra 1\nqueen girl 2\n"
WORDS = ["king", "queen", "man", "woman", "boy", "girl"]


@pytest.fixture
def royal() -> Embedding:
    """man, woman, boy and girl lie so that the second question alone is answered right."""
    vectors = np.array([[2, 0, 0], [2, 1, 0], [0, 0, 2], [5, -3, 1], [0, 0.1, 1], [0.1, 1.1, 1]], dtype=float)
    return Embedding(vectors, WORDS)


def test_each_score_is_that_of_its_own_test(home: object, royal: Embedding) -> None:
    questions, pairs = (uploads.keep(data, "file.txt").sha256 for data in (QUESTIONS, PAIRS))
    test = MethodScores(analogies=questions, pairs=pairs, n_odd=10)
    found = scores_of(Fit.unpack(*test.fit(royal).pack()))
    alone, ranks = analogy_accuracy(royal, parse_analogies(QUESTIONS)), similarity(royal, parse_pairs(PAIRS))
    whole, royalty, none = found[:3]
    assert whole == Score("analogies", questions, "", alone.accuracy, alone.baseline, 2, 3)
    assert (royalty.section, royalty.value, royalty.asked, royalty.total) == ("royal", 0.5, 2, 2)
    assert (none.section, none.asked, none.total) == ("none", 0, 1) and math.isnan(none.value)
    assert found[3] == Score("similarity", pairs, "", ranks.spearman, 0.0, 4, 5)
    odd = odd_ones(royal, groups("toy_world"), 10, 0)
    assert (found[4].test, found[4].source, found[4].asked) == ("odd one out", "toy_world", odd.asked)


def test_what_cannot_be_asked_is_told_with_its_size(home: object) -> None:
    strange = Embedding(np.eye(4), ["p", "q", "r", "s"])
    pairs = uploads.keep(PAIRS, "pairs.txt").sha256
    found = scores_of(MethodScores(pairs=pairs).fit(strange))
    assert all(score.asked == 0 and math.isnan(score.value) for score in found)
    totals = {(score.test, score.source): score.total for score in found}
    assert totals["analogies", "libraries"] == len(library_questions().words) and totals["similarity", pairs] == 5


def test_names_of_files_alone_are_taken_and_cancelling_is_heard(royal: Embedding) -> None:
    for wrong in ("toy_world;libraries", "nobody", "toy_world,,libraries", "../file"):
        with pytest.raises(InputError):
            MethodScores(analogies=wrong)

    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        MethodScores().fit(royal, Impatient())


def test_questions_of_the_libraries_are_all_couples_of_a_relation() -> None:
    questions = library_questions()
    sizes = np.bincount(questions.section_of)
    pairs = [round((1 + math.sqrt(1 + 4 * size)) / 2) for size in sizes]
    assert [n * (n - 1) for n in pairs] == sizes.tolist() and len(questions.sections) == 4
    assert ("row", "rows", "column", "columns") in questions.words
