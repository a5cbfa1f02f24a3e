"""Contexts of a group, counted by hand."""

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.insight.words.group_contexts import context_counts


def test_contexts_are_counted_once_for_each_time_that_they_stand_near_a_member() -> None:
    corpus = Corpus.from_sentences([["a", "b", "c", "a"], ["c", "d"], [*"efghij"]])
    ids = {word: corpus.index[word] for word in "abcd"}
    found = context_counts(corpus, np.array([ids["a"], ids["d"]]), 1)
    assert {word: int(found[ids[word]]) for word in "abcd"} == {"a": 0, "b": 1, "c": 2, "d": 0}
    wide = context_counts(corpus, np.array([ids["a"], ids["d"]]), 3)
    assert {word: int(wide[ids[word]]) for word in "abcd"} == {"a": 2, "b": 2, "c": 3, "d": 0}
    everything = context_counts(corpus, np.arange(corpus.n_words), 1)
    assert everything.sum() == 2 * (3 + 1 + 5)
