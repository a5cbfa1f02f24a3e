"""N-grams against their definition, hashes against published values, and which n-gram has which vector."""

from itertools import chain

import numpy as np
import pytest

from engine.algorithms.fasttext.ngrams import fnv1a, ngrams, parts

WORDS = ["the", "there", "where", "banana", "a", "über", "天気"]


def test_the_example_of_the_paper() -> None:
    assert ngrams("where", 3, 3) == ["<wh", "whe", "her", "ere", "re>"]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(("minn", "maxn"), [(3, 6), (1, 1), (1, 2), (2, 9)])
def test_ngrams_are_all_runs_of_the_bounded_word(word: str, minn: int, maxn: int) -> None:
    bounded = f"<{word}>"
    runs = [bounded[i:j] for i in range(len(bounded)) for j in range(i + 1, len(bounded) + 1)]
    assert ngrams(word, minn, maxn) == [run for run in runs if minn <= len(run) <= maxn and run not in ("<", ">")]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [("", 0x811C9DC5, 0xCBF29CE484222325), ("a", 0xE40C292C, 0xAF63DC4C8601EC8C),
     ("foobar", 0xBF9CF968, 0x85944171F73967E8)],
)  # fmt: skip
def test_hashes_are_the_published_ones(text: str, short: int, long: int) -> None:
    """From the authors' list of test vectors of FNV-1a."""
    assert (fnv1a(text), fnv1a(text, 64)) == (short, long)


def test_buckets_are_those_of_the_published_program() -> None:
    """As fasttext-wheel 0.9.2 tells them, of 2,000,000; bytes above 127 are negative there."""
    told = {"<wh": 167652, "her": 1473420, "where>": 121234, "über": 904527, "é": 1043777, "天": 1675583}
    assert {name: fnv1a(name) % 2_000_000 for name in told} == told


def test_every_ngram_has_a_row_of_its_own_where_there_is_room() -> None:
    found = parts(WORDS, 3, 6, most=1_000)
    different = set(chain.from_iterable(ngrams(word, 3, 6) for word in WORDS))
    assert found.ngrams.buckets == 0
    assert found.n_ngrams == len(found.ngrams.keys) == len(different)
    assert found.n_rows == len(WORDS) + len(different)
    row_of = {}
    for word, text in enumerate(WORDS):
        rows = found.rows[found.starts[word] : found.starts[word + 1]]
        assert rows[0] == word
        names, own = found.ngrams.named(text)
        assert names == ngrams(text, 3, 6)
        np.testing.assert_array_equal(rows[1:], own + len(WORDS))
        row_of |= dict(zip(names, own.tolist(), strict=True))
    assert len(set(row_of.values())) == len(different)


def test_an_ngram_counts_as_often_as_it_occurs() -> None:
    names, rows = parts(WORDS, 3, 3, most=1_000).ngrams.named("banana")
    assert names.count("ana") == 2
    assert len(rows) == 6 and len(set(rows.tolist())) == 5


def test_unknown_words_have_the_ngrams_that_some_word_holds() -> None:
    names, _ = parts(WORDS, 3, 6, most=1_000).ngrams.named("whereas")
    assert names == ["<wh", "<whe", "<wher", "<where", "whe", "wher", "where", "her", "here", "ere"]
    assert parts(WORDS, 3, 6, most=1_000).ngrams.named("zzz")[0] == []


def test_more_ngrams_than_vectors_share_buckets_by_their_hash() -> None:
    found = parts(WORDS, 3, 6, most=10)
    assert found.ngrams.buckets == 10
    assert len(found.ngrams.keys) <= 10 < found.n_ngrams
    names, rows = found.ngrams.named("where")
    assert names == ngrams("where", 3, 6)
    assert found.ngrams.keys[rows].tolist() == [fnv1a(name) % 10 for name in names]
