"""CBOW: its window against the gradient of the objective, planted topics, and its numbers for a word."""

from typing import Literal

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.skipgram import cpu
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.insight.words.places import first_place
from engine.learners.words.cbow import CBOW
from engine.learners.words.skipgram import SkipGram
from tests.engine.learners.words.test_skipgram import numeric_gradient, separation, sigmoid
from tests.examples import corpus, quick

Combine = Literal["mean", "sum"]


def objective(inputs: np.ndarray, outputs: np.ndarray, contexts: list[int], targets: list[int], mean: bool) -> float:
    """-log of the chance that the word in the middle is told from the others."""
    hidden = inputs[contexts].sum(axis=0) / (len(contexts) if mean else 1)
    scores = outputs[targets] @ hidden
    return float(-np.log(sigmoid(scores[0])) - np.log(sigmoid(-scores[1:])).sum())


@pytest.mark.parametrize("mean", [True, False])
def test_a_window_moves_down_the_gradient_of_the_objective(mean: bool) -> None:
    """Word 2 stands twice in the window, and so moves twice as far."""
    from engine.algorithms.skipgram import kernels
    from engine.algorithms.skipgram.lanes_kernels import aligned_zeros
    from engine.algorithms.skipgram.together_kernels import hand_down, put_together

    generator = np.random.default_rng(1)
    inputs, outputs = generator.normal(scale=0.5, size=(2, 10, 20))
    contexts, targets, rate = [1, 2, 3, 2], [5, 6, 7, 0, 8, 9], 0.01
    tables = [aligned_zeros(10, 32) for _ in range(2)]
    tables[0][:, :20], tables[1][:, :20] = inputs, outputs
    flat, rows, share = tables[0].reshape(-1), np.array(contexts) * 32, np.float32(0.25 if mean else 1)
    hidden = np.zeros(64, dtype=np.float32)
    put_together(flat, rows, 4, 32, share, hidden)
    loss = kernels.train_window(
        hidden, np.zeros(1, np.int64), 1, tables[1].reshape(-1), np.array(targets) * 32, np.ones(6, np.float32), 32,
        np.float32(rate), np.empty((1, kernels.OUTPUTS), np.float32), True,
    )  # fmt: skip
    hand_down(flat, rows, 4, 32, share, hidden)

    def now() -> float:
        return objective(inputs, outputs, contexts, targets, mean)

    assert loss == pytest.approx(now(), rel=0.005)  # the table's steps
    tolerance = 2 * rate * 0.004 * 2 * len(targets)
    steps = [table[:, :20] - before for table, before in zip(tables, (inputs, outputs), strict=True)]
    assert np.abs(steps[0]).max() > 2 * tolerance / 4
    assert_allclose(steps[0], -rate * numeric_gradient(inputs, now), atol=tolerance / 4)
    assert_allclose(steps[1], -rate * numeric_gradient(outputs, now), atol=tolerance)


@pytest.mark.parametrize(("combine", "mode"), [("mean", "reproducible"), ("sum", "reproducible"), ("mean", "fast")])
def test_planted_topics_are_separated(combine: Combine, mode: Literal["reproducible", "fast"]) -> None:
    learner = CBOW(n_components=16, n_epochs=10, min_count=1, combine=combine, mode=mode, sample=0.0)
    fit = learner.fit(corpus(n_tokens=40_000))
    within, between = separation(fit.main)
    assert within > 0.75
    assert between < 0.2
    assert fit.history["loss"][-1] < 0.9 * fit.history["loss"][0]


def test_a_window_of_one_word_is_skip_grams() -> None:
    """With one neighbor a place, mean, sum and each by itself are the same."""
    text = corpus()
    sentences = np.arange(0, len(text.tokens) + 1, 2)
    found = [
        cpu.train(
            text.tokens, sentences, text.counts, Settings(8, 1, 5, 2, 0.05, 0.0, 0.75, 0, 1, how), lambda *_: False
        )
        for how in ("each", "sum", "mean")
    ]
    for other in found[1:]:
        for ours, theirs in zip(found[0], other, strict=True):
            assert_allclose(ours, theirs, atol=1e-5)


def test_words_that_stand_alone_get_no_step() -> None:
    tokens = np.concatenate([np.tile(np.arange(5), 40), np.full(50, 5)])
    sentences = np.concatenate([np.arange(0, 201, 5), np.arange(201, 251)])
    settings = Settings(16, 5, 5, 3, 0.1, 0.0, 0.75, 0, 1, "mean")
    inputs, _ = cpu.train(tokens.astype(np.int32), sentences, np.bincount(tokens), settings, lambda *_: False)
    assert_array_equal(inputs[5], cpu.initial_vectors(6, settings)[5])


@pytest.mark.parametrize("combine", ["mean", "sum"])
def test_a_word_is_explained_by_a_place_of_it(combine: Combine) -> None:
    """What is shown after the step is what plain gradient descent on the objective makes."""
    text = corpus()
    learner = quick(CBOW, combine=combine, window=3, learning_rate=0.2)
    fit = learner.fit(text)
    word, context = text.index["a0"], text.index["a1"]
    window, _, step = learner.explain(fit, text, {"word": word, "context": context})
    place = first_place(text, word, context, 3)
    assert place.holds and f"“{place.told}”" in window.caption
    targets = [text.index[name] for name in step.table["Word"]]
    assert targets[0] == word
    inputs, outputs = (each.vectors.astype(float) for each in (fit.main, fit.context))

    def now() -> float:
        return objective(inputs, outputs, list(place.near), targets, combine == "mean")

    before, moved = now(), [numeric_gradient(table, now) for table in (inputs, outputs)]
    shown = window.table["v·u of the word"]
    assert f"{step.table['Score h·u'][0]:.4f}" in window.formulas[0]
    alone = np.dot(shown, window.table["Times"]) / (len(place.near) if combine == "mean" else 1)
    assert_allclose(alone, step.table["Score h·u"][0], rtol=1e-9)
    inputs -= 0.2 * moved[0]
    outputs -= 0.2 * moved[1]
    assert rf"{before:.4f} \;\to\; {now():.4f}" in step.formulas[0]
    rows = [text.index[name] for name in window.table["Context word"]]
    assert_allclose(window.table["After the step"], inputs[rows] @ outputs[word], rtol=1e-5)
    hidden = inputs[list(place.near)].sum(axis=0) / (len(place.near) if combine == "mean" else 1)
    assert_allclose(step.table["Score after"], outputs[targets] @ hidden, rtol=1e-5)


def test_words_that_never_meet_are_told_so() -> None:
    text = corpus()
    learner = quick(CBOW, window=1)
    pairs = {(a, b) for a, b in zip(text.tokens.tolist(), text.tokens[1:].tolist(), strict=False)}
    word, context = next((a, b) for a in range(40) for b in range(40) if {(a, b), (b, a)}.isdisjoint(pairs))
    told = learner.explain(learner.fit(text), text, {"word": word, "context": context})[0].caption
    assert f"“{text.words[context]}” never stands so near" in told


def test_one_step_a_window_takes_less_time_than_one_for_each_word() -> None:
    text = corpus()
    assert CBOW().estimate(text).seconds < SkipGram().estimate(text).seconds
    assert any("few for CBOW" in advice.sentence for advice in CBOW(min_count=1).advice(text))
