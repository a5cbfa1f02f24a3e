"""Labels are found as users write them."""

import pytest

from engine.arithmetic.lookup import find, rows_of
from engine.embedding import Embedding
from engine.errors import InputError


def test_labels_are_found_in_several_spellings(planted: Embedding) -> None:
    assert find(planted, "New York") == find(planted, "New_York") == 7
    assert find(planted, "King") == 0
    assert find(planted, "new york") is None
    assert rows_of(planted, ["KING", "mother-in-law"]) == [0, 8]


def test_unknown_words_are_named_with_others_spelled_alike(planted: Embedding) -> None:
    with pytest.raises(InputError, match=r"“quen” \(close: queen\); “zzz” are not among the 10 items"):
        rows_of(planted, ["king", "quen", "zzz"])
    with pytest.raises(InputError, match="put spaces around"):
        rows_of(planted, ["king-man+woman"])
