"""Measures of two words against their definitions, and the cosine of rows of PMI as the sum of its shares."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from engine.embedding import Embedding
from engine.insight.words.three_words import between, company, told_apart
from tests.engine.datasets.text.test_corpus import corpus_of, texts
from tests.engine.insight.words.test_shared_contexts import TARGETS, matrix, slow_pmi


def test_measures_counted_by_hand() -> None:
    cloud = Embedding(np.array([[3.0, 0], [4, 4], [0, 2], [1, -9], [0, 0]]), list("abcde"))
    found = between(cloud, 0, 1)
    assert_allclose(found[:3], (0.5**0.5, 45, 17**0.5), rtol=1e-6)
    assert (found.place, found.back) == (1, 1)
    assert between(cloud, 0, 2)[3:] == (3, 2)  # neighbors of a: b, d, c; of c: b, a, d
    assert between(cloud, 3, 2)[3:] == (3, 3)


@given(texts, st.integers(0, 4), st.integers(5, 9), st.sampled_from(TARGETS))
def test_the_cosine_is_that_of_the_rows_and_the_sum_of_its_shares(texts: list[str], a: int, b: int, target) -> None:  # type: ignore[no-untyped-def]
    corpus = corpus_of(*texts)
    near = matrix(corpus, target)
    rows = []
    for word in (a, b):
        pmi = slow_pmi(corpus, target, near, corpus.words[word])
        rows.append(np.array([max(0.0, pmi.get(c, 0.0)) for c in corpus.words]))
    lengths = np.linalg.norm(rows[0]) * np.linalg.norm(rows[1])
    found = company(corpus, a, b, target, limit=1_000)
    assert found.cosine == pytest.approx(rows[0] @ rows[1] / lengths if lengths > 0 else 0, abs=1e-9)
    assert found.cosine == pytest.approx(sum(part.share for part in found.parts))
    assert found.n_shared == len(found.parts)
    for part in found.parts:
        assert part.near_a == near[corpus.words[a]][part.word][0] and part.share > 0
    shares = [part.share for part in found.parts]
    assert shares == sorted(shares, reverse=True)


def test_an_antonym_with_the_same_company_is_nearer_than_a_synonym() -> None:
    lines = ["the soup is hot today", "the soup is cold today", "my tea was hot again", "my tea was cold again"] * 4
    lines += ["a scorching sun burns there"] * 4
    corpus = corpus_of("\n".join(lines))
    hot, cold, scorching = (corpus.index[word] for word in ("hot", "cold", "scorching"))
    target = TARGETS[0]
    assert company(corpus, hot, cold, target).cosine > 0.99
    assert company(corpus, hot, scorching, target) == (0.0, 0, ())


def test_each_group_is_told_by_the_contexts_that_the_others_lack() -> None:
    lines = ["eat an apple pie", "eat a pear pie", "eat a plum pie", "the apple phone", "the nokia phone"] * 4
    corpus = corpus_of("\n".join(lines))
    index = corpus.index
    groups = [[index["pear"], index["plum"]], [index["nokia"]]]
    fruit, firms = told_apart(corpus, index["apple"], groups, TARGETS[0])
    assert {"pie"} <= set(fruit) and "phone" not in fruit
    assert {"phone", "the"} <= set(firms) and "pie" not in firms
    (alone,) = told_apart(corpus, index["apple"], groups[:1], TARGETS[0], limit=2)
    assert set(alone) == {"eat", "pie"}
