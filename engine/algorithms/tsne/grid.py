"""Repulsion between many points of a flat map, by charges on a grid and fast Fourier transforms.

The idea is that of Linderman et al. (2019). Here one charge a point suffices: the forces are the slopes of the
potential sum of q, whose own sum is the normalizer. Splines on a uniform grid carry charges to nodes and slopes back;
the kernel's transform undoes their blur (as in particle-mesh methods: Hockney and Eastwood, 1988).
"""

import math
from collections.abc import Sequence

import numpy as np

STEP = 0.38
"""Distance of nodes on a map that has formed; the kernel falls to a half at 1. Forces are off by under one percent."""
FINEST = STEP / 4
"""Distance of nodes on a small map, whose forces all but cancel out."""
FEWEST = 64
"""Nodes along the longer side for which the distance falls from STEP to FINEST."""
MARGIN = 4
"""Nodes beyond the outermost points."""
SPARE = 1.1
"""How much larger than the map a new grid is, so that it serves for many steps."""


class Grid:
    """The repulsive forces on points in the plane. The kernel's transform is kept while the map fits the grid."""

    def __init__(self, workers: int = 1) -> None:
        """workers: threads of the transforms; the forces are the same with any number."""
        self.workers = workers
        self.step = 0.0
        self._rows = self._columns = 0  # of the transforms: twice the nodes, so that nothing wraps around
        self._charges = np.zeros((0, 0), dtype=np.float32)
        self._shares = self._spectrum = self._sums = self._charges

    def repel(self, places: np.ndarray, bounds: np.ndarray, forces: np.ndarray) -> float:
        """Write into forces (n, 2) the sum of q^2 (y_i - y_j) over all j; return the sum of q over all pairs i != j.

        places: float32 (n, 2); bounds: (2, 2), their lowest and highest coordinates.
        """
        from scipy import fft

        from engine.algorithms.tsne.grid_kernels import filtered, slopes_at, spread

        extent = (bounds[1] - bounds[0]).astype(np.float64)
        if not self.fits(extent):
            self._prepare(extent)
        nodes, workers = self._charges.shape, self.workers
        middle = (bounds[0].astype(np.float64) + bounds[1]) / 2
        origin = (middle - (np.array(nodes) - 1) / 2 * self.step).astype(np.float32)
        spread(places, origin, 1 / self.step, self._shares, self._charges)
        waves = fft.rfft(self._charges, self._columns, axis=1, workers=workers)
        waves = fft.fft(waves, self._rows, axis=0, workers=workers, overwrite_x=True)
        filtered(waves, self._spectrum, self._sums)
        waves = fft.ifft(waves, axis=0, workers=workers, overwrite_x=True)[: nodes[0]]
        potential = fft.irfft(waves, self._columns, axis=1, workers=workers)  # of the rows that hold points alone
        slopes_at(places, origin, 1 / self.step, potential, forces)
        return float(self._sums.sum(dtype=np.float64)) / (self._rows * self._columns) - len(places)

    def fits(self, extent: np.ndarray) -> bool:
        """Whether the present nodes reach around a map of this extent (2,), and are not far too many or too coarse."""
        return fits(extent, self.step, self._charges.shape)

    def _prepare(self, extent: np.ndarray) -> None:
        from scipy import fft

        from engine.algorithms.tsne.grid_kernels import SHARES, kernel

        self.step = step_for(extent)
        nodes = nodes_for(extent, self.step)
        rows, columns = fft.next_fast_len(2 * nodes[0]), 2 * fft.next_fast_len(nodes[1], real=True)
        self._rows, self._columns = rows, columns
        self._charges = np.empty(nodes, dtype=np.float32)
        self._shares = np.empty((SHARES, *nodes), dtype=np.float32)
        self._sums = np.empty(rows, dtype=np.float32)
        blur = np.outer(blurs(np.arange(rows) / rows), blurs(np.arange(columns // 2 + 1) / columns))
        alike = fft.rfft2(kernel(rows, columns, self.step), workers=self.workers)
        self._spectrum = (alike.real / blur**2).astype(np.float32)


def step_for(extent: np.ndarray) -> float:
    """The distance of nodes for a map of this extent (dims,)."""
    step = STEP
    while max(extent) / step < FEWEST and step > FINEST:
        step /= 2
    return step


def nodes_for(extent: np.ndarray, step: float) -> list[int]:
    """How many nodes along each axis a new grid has."""
    return [math.ceil(SPARE * side / step) + 2 * MARGIN + 1 for side in extent]


def fits(extent: np.ndarray, step: float, shape: Sequence[int]) -> bool:
    """Whether a grid of this shape and distance of nodes reaches around a map, and has not far too many or too few."""
    if step != step_for(extent):
        return False
    needed = [math.ceil(side / step) + 2 * MARGIN + 1 for side in extent]
    return all(few <= count <= 1.5 * few + 8 for few, count in zip(needed, shape, strict=True))


def blurs(turns: np.ndarray) -> np.ndarray:
    """Transform of the splines' values at nodes, at so many turns a step."""
    angles = 2 * np.pi * turns
    return (66 + 52 * np.cos(angles) + 2 * np.cos(2 * angles)) / 120
