"""Shared contexts: against brute force on small texts, a planted pair, and the one definition of PMI of a run."""

from collections import defaultdict
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.datasets.text.corpus import Corpus
from engine.insight.words.pmi import Target, pmi_cell
from engine.insight.words.shared_contexts import shared_contexts
from engine.learners import LEARNERS
from engine.learners.words.contract import WordLearner
from tests.engine.datasets.text.test_corpus import corpus_of, spelled, texts
from tests.examples import corpus as two_topics
from tests.examples import quick

TARGETS = [
    Target((1.0, 1.0)),
    Target((1.0, 0.5, 0.25), smoothing=0.75, shift=3),
    Target((1.0, 0.5), 0.75, 5, clipped=False, by_occurrence=True, sample=0.05),
]


def matrix(corpus: Corpus, target: Target) -> dict[str, dict[str, tuple[int, float]]]:
    """word -> context -> (times, weight), the slow way."""
    found: dict[str, dict[str, tuple[int, float]]] = defaultdict(lambda: defaultdict(lambda: (0, 0.0)))
    for document in spelled(corpus):
        for sentence in document:
            for i, word in enumerate(sentence):
                for j, context in enumerate(sentence):
                    if 0 < abs(i - j) <= len(target.weights):
                        times, weight = found[word][context]
                        found[word][context] = (times + 1, weight + target.weights[abs(i - j) - 1])
    return found


def slow_pmi(corpus: Corpus, target: Target, near: dict[str, dict[str, tuple[int, float]]], word: str) -> dict:
    kept = dict(zip(corpus.words, keep_probability(corpus.counts, target.sample).tolist(), strict=True))
    counts = dict(zip(corpus.words, corpus.counts.tolist(), strict=True))
    of = counts if target.by_occurrence else {c: sum(w for _, w in near[c].values()) for c in corpus.words}
    chance = {c: of[c] ** target.smoothing / sum(n**target.smoothing for n in of.values()) for c in corpus.words}
    weights = {c: weight * kept[c] for c, (_, weight) in near[word].items()}
    return {c: log(weight / sum(weights.values()) / chance[c]) for c, weight in weights.items()}


@given(texts, st.integers(0, 4), st.integers(5, 9), st.sampled_from(TARGETS))
def test_agrees_with_brute_force(texts: list[str], a: int, b: int, target: Target) -> None:
    corpus = corpus_of(*texts)
    ours = {s.word: s for s in shared_contexts(corpus, a, b, target, limit=1_000, min_near=1)}
    near, first, second = matrix(corpus, target), corpus.words[a], corpus.words[b]
    pmi = [slow_pmi(corpus, target, near, word) for word in (first, second)]
    expected = {
        c: (near[first][c][0], near[second][c][0], pytest.approx(pmi[0][c]), pytest.approx(pmi[1][c]))
        for c in (pmi[0].keys() & pmi[1].keys()) - {first, second}
        if min(pmi[0][c], pmi[1][c]) > 1e-12
    }
    told = {w: (s.near_a, s.near_b, s.pmi_a, s.pmi_b) for w, s in ours.items() if min(s.pmi_a, s.pmi_b) > 1e-12}
    assert told == expected
    smaller = [min(s.pmi_a, s.pmi_b) for s in ours.values()]
    assert smaller == sorted(smaller, reverse=True)


def test_planted_context_comes_first() -> None:
    lines = ["the king wears a crown today", "the queen wears a crown now"] * 3
    lines += ["the dog eats a bone today", "the cat eats a fish now"] * 9
    corpus = corpus_of("\n".join(lines))
    king, queen = corpus.index["king"], corpus.index["queen"]
    first, second, *_ = shared_contexts(corpus, king, queen, Target((1.0, 1.0, 1.0)))
    assert [first.word, second.word] == ["crown", "wears"]
    assert (first.near_a, first.near_b, first.count) == (3, 3, 6)
    # 3 of the 12 pairs of king; of all 624 (24 a sentence, 48 in the line that fills up), crown is in 24, wears in 30
    assert (first.pmi_a, second.pmi_b) == (
        pytest.approx(log(3 / 12 / (24 / 624))),
        pytest.approx(log(3 / 12 / (30 / 624))),
    )


def test_contexts_seen_once_are_left_out_unless_asked_for() -> None:
    corpus = corpus_of("p q once\nr s once\np twice twice\nr twice twice")
    p, r = corpus.index["p"], corpus.index["r"]
    target = Target((1.0, 1.0))
    assert [shared.word for shared in shared_contexts(corpus, p, r, target)] == ["twice"]
    assert {shared.word for shared in shared_contexts(corpus, p, r, target, min_near=1)} == {"once", "twice"}


@pytest.mark.parametrize("method", [cls for cls in LEARNERS.values() if issubclass(cls, WordLearner)])
def test_a_run_has_one_definition_of_pmi(method: type[WordLearner]) -> None:
    """What Why close? lists is what How it works explains, to the last digit."""
    learner = quick(method)
    corpus = learner.trained_on(two_topics())
    for shared in shared_contexts(corpus, 0, 1, learner.target(), limit=5):
        for word, pmi in ((0, shared.pmi_a), (1, shared.pmi_b)):
            assert pmi == pytest.approx(pmi_cell(corpus, word, shared.word_id, learner.target()).pmi, rel=1e-12)
