"""Muon: orthogonal steps against the singular value decomposition, and trainings that come out the same."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from engine.report import Silent

torch = pytest.importorskip("torch")

from engine.algorithms.networks.muon_torch import Muon, MuonAndAdam, orthogonalized  # noqa: E402
from engine.algorithms.networks.training import Schedule  # noqa: E402
from engine.algorithms.networks.training_torch import seeded, train  # noqa: E402
from engine.algorithms.networks.transformer import TransformerSizes  # noqa: E402
from engine.algorithms.networks.transformer_torch import Transformer  # noqa: E402


@pytest.mark.parametrize("shape", [(40, 40), (64, 16), (16, 64), (3, 24, 48)])
def test_singular_values_come_near_one_along_the_same_axes(shape: tuple[int, ...]) -> None:
    with seeded(0):
        matrices = torch.randn(shape, dtype=torch.float64)
    left, spread, right = torch.linalg.svd(matrices, full_matrices=False)
    turned = left.mT @ orthogonalized(matrices) @ right.mT
    values = turned.diagonal(dim1=-2, dim2=-1)
    # in the axes of the given matrix nothing but a diagonal is left
    assert (turned - torch.diag_embed(values)).abs().max() < 1e-9
    large = spread > 0.02 * spread.norm(dim=-1, keepdim=True)
    assert large.float().mean() > 0.8
    assert values[large].min() > 0.65 and values.max() < 1.25


def test_scale_does_not_matter_and_nothing_stays_nothing() -> None:
    matrix = torch.randn(8, 8, dtype=torch.float64)
    torch.testing.assert_close(orthogonalized(1e3 * matrix), orthogonalized(matrix), atol=1e-6, rtol=1e-6)
    assert not orthogonalized(torch.zeros(4, 6)).any()


def test_two_steps_by_hand() -> None:
    gradients = [torch.randn(6, 3), torch.randn(6, 3)]
    weights = torch.nn.Parameter(torch.zeros(6, 3))
    optimizer = Muon([weights], lr=0.1, momentum=0.8)
    mean, wanted = torch.zeros(6, 3), torch.zeros(6, 3)
    for gradient in gradients:
        weights.grad = gradient
        optimizer.step()
        mean = 0.8 * mean + 0.2 * gradient
        wanted = wanted - 0.1 * 2**0.5 * orthogonalized(0.2 * gradient + 0.8 * mean)
    torch.testing.assert_close(weights.detach(), wanted)


def test_a_stack_moves_as_its_matrices_would() -> None:
    gradient = torch.randn(3, 5, 5)
    stack = torch.nn.Parameter(torch.ones(3, 5, 5))
    single = [torch.nn.Parameter(torch.ones(5, 5)) for _ in range(3)]
    stack.grad = gradient
    for weights, part in zip(single, gradient, strict=True):
        weights.grad = part
    for optimizer in (Muon([stack], 0.1), Muon(single, 0.1)):
        optimizer.step()
    torch.testing.assert_close(stack.detach(), torch.stack(single).detach())


def test_weights_without_a_gradient_stay() -> None:
    still, moved = torch.nn.Parameter(torch.ones(4, 4)), torch.nn.Parameter(torch.ones(4, 4))
    moved.grad = torch.randn(4, 4)
    Muon([still, moved], 0.1).step()
    assert torch.equal(still, torch.ones(4, 4)) and not torch.equal(moved, torch.ones(4, 4))


class Successor:
    """Learns that in a circle of eight tokens each is followed by the next."""

    def __init__(self) -> None:
        self.n_train = 64
        self.model = Transformer(TransformerSizes(8, 6, 16, 1, 2, causal=True))
        self.tokens = (torch.randint(8, (64, 1)) + torch.arange(7)) % 8

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        logits = self.model(self.tokens[rows, :-1]).flatten(0, 1)
        return {"loss": torch.nn.functional.cross_entropy(logits, self.tokens[rows, 1:].flatten())}

    def validation_loss(self) -> float | None:
        return None

    def measures(self) -> Mapping[str, float]:
        return {}

    def picture(self) -> Mapping[str, Any]:
        return {}


def learned(seed: int) -> tuple[list[float], list[np.ndarray]]:
    with seeded(seed):
        task = Successor()
        optimizer = MuonAndAdam(task.model.hidden_matrices(), task.model.other_parameters(), 0.02, 0.01)
        trained = train(task, Schedule(20, 16, 0.01), Silent(), optimizer=optimizer, unit="sentences")
    return trained.history["loss"], [weights.detach().numpy() for weights in task.model.parameters()]


def test_a_transformer_learns_and_seeds_reproduce_bit_for_bit() -> None:
    (losses, weights), (_, again), (_, other) = learned(0), learned(0), learned(1)
    assert losses[0] > 1 and losses[-1] < 0.05
    assert all(np.array_equal(first, second) for first, second in zip(weights, again, strict=True))
    assert not np.array_equal(weights[0], other[0])


def test_each_group_follows_the_cycle_from_its_own_rate() -> None:
    seen = []

    class Watching(MuonAndAdam):
        def step(self) -> None:
            seen.append([group["lr"] for group in self.param_groups])
            super().step()

    with seeded(0):
        task = Successor()
        optimizer = Watching(task.model.hidden_matrices(), task.model.other_parameters(), 0.02, 0.005)
        train(task, Schedule(2, 16, 0.5), Silent(), optimizer=optimizer)
    assert len(seen) == 8
    np.testing.assert_allclose([matrices / others for matrices, others in seen], 4)
    assert max(matrices for matrices, _ in seen) == pytest.approx(0.02)
