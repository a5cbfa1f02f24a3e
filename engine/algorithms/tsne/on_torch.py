"""The descent on a graphics card: the steps of `descent.Descent`, in PyTorch.

Charges are added up as whole numbers, and the forces of neighbors row by row, so that the same card makes the same map.
"""

import math
from typing import Any

import numpy as np
import torch

from engine.algorithms.tsne.affinities import Affinities
from engine.algorithms.tsne.descent import LONGEST, TINY, rate_shares, usual_rate
from engine.algorithms.tsne.grid import blurs, fits, nodes_for, step_for

UNIT = 2.0**40
"""What a charge of 1 is as a whole number: sums of millions of points stay below 2^63."""
EXACT = 10_000
"""Up to so many points all pairs are looked at."""
TILE_PAIRS = 1 << 26


class Descent:
    """A map that moves; see `descent.Descent`, whose gradient, step and defaults these are."""

    def __init__(self, affinities: Affinities, start: np.ndarray, device: str = "cuda") -> None:
        """start: (n, 2 or 3)."""
        self.affinities = affinities
        joint = affinities.joint()
        rows = np.repeat(np.arange(affinities.n_points), np.diff(joint.indptr))
        self._rows, self._columns, self._starts = (
            torch.as_tensor(part, dtype=torch.int64, device=device) for part in (rows, joint.indices, joint.indptr)
        )
        self._p = torch.as_tensor(joint.data, dtype=torch.float32, device=device)
        self._places = torch.as_tensor(np.array(start, dtype=np.float32), device=device)
        self._places -= self._places.mean(dim=0)
        self._shares = torch.as_tensor(rate_shares(affinities), device=device).unsqueeze(1)
        self._gains, self._moves = torch.ones_like(self._places), torch.zeros_like(self._places)
        self._grid = TorchGrid(device)

    @property
    def places(self) -> np.ndarray:
        """A copy of the places now, float32 (n, 2 or 3)."""
        return self._places.cpu().numpy()

    def step(
        self, exaggeration: float = 1.0, momentum: float = 0.8, rate: float | None = None, measured: bool = False
    ) -> float | None:
        """Move all points once; returns KL(P || Q) of the places before, in nats, if that is asked for."""
        attraction, far = self._attract()
        repulsion, normalizer = self._repel()
        divergence = self._divergence(far, normalizer) if measured else None
        if rate is None:
            rate = usual_rate(len(self._places), exaggeration)
        gradient = exaggeration * attraction - repulsion / normalizer
        turns = (self._moves > 0) == (gradient > 0)
        self._gains = torch.where(turns, 0.8 * self._gains + 0.01, self._gains + 0.2)
        self._moves = momentum * self._moves - rate * self._shares * self._gains * gradient
        self._moves *= (LONGEST / self._moves.norm(dim=1, keepdim=True).clamp(min=TINY)).clamp(max=1)
        self._places = self._places + self._moves
        self._places = self._places - self._places.mean(dim=0)
        return divergence

    def divergence(self) -> float:
        """KL(P || Q) of the present places, in nats."""
        return self._divergence(self._attract()[1], self._repel()[1])

    def _divergence(self, far: torch.Tensor, normalizer: torch.Tensor) -> float:
        return self.affinities.entropy + float(far) + float(normalizer.log())

    def _attract(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The sum of p q (y_i - y_j) of every row, (n, dims); the sum of p log(1 + d^2) over all pairs."""
        apart = self._places[self._rows] - self._places[self._columns]
        squares = apart.square().sum(dim=1)
        pulls = apart * (self._p / (1 + squares)).unsqueeze(1)
        forces = torch.segment_reduce(pulls, "sum", offsets=self._starts, axis=0, initial=0)
        return forces, (self._p * squares.log1p()).sum(dtype=torch.float64)

    def _repel(self) -> tuple[torch.Tensor, torch.Tensor]:
        """The sum of q^2 (y_i - y_j) over all j, (n, dims); that of q over all pairs, never 0."""
        few = len(self._places) <= EXACT
        forces, normalizer = exact_repulsion(self._places) if few else self._grid(self._places)
        return forces, normalizer.clamp(min=TINY)


def exact_repulsion(places: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Over all pairs of the places (n, dims), in tiles: forces (n, dims) and the sum of q, a float64."""
    n = len(places)
    size = max(1, TILE_PAIRS // n)
    forces, total = torch.empty_like(places), torch.zeros((), dtype=torch.float64, device=places.device)
    for first in range(0, n, size):
        own = places[first : first + size]
        apart = own.unsqueeze(2) - places.T.unsqueeze(0)  # (rows, dims, n)
        q = 1 / (1 + apart.square().sum(dim=1))
        total += q.sum(dtype=torch.float64) - len(own)  # of points with themselves
        forces[first : first + size] = (q.square().unsqueeze(1) * apart).sum(dim=2)
    return forces, total


class TorchGrid:
    """The repulsion of `grid.Grid`, interpolated on a grid in the plane or in space."""

    def __init__(self, device: str) -> None:
        """device: a name that PyTorch knows."""
        self.step = 0.0
        self._shape: list[int] = []  # nodes
        self._sides: list[int] = []  # of the transforms: twice the nodes, so that nothing wraps around
        self._filter = torch.empty(0)
        self._offsets = torch.arange(-2, 4, device=device)

    def __call__(self, places: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Forces (n, dims) on the places (n, dims), and the sum of q over all pairs of different points, a float64."""
        low, high = places.min(dim=0).values, places.max(dim=0).values
        extent = (high - low).double().cpu().numpy()
        if len(self._shape) != len(extent) or not fits(extent, self.step, self._shape):
            self._prepare(extent)
        middle = (low.double() + high.double()) / 2
        nodes = torch.tensor(self._shape, dtype=torch.float64, device=places.device)
        turns = ((places.double() - middle) / self.step + (nodes - 1) / 2).float()
        below = turns.floor()
        weights, slopes = splines(turns - below)  # (n, dims, 6) each
        touched = self._touched(below.long())
        shares = _products(weights)
        charges = torch.zeros(math.prod(self._shape), dtype=torch.int64, device=places.device)
        charges.index_add_(0, touched.flatten(), (shares.double() * UNIT).round().long().flatten())
        charged = (charges.double() / UNIT).float().view(self._shape)
        waves = torch.fft.rfftn(charged, s=self._sides) * self._filter
        potential = torch.fft.irfftn(waves, s=self._sides)[tuple(slice(side) for side in self._shape)].contiguous()
        found = potential.view(-1)[touched]
        forces = []
        for axis in range(len(self._shape)):
            turned = weights.clone()
            turned[:, axis] = slopes[:, axis]
            forces.append((found * _products(turned)).flatten(1).sum(dim=1))
        total = (charged.double() * potential).sum() - len(places)
        return torch.stack(forces, dim=1) * (-0.5 / self.step), total

    def _touched(self, below: torch.Tensor) -> torch.Tensor:
        """Flat numbers (n, 6 ** dims) of the nodes about points that lie above the nodes `below` (n, dims)."""
        lines = below.unsqueeze(2) + self._offsets  # (n, dims, 6)
        flat = lines[:, 0]
        for axis in range(1, len(self._shape)):
            flat = (flat.unsqueeze(-1) * self._shape[axis] + lines[:, axis].unsqueeze(1)).flatten(1)
        return flat

    def _prepare(self, extent: np.ndarray) -> None:
        from scipy.fft import next_fast_len

        device = self._offsets.device
        self.step = step_for(extent)
        self._shape = nodes_for(extent, self.step)
        self._sides = [2 * next_fast_len(nodes, real=True) for nodes in self._shape]
        squares, blur = torch.zeros((), device=device), torch.ones((), device=device)
        for axis, side in enumerate(self._sides):
            apart = np.minimum(np.arange(side), side - np.arange(side)) * self.step
            turns = np.arange(side // 2 + 1 if axis == len(self._sides) - 1 else side) / side
            around = [-1 if place == axis else 1 for place in range(len(self._sides))]
            squares = squares + torch.as_tensor(apart**2, dtype=torch.float32, device=device).view(around)
            blur = blur * torch.as_tensor(blurs(turns) ** 2, dtype=torch.float32, device=device).view(around)
        self._filter = torch.fft.rfftn(1 / (1 + squares)).real / blur


def _products(weights: torch.Tensor) -> torch.Tensor:
    """Of the weights (n, dims, 6) along all axes: (n, 6 ** dims)."""
    result = weights[:, 0]
    for axis in range(1, weights.shape[1]):
        result = (result.unsqueeze(2) * weights[:, axis].unsqueeze(1)).flatten(1)
    return result


def splines(t: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """B-splines of degree 5 at the six nodes about points that lie t (...) of a step above one: values and slopes."""
    s = 1 - t

    def before(t: torch.Tensor) -> tuple[torch.Tensor, ...]:
        t2 = t * t
        near = 26 + t * (-50 + t * (20 + t * (20 + t * (-20 + 5 * t))))
        return t2 * t2 * t, near, 66 + t2 * (-60 + t2 * (30 - 10 * t))

    def rising(t: torch.Tensor) -> tuple[torch.Tensor, ...]:
        t2 = t * t
        return t2 * t2, -10 + t * (8 + t * (12 + t * (-16 + 5 * t))), t * (-24 + t2 * (24 - 10 * t))

    one, other = before(t), before(s)
    values: list[Any] = [other[0], one[1], one[2], other[2], other[1], one[0]]
    up, down = rising(t), rising(s)
    slopes: list[Any] = [-down[0], up[1], up[2], -down[2], -down[1], up[0]]
    return torch.stack(values, dim=-1) / 120, torch.stack(slopes, dim=-1) / 24
