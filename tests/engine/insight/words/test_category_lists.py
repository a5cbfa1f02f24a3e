"""Lists to begin with: whole, and those of the text come first."""

import numpy as np
import pytest

from engine.arithmetic.association import association, categories, parse
from engine.embedding import Embedding
from engine.insight.words.category_lists import SETS, SUITS, by_known


@pytest.mark.parametrize("name", SETS)
def test_each_set_is_a_test_of_association(name: str) -> None:
    lists = parse(SETS[name][1])
    words = [word for _, listed in lists for word in listed]
    assert len(lists) == 4 and len(words) == len(set(words))
    known = Embedding(np.random.default_rng(0).normal(size=(len(words), 5)), words)
    shares = by_known(known)
    assert next(iter(shares)) == name and shares[name] == 1
    found = association(known, *(one.rows for one in categories(known, lists)))
    assert len(found.first) == len(lists[0][1]) and 0 < found.p <= 1


def test_vectors_of_another_language_suit_no_set() -> None:
    words = ["man", "die", "hand", "wind", "ball", "im", "war", "gift", *(f"wort{number}" for number in range(90))]
    shares = by_known(Embedding(np.random.default_rng(0).normal(size=(len(words), 5)), words))
    assert 0 < max(shares.values()) < SUITS
