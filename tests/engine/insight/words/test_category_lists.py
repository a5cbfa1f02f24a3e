"""Lists to begin with: whole, and those of the text come first."""

import numpy as np
import pytest

from engine.arithmetic.association import association, categories, parse
from engine.embedding import Embedding
from engine.insight.words.category_lists import SETS, by_known


@pytest.mark.parametrize("name", SETS)
def test_each_set_is_a_test_of_association(name: str) -> None:
    lists = parse(SETS[name][1])
    words = [word for _, listed in lists for word in listed]
    assert len(lists) == 4 and len(words) == len(set(words))
    known = Embedding(np.random.default_rng(0).normal(size=(len(words), 5)), words)
    assert by_known(known)[0] == name
    found = association(known, *(one.rows for one in categories(known, lists)))
    assert len(found.first) == len(lists[0][1]) and 0 < found.p <= 1
