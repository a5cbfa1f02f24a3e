"""Full softmax on texts: planted topics, its limit, and its numbers for a pair."""

from typing import Any, Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.probability import softmax
from engine.errors import InputError
from engine.insight.words.places import first_place
from engine.learners.words.full_softmax import FullSoftmaxLearner
from tests.engine.learners.words.test_skipgram import numeric_gradient, separation
from tests.examples import corpus, quick

Predicts = Literal["context", "word"]
BOTH: tuple[Predicts, ...] = ("context", "word")


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("predicts", BOTH)
def test_planted_topics_are_separated(predicts: Predicts, tied: bool) -> None:
    epochs = 40 if predicts == "context" else 5
    learner = FullSoftmaxLearner(predicts, tied, n_components=16, min_count=1, n_epochs=epochs, sample=0.0)
    fit = learner.fit(corpus(n_tokens=20_000))
    within, between = separation(fit.main)
    assert within > 0.6
    assert between < 0.1
    assert fit.history["loss"][-1] < fit.history["loss"][0] < 1.1 * np.log(40)
    np.testing.assert_array_equal(fit.main.vectors == fit.context.vectors, tied)


@pytest.mark.parametrize("predicts", BOTH)
def test_the_film_ends_with_the_vectors(predicts: Predicts) -> None:
    fit = quick(FullSoftmaxLearner, predicts=predicts, n_epochs=4, watch="nowhere").fit(corpus())
    frames = fit.snapshots
    assert frames is not None and frames.steps[-1] == fit.history["step"][-1]
    np.testing.assert_array_equal(frames.frames[-1], fit.main.vectors[frames.items])
    assert "nowhere" in fit.notes[0]


def test_the_vocabulary_has_a_limit_that_is_told() -> None:
    text = corpus()
    found = FullSoftmaxLearner(min_count=1, max_words=10).advice(text)
    assert found[0].severity == "warning"
    assert "40 words occur 1 times, of which the 10 most frequent get a vector" in found[0].sentence
    assert FullSoftmaxLearner(min_count=1, max_words=10, n_components=4, n_epochs=1).fit(text).main.n_items == 10
    assert not any("small vocabularies" in told.sentence for told in FullSoftmaxLearner(min_count=1).advice(text))
    with pytest.raises(InputError, match="Vocabulary limit must be between 5 and 20000"):
        FullSoftmaxLearner(max_words=20_001)


def test_places_take_longer_than_pairs() -> None:
    text = corpus(n_tokens=200_000)
    pairs, places = (FullSoftmaxLearner(predicts, min_count=1).estimate(text).seconds for predicts in BOTH)
    assert places - 1 > 50 * (pairs - 1 - text.n_tokens * 10 * 25e-9)


@pytest.mark.parametrize("tied", [True, False])
@pytest.mark.parametrize("predicts", BOTH)
def test_a_pair_is_explained_by_a_step_down_the_gradient(predicts: Predicts, tied: bool) -> None:
    """Chances by the definition; the step by differences of the loss."""
    text = corpus()
    learner: Any = quick(FullSoftmaxLearner, predicts=predicts, tied=tied, window=3, learning_rate=0.1)
    fit = learner.fit(text)
    word, context = text.index["a0"], text.index["a1"]
    attention, step = learner.explain(fit, text, {"word": word, "context": context})
    near = list(first_place(text, word, context, 3).near)
    rows, to = ([word], context) if predicts == "context" else (near, word)
    outputs, bias = fit.context.vectors.astype(float), fit.arrays["bias"].astype(float)
    inputs = outputs if tied else fit.main.vectors.astype(float)

    def scores() -> np.ndarray:
        return np.asarray(outputs @ inputs[rows].sum(axis=0) + bias)

    def loss() -> float:
        return float(-np.log(softmax(scores())[to]))

    shown = [text.index[name] for name in attention.table["Word"]]
    assert to in shown and list(step.table["Word"]) == list(attention.table["Word"])
    chances = softmax(scores())
    assert_allclose(attention.table["Attention p"], chances[shown], rtol=1e-9)
    assert set(shown) >= set(np.argsort(-chances)[:10].tolist())
    assert f"= {chances[to]:.4f}" in attention.formulas[0]
    assert_allclose(step.table["p - label"], chances[shown] - (np.array(shown) == to), rtol=1e-9)
    assert [name for name, moves in zip(step.table["Word"], step.table["Moves"], strict=True) if moves == "pulled"] == [
        text.words[to]
    ]
    before = loss()
    tables = [outputs, bias] if tied else [inputs, outputs, bias]
    gradients = [numeric_gradient(table, loss) for table in tables]
    for table, gradient in zip(tables, gradients, strict=True):
        table -= 0.1 * gradient
    assert_allclose(step.table["Score after"], scores()[shown], rtol=1e-5)
    assert rf"{before:.4f} \;\to\; {loss():.4f}" in step.formulas[0] and loss() < before
