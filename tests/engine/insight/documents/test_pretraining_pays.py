"""The sentence about pre-training says what the numbers say, and nothing where they say nothing."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.insight.documents.pretraining_pays import gains, sentence

SIZES = (10, 100, 1_000)


def around(means: list[float], noise: float = 0.005, seed: int = 0) -> np.ndarray:
    """Accuracies (sizes, seeds) of these means."""
    found = np.random.default_rng(seed).normal(size=(len(means), 5)) * noise
    return np.array(means)[:, None] + found - found.mean(axis=1, keepdims=True)


def test_gains_are_paired_by_the_draw_of_labels() -> None:
    scratch = around([0.5, 0.6, 0.7], 0.2)
    mean, error = gains(scratch + np.array([[0.1], [0.2], [0.0]]), scratch)
    assert_allclose(mean, [0.1, 0.2, 0.0], atol=1e-12)
    assert_allclose(error, 0, atol=1e-12)


@pytest.mark.parametrize(
    ("scratch", "frozen", "tuned", "told"),
    [
        (
            [0.5, 0.58, 0.8], [0.6, 0.74, 0.8], [0.55, 0.7, 0.8],
            "With 100 labels, frozen vectors reach 74%, from scratch 58%; at 1,000 the difference is gone "
            "(80% and 80%).",
        ),
        (
            [0.5, 0.5, 0.6], [0.7, 0.6, 0.62], [0.6, 0.6, 0.65],
            "With 10 labels, frozen vectors reach 70%, from scratch 50%; at 1,000 fine-tuned vectors reach 65%, which "
            "is 5.0 points more.",
        ),
        (
            [0.5, 0.6, 0.8], [0.7, 0.6, 0.7], [0.6, 0.6, 0.75],
            "With 10 labels, frozen vectors reach 70%, from scratch 50%; at 1,000 from scratch is ahead by 5.0 points.",
        ),
        (
            [0.5, 0.6, 0.7], [0.5, 0.6, 0.7], [0.5, 0.61, 0.8],
            "With 1,000 labels, fine-tuned vectors reach 80%, from scratch 70%: the gain is largest with the most "
            "labels.",
        ),
    ],
)  # fmt: skip
def test_the_largest_gain_and_what_is_left_of_it(
    scratch: list[float], frozen: list[float], tuned: list[float], told: str
) -> None:
    others = {"frozen vectors": around(frozen, seed=1), "fine-tuned vectors": around(tuned, seed=2)}
    assert sentence(around(scratch), others, SIZES) == told


def test_chance_is_no_gain() -> None:
    others = {"frozen vectors": around([0.5, 0.52, 0.5], 0.1, 1)}
    told = sentence(around([0.5, 0.5, 0.5], 0.1), others, SIZES)
    assert told.startswith("With no number of labels") and "frozen vectors reach 50%, from scratch 50%" in told
