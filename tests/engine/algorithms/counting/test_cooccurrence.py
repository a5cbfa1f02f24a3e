"""Counts of pairs within a window, against counting by hand and by brute force."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.algorithms.counting import cooccurrence as module
from engine.algorithms.counting.cooccurrence import WEIGHTINGS, Weighting, cooccurrence, distance_weights
from engine.datasets.text.corpus import Corpus
from engine.errors import Cancelled

SENTENCES = st.lists(st.lists(st.integers(0, 6), max_size=12), min_size=1, max_size=8).filter(any)


def counted(corpus: Corpus) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return corpus.tokens, corpus.sentences, corpus.counts


def corpus_of(sentences: list[list[int]]) -> Corpus:
    """Items 0, 1, 2, ... named a, b, c, ..."""
    tokens = np.array([token for sentence in sentences for token in sentence], dtype=np.int32)
    counts = np.bincount(tokens, minlength=7)
    offsets = np.cumsum([0, *map(len, sentences)])
    return Corpus(tokens, offsets, np.array([0, len(tokens)]), tuple("abcdefg"), counts)


def brute_force(sentences: list[list[int]], window: int, weighting: Weighting) -> np.ndarray:
    table = np.zeros((7, 7))
    for sentence in sentences:
        for i, word in enumerate(sentence):
            for j, other in enumerate(sentence):
                distance = abs(i - j)
                if 0 < distance <= window:
                    parts = {"equal": 1, "linear": (window - distance + 1) / window, "inverse": 1 / distance}
                    table[word, other] += parts[weighting]
    return table


@given(SENTENCES, st.integers(1, 6), st.sampled_from(sorted(WEIGHTINGS)))
def test_equals_brute_force(sentences: list[list[int]], window: int, weighting: Weighting) -> None:
    counts = cooccurrence(*counted(corpus_of(sentences)), window, weighting).toarray()
    np.testing.assert_allclose(counts, brute_force(sentences, window, weighting), rtol=1e-12)


def test_counts_by_hand_within_a_window_of_two() -> None:
    # a b c a / b a: a-b twice (once in each sentence), a-c twice, b-c once, and b-a at distance 2 in the first.
    counts = cooccurrence(*counted(corpus_of([[0, 1, 2, 0], [1, 0]])), 2, "equal")
    expected = [[0, 3, 2], [3, 0, 1], [2, 1, 0]]
    np.testing.assert_array_equal(counts.toarray()[:3, :3], expected)
    assert counts.has_sorted_indices
    assert counts.dtype == np.float64


def test_linear_weights_are_the_mean_of_word2vecs_random_windows() -> None:
    reach = np.random.default_rng(0).integers(1, 6, 200_000)
    included = [(reach >= distance).mean() for distance in range(1, 6)]
    np.testing.assert_allclose(distance_weights(5, "linear"), included, atol=0.005)
    np.testing.assert_allclose(distance_weights(3, "inverse"), [1, 1 / 2, 1 / 3])


def test_small_chunks_count_the_same_and_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    sentences = rng.integers(0, 7, (30, 10)).tolist()
    whole = cooccurrence(*counted(corpus_of(sentences)), 4)
    monkeypatch.setattr(module, "CHUNK_PAIRS", 100)
    seen: list[tuple[int, int]] = []
    parts = cooccurrence(*counted(corpus_of(sentences)), 4, on_chunk=lambda done, total: seen.append((done, total)))
    np.testing.assert_array_equal(parts.toarray(), whole.toarray())
    assert len(seen) > 3
    assert seen == sorted(seen) and seen[-1] == (300, 300)


def test_what_on_chunk_raises_ends_the_counting() -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        cooccurrence(*counted(corpus_of([[0, 1]])), 2, on_chunk=stop)


def test_every_adjacent_pair_of_a_long_text_is_counted_once_in_each_direction() -> None:
    tokens = np.random.default_rng(5).zipf(1.5, 50_000).clip(max=300) - 1
    order = np.argsort(-np.bincount(tokens, minlength=300), kind="stable")
    place = np.empty(300, dtype=np.int32)
    place[order] = np.arange(300)
    ids = place[tokens]
    text = Corpus(ids, [0, 50_000], [0, 50_000], tuple(map(str, range(300))), np.bincount(ids, minlength=300))
    counts = cooccurrence(text.tokens, text.sentences, text.counts, 1).tocoo()
    expected = Counter(zip(ids[:-1].tolist(), ids[1:].tolist(), strict=True))
    expected += Counter({(b, a): n for (a, b), n in expected.items()})
    found = dict(zip(zip(*(axis.tolist() for axis in counts.coords), strict=True), counts.data.tolist(), strict=True))
    assert found == expected
