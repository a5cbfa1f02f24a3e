"""Multidimensional scaling as one would first think of it: move the points until their distances are the right ones."""

import numpy as np

WHOLE = 3_000
"""Up to so many points each is compared with all; of more, with SOME others, drawn anew for each step."""
SOME = 200


class StressDescent:
    """A map that moves down the gradient of its stress, the sum over pairs of (d* - d)^2: `step` it, look at `places`.

    A step of rate 1 goes 1 / 2n of the gradient: it makes every point the mean of where the others want it, and never
    raises the stress as long as all pairs are compared (Guttman, 1968; de Leeuw, 1977).
    """

    def __init__(
        self, points: np.ndarray | None, start: np.ndarray, seed: int = 0, *, distances: np.ndarray | None = None
    ) -> None:
        """points: (n, d), whose Euclidean distances are wanted; or distances: (n, n), which are wanted themselves.

        start: (n, 2 or 3); seed: of the others drawn.
        """
        from engine.algorithms import stress_kernels

        self._loops = stress_kernels
        self._points = np.ascontiguousarray(np.empty((0, 1)) if points is None else points, dtype=np.float32)
        self._given = distances
        n, self._dims = start.shape
        self._places = np.zeros((n, 3), dtype=np.float32)
        self._places[:, : self._dims] = start
        self._moved = np.empty_like(self._places)
        self._stresses = np.empty(n)
        self._chance = np.random.default_rng(seed)
        self._others = np.arange(n)
        self._wanted = self._distances() if n <= WHOLE else None

    @property
    def places(self) -> np.ndarray:
        """float32 (n, 2 or 3)."""
        return np.ascontiguousarray(self._places[:, : self._dims])

    def step(self, rate: float = 1.0) -> float:
        """Move all points once; the stress before, of the pairs compared: sqrt(sum (d* - d)^2 / sum d*^2)."""
        wanted = self._wanted
        if wanted is None:
            self._others = np.sort(self._chance.choice(len(self._places), SOME, replace=False))
            wanted = self._distances()
        others = np.ascontiguousarray(self._places[self._others].T)
        self._loops.step(self._places, others, wanted, rate, self._moved, self._stresses)
        self._places, self._moved = self._moved, self._places
        return float(np.sqrt(self._stresses.sum() / np.square(wanted, dtype=np.float64).sum()))

    def stress(self) -> float:
        """Of the present places."""
        before = self._places.copy()
        found = self.step(0.0)
        self._places = before
        return found

    def _distances(self) -> np.ndarray:
        if self._given is not None:
            return np.ascontiguousarray(self._given[:, self._others], dtype=np.float32)
        return np.asarray(self._loops.distances(self._points, self._others))
