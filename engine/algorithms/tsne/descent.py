"""The descent of a t-SNE map along the gradient of its divergence, step by step, so that others may look and steer."""

import math

import numpy as np

from engine.algorithms.tsne.affinities import Affinities
from engine.algorithms.tsne.grid import MARGIN, STEP, Grid

PAIR, POINT, NODE, CALLS = 0.105, 30.0, 9.0, 300_000.0
"""Nanoseconds that repulsion takes on two threads: for each pair of points if exact; for each point, for each node of
the transform, and besides, if interpolated. They decide which it is, the same way on every machine.
"""
LONGEST = 5.0
"""No point moves further in one step."""
TINY = 1e-30
FEWEST_RATE = 50.0
"""The learning rate of small maps, whose n / exaggeration would hardly move them; at most twice that, so that they are
steady, however much they exaggerate.
"""
FIRMLY = 2.0
"""Points that are held so many times as strongly as others (`Affinities.pulls`) take smaller steps: at the common rate
they would swing about their place, further each time.
"""


class Descent:
    """A map that moves: `step` it, look at `places`, ask for its `divergence`.

    The gradient is that of van der Maaten and Hinton (2008) without its factor 4. Repulsion is exact or, on flat maps
    of many points for their size, interpolated (`grid`).
    """

    def __init__(self, affinities: Affinities, start: np.ndarray, workers: int = 1) -> None:
        """start: (n, 2 or 3). workers: threads of the transforms; the map is the same with any number."""
        from engine.algorithms.tsne import force_kernels

        self._loops = force_kernels
        self.affinities = affinities
        self.places = np.array(start, dtype=np.float32, order="C")
        n, dims = self.places.shape
        self._bounds = self._loops.center(self.places)
        self._grid = Grid(workers)
        self._gains, self._moves = np.ones_like(self.places), np.zeros_like(self.places)
        self._shares = rate_shares(affinities)
        self._attraction = np.empty((len(affinities.blocks) - 1, n, dims), dtype=np.float32)
        self._repulsion = np.empty_like(self.places)
        self._kernels = np.empty(n, dtype=np.float32)
        self._parts = np.empty((force_kernels.PARTS, 3, n), dtype=np.float32)

    def step(
        self, exaggeration: float = 1.0, momentum: float = 0.8, rate: float | None = None, measured: bool = False
    ) -> float | None:
        """Move all points once; the learning rate is `usual_rate` unless given.

        Returns KL(P || Q) of the places before the step, in nats, if that is asked for.
        """
        given = self.affinities
        attract = self._loops.attract_2d if self.places.shape[1] == 2 else self._loops.attract_3d
        attract(
            self.places, given.starts, given.columns, given.levels, given.scales, given.blocks, self._attraction
        )  # fmt: skip
        normalizer = self._repel()
        divergence = self._divergence(normalizer) if measured else None
        if rate is None:
            rate = usual_rate(len(self.places), exaggeration)
        self._loops.move(
            self.places, self._attraction, self._repulsion, 1 / normalizer, exaggeration, rate, momentum, LONGEST,
            self._shares, self._gains, self._moves,
        )  # fmt: skip
        self._bounds = self._loops.center(self.places)
        return divergence

    def divergence(self) -> float:
        """KL(P || Q) of the present places, in nats."""
        return self._divergence(self._repel())

    def _divergence(self, normalizer: float) -> float:
        given = self.affinities
        far = self._loops.farness(self.places, given.starts, given.columns, given.weights).sum()
        return float(given.entropy + far + math.log(normalizer))

    @property
    def interpolates(self) -> bool:
        """Whether the next step's repulsion is interpolated."""
        n, dims = self.places.shape
        if dims == 3:
            return False
        nodes = 4 * np.prod((self._bounds[1] - self._bounds[0]).astype(np.float64) / STEP + 2 * MARGIN)
        return bool(CALLS + POINT * n + NODE * nodes < PAIR * n**2)

    def _repel(self) -> float:
        """Fill the repulsion; the sum of q over all pairs of different points, never 0."""
        if self.interpolates:
            return max(self._grid.repel(self.places, self._bounds, self._repulsion), TINY)
        x, y, *z = (np.ascontiguousarray(axis) for axis in self.places.T)
        if z:
            self._loops.repel_3d(x, y, z[0], self._repulsion, self._kernels)
        else:
            self._loops.repel_2d(x, y, self._parts, self._repulsion, self._kernels)
        return max(float(self._kernels.sum(dtype=np.float64)), TINY)


def usual_rate(n: int, exaggeration: float) -> float:
    """The learning rate of a map of n points: n / exaggeration (Belkina et al., 2019), more for small maps."""
    own = n / exaggeration
    return max(own, min(FEWEST_RATE, 2 * own))


def rate_shares(affinities: Affinities) -> np.ndarray:
    """float32 (n,): the share of the learning rate at which each point is steady."""
    return np.minimum(1, FIRMLY / np.maximum(affinities.pulls, TINY)).astype(np.float32)
