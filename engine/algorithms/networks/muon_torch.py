"""Muon (Jordan et al., 2024): each step of a weight matrix is made orthogonal, so that no direction is left behind."""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn

COEFFICIENTS = (3.4445, -4.7750, 2.0315)
"""Of the polynomial a s + b s^3 + c s^5, which in five rounds takes any s from .01 to 1 to about .7 to 1.2."""
ROUNDS = 5
TINY = 1e-7
MOMENTUM = 0.95
ADAM_BETAS = (0.9, 0.99)


def orthogonalized(matrices: torch.Tensor) -> torch.Tensor:
    """The nearest (semi-)orthogonal matrices (..., rows, columns), roughly: all singular values come near 1.

    Newton-Schulz rounds: products of matrices alone. With m the shorter and n the longer side, a matrix costs
    5 (2 m^2 n + m^3) products, as many as 5 m (2 + m / n) / 3 tokens that pass it forward and back: 640 for a square
    of 128. So the larger the batch, the less it matters.
    """
    first, third, fifth = COEFFICIENTS
    tall = matrices.shape[-2] > matrices.shape[-1]
    found = matrices.mT if tall else matrices
    found = found / (found.norm(dim=(-2, -1), keepdim=True) + TINY)
    for _ in range(ROUNDS):
        squares = found @ found.mT
        found = first * found + (third * squares + fifth * squares @ squares) @ found
    return found.mT if tall else found


class Muon(torch.optim.Optimizer):
    """Moves weights whose last two axes are those of a matrix (rows: what comes out), by their orthogonal momentum.

    lr: the length of a step in every direction of the matrix, times sqrt(rows / columns) where there are more rows.
    """

    def __init__(self, weights: Iterable[nn.Parameter], lr: float, momentum: float = MOMENTUM) -> None:
        super().__init__(weights, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Move all weights that have a gradient; those of one shape together, which takes fewer and larger products."""
        for group in self.param_groups:
            by_shape: dict[Any, list[torch.Tensor]] = {}
            for weights in group["params"]:
                if weights.grad is not None:
                    by_shape.setdefault((weights.shape[-2:], weights.device), []).append(weights)
            for alike in by_shape.values():
                self._move(alike, group["lr"], group["momentum"])

    def _move(self, alike: list[torch.Tensor], rate: float, momentum: float) -> None:
        rows, columns = alike[0].shape[-2:]
        ahead = [self._ahead(weights, momentum).view(-1, rows, columns) for weights in alike]
        steps = orthogonalized(torch.cat(ahead)).split([len(stack) for stack in ahead])
        length = rate * max(1.0, rows / columns) ** 0.5
        for weights, step in zip(alike, steps, strict=True):
            weights.sub_(step.view_as(weights), alpha=length)

    def _ahead(self, weights: torch.Tensor, momentum: float) -> torch.Tensor:
        """The running mean of the gradients, looked at one step ahead (Nesterov)."""
        assert weights.grad is not None
        kept = self.state[weights]
        if not kept:
            kept["mean"] = torch.zeros_like(weights)
        mean = kept["mean"].lerp_(weights.grad, 1 - momentum)
        return weights.grad.lerp(mean, momentum)


class MuonAndAdam:
    """Muon for the matrices between hidden layers, AdamW for embeddings, norms, biases and the head."""

    def __init__(
        self, matrices: Iterable[nn.Parameter], others: Iterable[nn.Parameter], muon_rate: float, adam_rate: float
    ) -> None:
        adam = torch.optim.AdamW(others, lr=adam_rate, betas=ADAM_BETAS, weight_decay=0.0, fused=True)
        self._both: tuple[torch.optim.Optimizer, ...] = (Muon(matrices, muon_rate), adam)
        self.param_groups = [group for optimizer in self._both for group in optimizer.param_groups]

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Forget the gradients of all weights."""
        for optimizer in self._both:
            optimizer.zero_grad(set_to_none)

    def step(self) -> None:
        """Move all weights."""
        for optimizer in self._both:
            optimizer.step()
