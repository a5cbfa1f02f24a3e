"""The analogy that a page begins with."""

import numpy as np

from engine.datasets.text import toy_facts
from engine.embedding import Embedding
from engine.evaluation.words.example_questions import FIRST_OF_ALL, answered


def test_king_and_queen_where_they_are_right_and_something_else_where_not() -> None:
    pairs = [("man", "woman"), ("king", "queen"), ("boy", "girl"), ("walk", "walked"), ("sing", "sang")]
    words = [word for pair in pairs for word in pair] + [f"other{n}" for n in range(50)]
    vectors = np.random.default_rng(0).normal(size=(len(words), 30))
    step = {0: 0.0, 1: 3.0}
    for row in range(10):
        vectors[row] = vectors[row - row % 2]
        vectors[row, 0 if row < 6 else 1] = step[row % 2]
    embedding = Embedding(vectors, words)
    assert answered(embedding) == FIRST_OF_ALL
    worse = Embedding(np.delete(vectors, 3, axis=0), [word for word in words if word != "queen"])
    found = answered(worse)
    assert found in toy_facts.questions().words and set(found) <= set(worse.labels)


def test_nothing_where_nothing_is_known_or_right() -> None:
    strangers = Embedding(np.eye(12), [f"mot{n}" for n in range(12)])
    assert answered(strangers) is None
    words = sorted({word for four in toy_facts.questions().words for word in four})
    scattered = Embedding(np.random.default_rng(1).normal(size=(len(words), 40)), words)
    assert answered(scattered) is None
