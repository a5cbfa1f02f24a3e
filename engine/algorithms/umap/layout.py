"""A UMAP map that forms, epoch by epoch, so that others may look and stop."""

import numpy as np

from engine.algorithms.umap.fuzzy_set import FuzzySet

SPREAD = 5.0
"""Standard deviation of a start: points are then far enough apart for the pushes, and near enough for the pulls."""
NOISE = 1e-4
SAMPLES = 5
"""Points that each point is compared with for the loss."""
LOOKED_AT = 10_000
"""Points whose part of the loss is looked at."""


class Layout:
    """A map that moves: `step` it, look at `places`, ask for its `loss`. epoch: how many steps were made.

    A pair of weight w, relative to the largest, pulls each of its points 2 w times an epoch, and each time half of
    `negatives` points by chance push: as often as in the authors' program, where a pair moves both of its points.
    """

    def __init__(
        self, held: FuzzySet, start: np.ndarray, a: float, b: float, n_epochs: int, negatives: int = 5, seed: int = 0
    ) -> None:
        """start: (n, 2 or 3). a, b: of the curve. negatives: points that push one for each pair that is due."""
        from engine.algorithms.umap import layout_kernels

        self._loops = layout_kernels
        self._held, self._a, self._b = held, a, b
        self._n_epochs, self._negatives, self._seed = n_epochs, negatives, seed
        self.epoch = 0
        self._pulls, self._pushes = layout_kernels.coefficients(a, b)
        self._shares = held.weights / held.weights.max()
        n, self._dims = start.shape
        self._places = np.zeros((n, 3), dtype=np.float32)
        self._places[:, : self._dims] = _begun(start, seed)
        self._moved = np.empty((-(-n // layout_kernels.TURNS), 3), dtype=np.float32)

    @property
    def places(self) -> np.ndarray:
        """float32 (n, 2 or 3)."""
        return np.ascontiguousarray(self._places[:, : self._dims])

    def step(self) -> None:
        """One epoch, which is two passes over all points."""
        held = self._held
        for passes in (2 * self.epoch, 2 * self.epoch + 1):
            rate = 1 - passes / (2 * self._n_epochs)
            for turn in range(self._loops.TURNS):
                self._loops.move(
                    self._places, self._moved, turn, held.starts, held.columns, self._shares, passes, rate,
                    self._pulls, self._pushes, self._negatives, self._seed,
                )  # fmt: skip
        self.epoch += 1

    def loss(self) -> float:
        """The mean over (at most LOOKED_AT) points of what the moves lower; pushes by a sample, the same each time."""
        held = self._held
        found = self._loops.losses(
            self._places, held.starts, held.columns, self._shares, self._a, self._b, self._negatives, SAMPLES,
            -(-held.n_points // LOOKED_AT),
        )  # fmt: skip
        return float(found.mean())


def _begun(start: np.ndarray, seed: int) -> np.ndarray:
    """The start, as wide as SPREAD, moved a little by chance so that no two points lie on one place."""
    spread = start.std(axis=0).max()
    scaled = start * (SPREAD / spread) if spread > 0 else start
    return np.asarray(scaled + np.random.default_rng(seed).normal(0, NOISE, start.shape), dtype=np.float32)
