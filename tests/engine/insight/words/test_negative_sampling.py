"""One step of negative sampling, differentiated by hand; noise drawn as in the training."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.insight.words.negative_sampling import explained_step, negative_sampling_step, noise_rows
from engine.learners.words.skipgram import SkipGram
from tests.examples import corpus, quick


def loss(v: np.ndarray, u: np.ndarray) -> float:
    signs = np.array([1] + [-1] * (len(u) - 1))
    return float(-np.log(1 / (1 + np.exp(-signs * (u @ v)))).sum())


@pytest.fixture
def vectors() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    return generator.normal(size=6), generator.normal(size=(4, 6))


def test_step_follows_the_numerical_gradient(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    step = negative_sampling_step(("w", "true", "n1", "n2", "n3"), v, u, 0.1)
    moved_v, moved_u = v.copy(), u.copy()
    for array, moved in ((v, moved_v), (u, moved_u)):
        for place in np.ndindex(array.shape):
            there, back = array[place] + 1e-6, array[place] - 1e-6
            old = array[place]
            array[place] = there
            high = loss(v, u)
            array[place] = back
            low = loss(v, u)
            array[place] = old
            moved[place] -= 0.1 * (high - low) / 2e-6
    assert_allclose([sample.score_after for sample in step.samples], moved_u @ moved_v, rtol=1e-6)
    assert_allclose([step.loss_before, step.loss_after], [loss(v, u), loss(moved_v, moved_u)], rtol=1e-6)
    assert step.loss_after < step.loss_before


def test_step_names_its_numbers(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    true, *noise = negative_sampling_step(("w", "true", "n1", "n2", "n3"), v, u).samples
    assert (true.word, true.label) == ("true", 1)
    assert [sample.word for sample in noise] == ["n1", "n2", "n3"]
    assert_allclose(true.score, u[0] @ v)
    assert_allclose(true.gradient, true.probability - 1)
    assert all(sample.gradient == sample.probability > 0 for sample in noise)
    assert true.score_after > true.score


def test_large_scores_do_not_overflow() -> None:
    step = negative_sampling_step(("w", "c", "n"), np.array([1e4]), np.array([[-1.0], [1.0]]))
    assert_allclose([step.loss_before, step.samples[0].probability, step.samples[1].probability], [2e4, 0, 1])


def test_noise_is_drawn_by_the_exponent_of_the_run() -> None:
    counts = np.array([1_000_000, 1, 1, 1, 1])
    assert noise_rows(counts, 1.0, 1, context=1) == [0]  # by count, the frequent word is nearly certain
    rare = [noise_rows(np.append(counts, [1] * 60), 0.0, 1, context)[0] for context in range(60)]
    assert rare.count(0) < 10  # all alike, it is one of 65
    avoided = [noise_rows(counts, -1.0, 1, context)[0] for context in range(1, 5)]
    assert 0 not in avoided  # a negative exponent prefers the rare ones


def test_the_step_tells_its_exponent() -> None:
    learner = quick(SkipGram, ns_exponent=0.5)
    step = explained_step(learner.fit(corpus()), 0, 1, learner.settings())
    assert "count^0.5" in step.caption
    assert list(step.table["Label"]) == [1] + [0] * learner.negative
    assert list(step.table["Moves"]) == ["pulled"] + ["pushed"] * learner.negative


def test_a_step_in_which_the_true_score_falls_says_so() -> None:
    from engine.insight.words.negative_sampling import _what_happens

    u = np.array([[0.1, 1.0], [3.0, 1.0], [3.0, 1.0]])
    step = negative_sampling_step(("w", "c", "n1", "n2"), np.array([2.0, 3.0]), u, 0.5)
    true = step.samples[0]
    assert true.score_after < true.score and step.loss_after < step.loss_before
    assert f"falls too, from {true.score:.3f} to {true.score_after:.3f}" in _what_happens(step)
