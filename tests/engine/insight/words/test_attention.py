"""Scores of negative sampling read as attention: the chance of a word where its noise is put back."""

import numpy as np
from numpy.testing import assert_allclose

from engine.insight.words.attention import SHOWN, attention
from tests.examples import corpus


def test_the_weights_of_perfect_scores_times_the_noise_are_the_chances() -> None:
    text = corpus()
    generator = np.random.default_rng(0)
    chances = generator.dirichlet(np.ones(text.n_words))
    noise = text.counts**0.75 / (text.counts**0.75).sum()
    scores = np.log(chances / (5 * noise))  # what five noise words a pair tend to
    told = attention(text, np.array([1.0]), scores[:, None], 3, 0.75, "v_w")
    rows = [text.words.index(word) for word in told.table["Word"]]
    assert_allclose(told.table["Times noise"], chances[rows])
    assert_allclose(told.table["Attention p"], (np.exp(scores) / np.exp(scores).sum())[rows])
    assert set(np.argsort(-scores)[:SHOWN]) | {np.argmax(chances), 3} <= set(rows) and len(set(rows)) == len(rows)
