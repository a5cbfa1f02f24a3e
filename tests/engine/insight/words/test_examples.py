"""Words to begin with: of the text at hand, whatever it is."""

import numpy as np

from engine.embedding import Embedding
from engine.insight.words.examples import ODD, axes, odd_words, telling, telling_rows, three


def of(words: list[str], counts: list[int] | None = None, seed: int = 0) -> Embedding:
    counts = counts or [100 - place for place in range(len(words))]
    vectors = np.random.default_rng(seed).normal(size=(len(words), 12))
    return Embedding(vectors, words, {"count": np.array(counts)})


def test_telling_words_are_frequent_content_words() -> None:
    words = ("the", "that", "with", "house", "her", "river", "stone")
    counts = np.array([90_000, 20_000, 9_000, 50, 40, 30, 20])
    assert [words[row] for row in telling(words, counts)] == ["house", "river", "stone"]
    assert telling(("a", "b"), np.array([2, 1])) == [0, 1]


def test_words_without_direction_are_not_begun_with() -> None:
    embedding = Embedding(np.array([[0.0, 0], [1, 0], [0, 1]]), ["nothing", "second", "third"])
    assert telling_rows(embedding, 2) == [1, 2]


def test_axes_hold_known_words_alone() -> None:
    known = of(["man", "boy", "woman", "girl", "king", "life", "live", "death"])
    assert axes(known) == [(["man", "boy"], ["woman", "girl"])]


def test_a_text_in_another_language_has_an_axis_and_an_odd_one_too() -> None:
    words = [f"slovo{n}" for n in range(40)]
    embedding = of(words)
    ((left, right),) = axes(embedding)
    rows = telling_rows(embedding, 30)
    lowest = min(float(embedding.unit[a] @ embedding.unit[b]) for a in rows for b in rows)
    assert float(embedding.unit[words.index(left[0])] @ embedding.unit[words.index(right[0])]) == lowest
    four = odd_words(embedding)
    assert len(set(four)) == 4 and set(four) <= set(words)
    assert odd_words(of([*ODD, *words])) == list(ODD)
    assert odd_words(of(["only", "three", "words"])) == [] and axes(of(["one"])) == []


def test_three_words_are_known_and_the_antonym_is_nearer_where_there_are_such() -> None:
    words = ["big", "large", "small", "hot", "warm", "cold"]
    vectors = np.array([[1, 0], [1, 0.1], [0, 1], [1, 0], [0, 1], [1, 0.1]])
    assert three(Embedding(vectors, words)) == ("hot", "warm", "cold")
    assert three(Embedding(vectors[:5], words[:5])) == ("big", "large", "small")
    assert three(of(["big", "large"])) is None
