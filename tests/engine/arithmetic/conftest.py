"""Vectors in which analogies are planted."""

import numpy as np
import pytest

from engine.embedding import Embedding

WORDS = ("king", "queen", "man", "woman", "prince", "princess", "apple", "New_York", "mother-in-law", "nothing")


@pytest.fixture(scope="module")
def planted() -> Embedding:
    """Royalty, gender and youth are coordinates of their own, with a little noise."""
    royal, female, young, fruit = np.eye(6)[:4] * [[1.0], [0.8], [0.7], [2.0]]
    base = np.eye(6)[4]
    vectors = [base + royal, base + royal + female, base, base + female, base + royal + young]
    vectors += [base + royal + young + female, fruit, fruit + royal, base + 2 * female, np.zeros(6)]
    noise = np.random.default_rng(0).normal(0, 0.01, (10, 6)) * (np.arange(10) < 9)[:, None]
    return Embedding(np.array(vectors) + noise, WORDS)
