"""Same thing? Pairs, their cosines and the threshold."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.sparse import csr_array

from engine.insight.documents.deciding import heaviest
from engine.insight.documents.same_thing import cosine, judged, of_labels, of_pasted, pasted


def test_the_threshold_parts_what_can_be_parted() -> None:
    cosines = np.array([0.9, 0.8, 0.85, 0.7, 0.2, 0.1, 0.3, 0.25])
    found = judged(cosines, np.arange(8) < 4)
    assert (found.hits, found.alarms) == (1.0, 0.0)
    assert found.threshold == pytest.approx((0.85 + 0.3) / 2)  # of pairs 0, 2, 4 and 6, which choose


def test_the_other_half_judges() -> None:
    cosines = np.array([0.9, 0.1, 0.2, 0.95])  # the second of either sort is the wrong way about
    found = judged(cosines, np.array([True, True, False, False]))
    assert (found.hits, found.alarms) == (0.0, 1.0)
    alone = judged(np.array([0.9, 0.1]), np.array([True, False]))
    assert alone.hits is None and alone.threshold == pytest.approx(0.5)


def test_chance_is_chance() -> None:
    generator = np.random.default_rng(0)
    found = judged(generator.uniform(size=4_000), np.arange(4_000) < 2_000)
    assert found.hits is not None and found.alarms is not None
    assert abs(found.hits - found.alarms) < 0.06


def test_pairs_of_labels_have_their_cosines() -> None:
    generator = np.random.default_rng(0)
    targets = np.arange(30) % 3
    vectors = generator.normal(size=(30, 5)) + 3 * np.eye(3, 5)[targets]
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    words = np.abs(generator.normal(size=(30, 7)))
    words /= np.linalg.norm(words, axis=1, keepdims=True)
    rows, pairs = of_labels(targets, 50, 0, csr_array(words), unit)
    np.testing.assert_array_equal(targets[rows[:, 0]] == targets[rows[:, 1]], pairs.same)
    for place in (0, 70):
        one, other = rows[place]
        assert_allclose(pairs.cosines["This run"][place], unit[one] @ unit[other])
        assert_allclose(pairs.cosines["Bag of words"][place], words[one] @ words[other])
    areas = {name: curve.area for name, curve in pairs.curves().items()}
    assert areas["This run"] > 0.9 and abs(areas["Bag of words"] - 0.5) < 0.2


def test_pasted_pairs() -> None:
    text = "a | b | same\n\nc\td|e\tno\nonly one\nx | | 1\np|q|maybe\nr|s|0"
    pairs, unread = pasted(text)
    assert pairs == [("a", "b", True), ("c", "d|e", False), ("r", "s", False)]
    assert unread == [4, 5, 6]
    vectors = {"a": [1.0, 0], "b": [1.0, 1], "c": [0.0, 0], "d|e": [1.0, 0], "r": [1.0, 0], "s": [0.0, 2]}
    found = of_pasted(pairs, lambda each: np.array(vectors[each]))
    assert_allclose(found.cosines["This run"], [np.sqrt(0.5), 0, 0])
    assert cosine(np.zeros(2), np.ones(2)) == 0


def test_words_that_speak_for_a_class() -> None:
    by_term = np.array([[1.0, -1], [-2, 2], [3, -3], [0, 0]])
    assert heaviest(by_term, 0, 3).tolist() == [2, 0]
    assert heaviest(by_term, 1, 3).tolist() == [1]
