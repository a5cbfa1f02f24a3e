"""Byte pairs: the worked example of "Dive into Deep Learning", chapter 15.6, and what holds of any text."""

from engine.algorithms.byte_pairs import END, merges, symbols_of

COUNTS = {"fast": 4, "faster": 3, "tall": 5, "taller": 4}


def test_the_example_of_the_book() -> None:
    found = merges(COUNTS, 10)
    pairs = ["t a", "ta l", "tal l", "f a", "fa s", "fas t", "e r", "er _", "tall _", "fast _"]
    assert [" ".join(merge.pair) for merge in found] == pairs
    assert [merge.times for merge in found[:4]] == [9, 9, 9, 7]
    assert [" ".join(symbols_of(word, found)) for word in COUNTS] == ["fast_", "fast er_", "tall_", "tall er_"]
    assert [" ".join(symbols_of(word, found)) for word in ("tallest", "fatter")] == ["tall e s t _", "fa t t er_"]


def test_symbols_spell_the_word_and_merging_ends() -> None:
    found = merges(COUNTS, 1_000)
    assert {len(symbols_of(word, found)) for word in COUNTS} == {1}
    for word in (*COUNTS, "staff", "aaaa", ""):
        assert "".join(symbols_of(word, found)) == word + END
    assert symbols_of("aaa", merges({"aaa": 1}, 1)) == ("aa", "a", END)
    assert merges({}, 3) == []
