"""The ambiguous toy world: what was merged can be told apart again, and nothing else has changed."""

import numpy as np
import pytest

from engine.datasets.text.ambiguous_world import AMBIGUOUS, AmbiguousWorld, merged, pairs
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld


@pytest.fixture(scope="module")
def worlds() -> tuple[Corpus, Corpus]:
    return ToyWorld(n_tokens=200_000).load(), AmbiguousWorld(n_tokens=200_000).load()


def test_senses_are_the_words_of_the_plain_world(worlds: tuple[Corpus, Corpus]) -> None:
    plain, ambiguous = worlds
    before = np.array(plain.words)[plain.tokens]
    after = np.array(ambiguous.words)[ambiguous.tokens]
    known = ambiguous.senses >= 0
    told = np.where(known, np.array(ambiguous.sense_names)[ambiguous.senses], after)
    assert (told == before).all() and 0.005 < known.mean() < 0.1
    assert all("/" in word for word in after[known]) and not any("/" in word for word in after[~known])
    assert ambiguous.counts.tolist() == np.bincount(ambiguous.tokens).tolist()
    assert (np.diff(ambiguous.counts) <= 0).all()
    np.testing.assert_array_equal(plain.sentences, ambiguous.sentences)


def test_pairs_are_of_different_kinds_and_alike_in_number(worlds: tuple[Corpus, Corpus]) -> None:
    plain, ambiguous = worlds
    names = ambiguous.sense_names
    assert len(names) == len(set(names)) == 40
    for first, second in zip(names[::2], names[1::2], strict=True):
        assert plain.word_kinds[first] != plain.word_kinds[second]
        assert ambiguous.word_kinds[f"{first}/{second}"] == AMBIGUOUS
        counts = [plain.counts[plain.index[word]] for word in (first, second)]
        assert sum(counts) == ambiguous.counts[ambiguous.index[f"{first}/{second}"]] and min(counts) >= 5


def test_senses_stay_with_their_words_when_others_are_dropped_and_when_saved(worlds: tuple[Corpus, Corpus]) -> None:
    _, ambiguous = worlds
    pruned = ambiguous.pruned(5, 300)
    again = Corpus.unpack(*pruned.pack())
    assert len(again.senses) == again.n_tokens < ambiguous.n_tokens and again.sense_names == ambiguous.sense_names
    for token, sense in zip(again.tokens.tolist(), again.senses.tolist(), strict=True):
        assert ("/" in again.words[token]) == (sense >= 0)
        assert sense < 0 or again.sense_names[sense] in again.words[token].split("/")


def test_a_text_of_one_kind_has_no_pairs() -> None:
    corpus = Corpus.from_sentences(["a b c d e f g h i j"] * 30)
    assert pairs(corpus, 10) == [] and not len(corpus.senses)


def test_two_words_merged_by_hand() -> None:
    corpus = Corpus.from_sentences(["a b c d e f g h i j", "b c a"])
    found = merged(corpus, [("a", "c")])
    assert "a/c" in found.words and "a" not in found.words and "c" not in found.words
    assert [found.words[token] for token in found.tokens[-3:]] == ["b", "a/c", "a/c"]
    assert found.senses[[0, 2, -2, -1]].tolist() == [0, 1, 1, 0] and found.counts[found.index["a/c"]] == 4
