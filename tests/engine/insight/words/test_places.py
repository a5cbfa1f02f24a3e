"""Where a word stands among others."""

import pytest

from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.places import first_place

WORDS = ("a", "b", "c", "d", "e")
TEXT = Corpus([4, 1, 0, 2, 0, 3, 0, 1], [0, 1, 5, 8], [0, 8], WORDS, [3, 2, 1, 1, 1])


def test_the_first_place_that_has_the_context() -> None:
    place = first_place(TEXT, 0, 2, 1)
    assert place.near == (1, 2) and place.told == "b ___ c" and place.holds
    later = first_place(TEXT, 0, 3, 1)
    assert later.near == (3, 1) and later.told == "d ___ b" and later.holds


def test_without_the_context_the_first_place_with_neighbors() -> None:
    place = first_place(TEXT, 1, 3, 1)
    assert place.near == (0,) and place.told == "___ a" and not place.holds
    assert first_place(TEXT, 1, 3, 2).near == (3, 0)


def test_a_word_that_stands_alone_has_no_place() -> None:
    with pytest.raises(InputError, match="“e” has no neighbor") as caught:
        first_place(TEXT, 4, 0, 2)
    assert caught.value.code == "E-EVL-05"
