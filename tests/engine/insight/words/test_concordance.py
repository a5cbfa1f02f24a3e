"""Keyword in context and shared contexts: against brute force on small texts, and a planted pair."""

from collections import Counter
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.text.corpus import Corpus
from engine.insight.words.concordance import Line, concordance, shared_contexts
from tests.engine.datasets.text.test_corpus import corpus_of, spelled, texts


def near(corpus: Corpus, word: str, window: int) -> Counter[str]:
    """Counts of the words at most `window` places from `word` in the same sentence, the slow way."""
    found: Counter[str] = Counter()
    for document in spelled(corpus):
        for sentence in document:
            for place, spelling in enumerate(sentence):
                if spelling == word:
                    found.update(sentence[max(0, place - window) : place] + sentence[place + 1 : place + 1 + window])
    return found


def slow_lines(corpus: Corpus, word: str, other: str | None, width: int, window: int) -> list[Line]:
    lines = []
    for name, document in zip(corpus.document_names, spelled(corpus), strict=True):
        for sentence in document:
            for place, spelling in enumerate(sentence):
                around = sentence[max(0, place - window) : place] + sentence[place + 1 : place + 1 + window]
                if spelling == word and (other is None or other in around):
                    left, right = sentence[max(0, place - width) : place], sentence[place + 1 : place + 1 + width]
                    lines.append(Line(" ".join(left), word, " ".join(right), name))
    return lines


@given(texts, st.integers(0, 4), st.integers(0, 4), st.integers(1, 3), st.booleans())
def test_concordance_agrees_with_brute_force(texts: list[str], a: int, b: int, window: int, with_other: bool) -> None:
    corpus = corpus_of(*texts)
    other = b if with_other else None
    lines = concordance(corpus, a, other, width=2, limit=1_000, window=window)
    assert lines == slow_lines(corpus, corpus.words[a], corpus.words[b] if with_other else None, 2, window)
    assert concordance(corpus, a, other, width=2, limit=3, window=window) == lines[:3]


@given(texts, st.integers(0, 4), st.integers(5, 9), st.integers(1, 3))
def test_shared_contexts_agree_with_brute_force(texts: list[str], a: int, b: int, window: int) -> None:
    corpus = corpus_of(*texts)
    ours = {s.word: s for s in shared_contexts(corpus, a, b, window, limit=1_000, min_near=1)}
    counts = dict(zip(corpus.words, corpus.counts.tolist(), strict=True))
    near_a, near_b = (near(corpus, corpus.words[word], window) for word in (a, b))
    for word in (corpus.words[a], corpus.words[b]):  # neither is a context of the other here
        near_a.pop(word, None)
        near_b.pop(word, None)
    expected = {}
    for c in near_a.keys() & near_b.keys():
        p_c = counts[c] / corpus.n_tokens
        bits = [log2(around[c] / around.total() / p_c) for around in (near_a, near_b)]
        if min(bits) > 0:
            expected[c] = (near_a[c], near_b[c], counts[c], pytest.approx(bits[0]), pytest.approx(bits[1]))
    assert {w: (s.near_a, s.near_b, s.count, s.pmi_a, s.pmi_b) for w, s in ours.items()} == expected
    smaller = [min(s.pmi_a, s.pmi_b) for s in ours.values()]
    assert smaller == sorted(smaller, reverse=True)


def test_planted_context_comes_first() -> None:
    lines = ["the king wears a crown today", "the queen wears a crown now"] * 3
    lines += ["the dog eats a bone today", "the cat eats a fish now"] * 9
    corpus = corpus_of("\n".join(lines))
    king, queen = corpus.index["king"], corpus.index["queen"]
    first, second, *_ = shared_contexts(corpus, king, queen, window=3)
    assert [first.word, second.word] == ["wears", "crown"]
    # wears: 3 of the 12 words near king (the wears a crown), 6 of the 154 running words
    assert (first.near_a, first.near_b, first.count) == (3, 3, 6)
    assert first.pmi_a == pytest.approx(log2((3 / 12) / (6 / 154)))
    assert corpus.n_tokens == 154


def test_contexts_seen_once_are_left_out_unless_asked_for() -> None:
    corpus = corpus_of("p q once\nr s once\np twice twice\nr twice twice")
    p, r = corpus.index["p"], corpus.index["r"]
    assert [shared.word for shared in shared_contexts(corpus, p, r)] == ["twice"]
    assert {shared.word for shared in shared_contexts(corpus, p, r, min_near=1)} == {"once", "twice"}
