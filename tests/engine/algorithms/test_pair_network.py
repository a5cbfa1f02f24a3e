"""A network of two inputs: its gradients against autograd, its scores against the definition, what it learns."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms import pair_network
from engine.algorithms.pair_network import Plan, Weights, gradients, initial, logits, train


def drawn(n: int = 30, d: int = 4) -> tuple[Weights, np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(0)
    weights = Weights(*(part + 0.1 * rng.normal(size=part.shape) for part in initial(d, 6, rng)))
    return weights, rng.normal(size=(n, d)), rng.normal(size=(n, d)), rng.random(n) < 0.4


def test_gradients_are_those_of_autograd() -> None:
    import torch

    weights, first, second, yes = drawn()
    loss, slopes = gradients(weights, first, second, yes, 0.3)
    a, b, hidden, out, bias = parts = [torch.tensor(part, requires_grad=True) for part in weights]
    scores = (torch.relu(torch.tensor(first) @ a + torch.tensor(second) @ b + hidden) @ out + bias)[:, 0]
    expected = torch.nn.functional.binary_cross_entropy_with_logits(scores, torch.tensor(yes + 0.0))
    expected = expected + 0.15 * sum((part**2).sum() for part in (a, b, out))
    expected.backward()
    assert loss == pytest.approx(float(expected.detach()))
    for slope, part in zip(slopes, parts, strict=True):
        assert part.grad is not None
        assert_allclose(slope, part.grad.numpy(), atol=1e-12)
    assert_allclose(logits(weights, first, second), scores.detach().numpy(), atol=1e-12)


def test_one_row_stands_for_all_whatever_the_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    weights, first, second, _ = drawn()
    expected = logits(weights, np.repeat(first[:1], len(second), axis=0), second)
    assert_allclose(logits(weights, first[:1], second), expected)
    monkeypatch.setattr(pair_network, "TILE", 7)
    assert_allclose(logits(weights, first[:1], second), expected)
    assert_allclose(logits(weights, first, second)[:1], expected[:1])


def test_it_learns_what_no_sum_of_both_tells() -> None:
    """Whether two signs are the same: exclusive or."""
    signs = np.array([[1.0, 0.0], [-1.0, 0.0]])
    pairs = np.stack(np.meshgrid([0, 1], [0, 1]), axis=-1).reshape(-1, 2).repeat(100, axis=0)
    yes = pairs[:, 0] == pairs[:, 1]
    told: list[float] = []
    weights = train(signs, signs, pairs, yes, Plan(16, 200, 0.01, 0.0), 0, lambda epoch, loss: told.append(loss))
    assert ((logits(weights, signs[pairs[:, 0]], signs[pairs[:, 1]]) > 0) == yes).all()
    assert len(told) == 200 and told[-1] < 0.1 < told[0]
    again = train(signs, signs, pairs, yes, Plan(16, 200, 0.01, 0.0), 0)
    for one, other in zip(weights, again, strict=True):
        assert_array_equal(one, other)
