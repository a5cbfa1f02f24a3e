"""The contrastive loss against its closed form, against torch's own, and its gradient against automatic slopes."""

import itertools
import math

import numpy as np
import pytest

from engine.algorithms.contrastive import chance_of_recall, gradient, recall_at, shares


def test_two_pairs_have_a_closed_form() -> None:
    same, other, temperature = 0.7, -0.2, 0.3
    found = shares(np.array([[same, other], [other, same]]), temperature)
    assert found.loss == pytest.approx(math.log1p(math.exp((other - same) / temperature)), abs=1e-12)


def test_pairs_that_cannot_be_told_apart_cost_the_logarithm_of_their_number() -> None:
    assert shares(np.full((7, 7), 0.4), 0.05).loss == pytest.approx(math.log(7))


def test_the_gradient_is_that_of_automatic_slopes() -> None:
    torch = pytest.importorskip("torch")
    similarities = np.random.default_rng(0).uniform(-1, 1, (6, 6))
    held = torch.tensor(similarities, requires_grad=True)
    right = torch.arange(6)
    loss = sum(torch.nn.functional.cross_entropy(side / 0.07, right) for side in (held, held.T)) / 2
    loss.backward()
    found = shares(similarities, 0.07)
    assert found.loss == pytest.approx(loss.item(), abs=1e-12)
    np.testing.assert_allclose(gradient(found, 0.07), held.grad.numpy(), atol=1e-12)


def test_recall_counts_the_best_right_column() -> None:
    similarities = np.array([[0.9, 0.1, 0.2], [0.8, 0.7, 0.1], [0.3, 0.2, 0.1]])
    right = np.array([[True, False, False], [False, True, False], [False, False, True]])
    assert recall_at(similarities, right, (1, 2, 3)) == pytest.approx([1 / 3, 2 / 3, 1])
    right[2, 0] = True  # a second right column, which is the first
    assert recall_at(similarities, right, (1,)) == pytest.approx([2 / 3])


def test_equal_similarities_earn_no_more_than_chance() -> None:
    right = np.eye(5, dtype=bool)
    assert recall_at(np.zeros((5, 5)), right, (1, 2)) == [0, 0]


def test_chance_is_that_of_all_orders() -> None:
    right = np.array([[True, False, True, False], [False, True, False, False]])
    orders = list(itertools.permutations(range(4)))
    expected = [
        np.mean([any(row[place] for place in order[:k]) for row in right for order in orders]) for k in (1, 2, 4)
    ]
    np.testing.assert_allclose(chance_of_recall(right, (1, 2, 4)), expected)
