"""Baselines: counts by hand, a shuffled text that knows nothing, the same bytes by the same seed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.evaluation.words import baselines as module
from engine.evaluation.words.baselines import COUNTS, RANDOM, SHUFFLED, WordBaselines, n_contexts
from engine.fit import Fit
from engine.insight.words.method_agreement import neighbor_agreement
from engine.learners.words.ppmi_svd import PPMISVD
from tests.examples import corpus


def same_topic(fit: Fit, name: str) -> float:
    """Mean cosine of words of one topic, less that of words of two."""
    unit = fit.embeddings[name].unit
    topic = np.array([label[0] for label in fit.main.labels])
    alike = (topic[:, None] == topic) & ~np.eye(len(topic), dtype=bool)
    cosines = unit @ unit.T
    return float(cosines[alike].mean() - cosines[topic[:, None] != topic].mean())


def test_counts_are_those_of_the_text() -> None:
    text = Corpus.from_sentences([["a", "b", "c", "a"], ["b", "d", "e"]] * 3 + [list("fghij")])
    fit = WordBaselines(n_components=2, window=2, min_count=1).fit(text)
    counted = fit.embeddings[COUNTS]
    row, column = counted.index["a"], counted.index["b"]
    assert counted.vectors[row, column] == 3 * (1 + 0.5)  # next to each other, and two apart
    assert counted.vectors[counted.index["d"], counted.index["e"]] == 3
    assert counted.vectors[counted.index["d"], counted.index["a"]] == 0
    assert_array_equal(counted.vectors, counted.vectors.T)


def test_only_frequent_words_are_columns_where_the_table_would_be_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = WordBaselines(n_components=4, min_count=1).fit(corpus())
    monkeypatch.setattr(module, "NUMBERS", 400)
    monkeypatch.setattr(module, "FEWEST_CONTEXTS", 3)
    part = WordBaselines(n_components=4, min_count=1).fit(corpus())
    assert n_contexts(40) == part.summary["n_contexts"] == 10 and n_contexts(10_000) == 3
    assert_array_equal(part.embeddings[COUNTS].vectors, whole.embeddings[COUNTS].vectors[:, :10])


def test_a_shuffled_text_and_chance_know_no_topics_and_counts_do() -> None:
    fit = WordBaselines(n_components=8, min_count=1).fit(corpus())
    assert same_topic(fit, COUNTS) > 0.4
    assert abs(same_topic(fit, RANDOM)) < 0.1 and abs(same_topic(fit, SHUFFLED)) < 0.15
    trained = PPMISVD(n_components=8, min_count=1).fit(corpus())
    assert same_topic(trained, "word") > 0.6


def test_the_vocabulary_and_the_bytes_are_those_of_a_method() -> None:
    learner = WordBaselines(n_components=6, min_count=20, max_words=15, seed=3)
    fit, again = learner.fit(corpus()), learner.fit(corpus())
    assert fit.main.labels == PPMISVD(n_components=6, min_count=20, max_words=15).fit(corpus()).main.labels
    for name, embedding in fit.embeddings.items():
        assert embedding.vectors.tobytes() == again.embeddings[name].vectors.tobytes()
        assert f"seconds_{name}" in fit.summary
    assert_allclose(fit.main.vectors.std(), 1, atol=0.25)
    assert not np.allclose(fit.main.vectors, learner.replace(seed=4).fit(corpus()).main.vectors)


def test_too_few_words_are_refused() -> None:
    with pytest.raises(InputError, match="largest min_count"):
        WordBaselines(min_count=5_000).fit(corpus())


def test_agreement_of_equal_turned_and_strange_embeddings() -> None:
    fit = WordBaselines(n_components=8, min_count=1).fit(corpus())
    counts = fit.embeddings[COUNTS]
    turn = np.linalg.qr(np.random.default_rng(0).normal(size=(40, 40)))[0]
    turned = type(counts)(counts.vectors @ turn, counts.labels)
    shares, probed, among = neighbor_agreement({"counts": counts, "turned": turned, "chance": fit.main})
    assert (probed, among) == (40, 40)
    assert_allclose(shares[:2, :2], 1, atol=0.02)
    assert shares[0, 2] == pytest.approx(10 / 39, abs=0.08)
    by_hand = [
        len(set(np.argsort(-(one := counts.unit @ counts.unit[row]))[:11].tolist()) - {row}
            & set(np.argsort(-(fit.main.unit @ fit.main.unit[row]))[:11].tolist()) - {row})
        for row in range(40)
    ]  # fmt: skip
    assert one.shape == (40,) and shares[0, 2] == pytest.approx(np.mean(by_hand) / 10)
    assert np.isnan(neighbor_agreement({"a": counts, "b": type(counts)(np.eye(2), ["p", "q"])})[0]).all()
