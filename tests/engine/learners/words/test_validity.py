"""The validity network on texts: topics, the toy world, what is held out, and its numbers for a phrase."""

import numpy as np
import pytest

from engine.datasets.text.corpus import Corpus
from engine.datasets.text.toy_world import ToyWorld
from engine.fit import Fit
from engine.insight.words.validity import network_of
from engine.learners.words.validity import Validity
from tests.examples import corpus

SMALL = Validity(n_components=8, n_hidden=16, n_switched=16, min_count=1, n_epochs=5)


@pytest.fixture(scope="module")
def toy() -> tuple[Corpus, Fit]:
    """A part of the toy world, read a few times."""
    world = ToyWorld(n_tokens=60_000).load()
    return world, Validity(n_epochs=6, n_hidden=50, n_switched=64).fit(world)


def test_phrases_of_the_toy_world_are_told_from_switched_ones_better_than_by_counts(toy: tuple[Corpus, Fit]) -> None:
    """At most four mistakes for five that counts of adjacent words make; chance is one half."""
    _, fit = toy
    summary, history = fit.summary, fit.history
    assert summary["chance"] == 0.5
    assert 0.85 < summary["accuracy_of_bigram_counts"] < 0.97
    assert 1 - summary["accuracy"] < 0.8 * (1 - summary["accuracy_of_bigram_counts"])
    assert history["accuracy"][-1] == pytest.approx(summary["accuracy"], abs=1e-4)
    assert history["accuracy"][0] < history["accuracy"][-1]
    assert history["loss"][-1] < 0.2 * history["loss"][0]


def test_words_of_one_kind_are_near_in_the_toy_world(toy: tuple[Corpus, Fit]) -> None:
    world, fit = toy
    words, kinds = fit.main, fit.main.metadata["kind"]
    cosines = words.unit @ words.unit.T
    np.fill_diagonal(cosines, -1)
    frequent = np.flatnonzero((kinds != "other") & (world.counts[: words.n_items] >= 30))
    same = kinds[cosines[frequent].argmax(axis=1)] == kinds[frequent]
    chance = np.mean([np.mean(kinds == kinds[row]) for row in frequent])
    assert same.mean() > 0.8 > 3 * chance


def test_planted_topics_are_recovered() -> None:
    """Words of the example are of topic a or b alone, so that what fits in a phrase is of its topic."""
    words = SMALL.replace(n_epochs=20).fit(corpus()).main
    topic = np.array([label[0] for label in words.labels])
    cosines = words.unit @ words.unit.T
    np.fill_diagonal(cosines, -2)
    nearest = topic[np.argsort(-cosines, axis=1)[:, :5]]
    assert (nearest == topic[:, None]).mean() > 0.95


def test_the_saved_network_scores_as_the_trained_one_did() -> None:
    fit = SMALL.fit(corpus())
    again = network_of(Fit.unpack(*fit.pack()))
    assert again.size == 5 and len(again.words) == fit.main.n_items + 1
    phrase = np.array([[0, 1, 2, 3, again.edge]])
    vectors = np.concatenate([*fit.main.vectors[:4], fit.arrays["edge"]])
    by_hand = fit.arrays["output"] @ np.clip(fit.arrays["hidden"].T @ vectors + fit.arrays["hidden_bias"], -1, 1)
    np.testing.assert_allclose(again.scores(phrase)[0], by_hand, rtol=1e-4)


def test_a_text_of_few_sentences_holds_none_out_and_says_so() -> None:
    text = Corpus.from_sentences(["a b c a b c d e f g", "h i j a b c d a e b"] * 3)
    fit = SMALL.fit(text)
    assert "accuracy" not in fit.summary and "accuracy" not in fit.history
    assert "too few sentences" in fit.notes[-1]


@pytest.mark.parametrize("changes", [{"place": "any"}, {"window": 1}, {"window": 4}, {"power": 1.0}])
def test_other_settings_train_too(changes: dict[str, object]) -> None:
    fit = SMALL.replace(**changes).fit(corpus(n_tokens=2_000))
    assert np.isfinite(fit.main.vectors).all()
    assert len(fit.arrays["hidden"]) == (2 * int(changes.get("window", 2)) + 1) * 8  # type: ignore[call-overload]


def test_watched_words_are_watched_or_told() -> None:
    fit = SMALL.replace(watch="nosuchword").fit(corpus(n_tokens=2_000))
    assert fit.notes == ("Not in the vocabulary, so not watched: nosuchword.",)
