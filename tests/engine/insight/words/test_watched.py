"""Which words are watched while a training runs, and kept in its film."""

import pytest

from engine.datasets.text.corpus import Corpus
from engine.insight.words.watched import FRAME_ITEMS, in_the_film, watched
from tests.examples import corpus


@pytest.mark.parametrize("asked", ["a1, b2", "a1 b2", " a1  B2 ", "a1;b2", "a1,b2,"])
def test_watched_words_are_separated_by_commas_or_blanks(asked: str) -> None:
    text = corpus()
    rows, notes = watched(text, asked)
    assert ([text.words[row] for row in rows], notes) == (["a1", "b2"], ())


def test_a_phrase_of_the_vocabulary_is_one_word() -> None:
    text = Corpus.from_sentences([["new_york", "is", "new"], ["york", "is", "far"]] * 9 + [[*"abcdefghij"]] * 5)
    rows, _ = watched(text, "New York")
    assert [text.words[row] for row in rows] == ["new_york"]


def test_the_film_holds_the_frequent_words_and_those_watched() -> None:
    text = Corpus.from_sentences([[f"w{number}" for number in range(FRAME_ITEMS + 50)]] * 2)
    assert in_the_film(text, [3, FRAME_ITEMS + 7]).tolist() == [*range(FRAME_ITEMS), FRAME_ITEMS + 7]
