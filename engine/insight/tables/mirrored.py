"""Whether vectors mirror two numbers of each row that they were not learned from."""

from dataclasses import dataclass

import numpy as np

from engine.algorithms.procrustes import procrustes
from engine.low_rank import principal

N_SHUFFLES = 50
FEWEST_ROWS = 5


@dataclass(frozen=True, eq=False)
class Mirrored:
    """rows: int (n,), those whose places are known. places: float64 (n, 2). laid: (n, 2), the vectors' first two
    principal components laid over them. r2: share of the places' variance that is met; by_chance: the same, (m,), with
    the places dealt out at random. correlations: of both axes.
    """

    rows: np.ndarray
    places: np.ndarray
    laid: np.ndarray
    r2: float
    by_chance: np.ndarray
    correlations: tuple[float, float]


def mirrored(vectors: np.ndarray, places: np.ndarray, seed: int = 0) -> Mirrored | None:
    """Lay vectors (n, d) over places (n, 2), NaN where unknown; None if fewer than five are known."""
    rows = np.flatnonzero(np.isfinite(places).all(axis=1))
    if len(rows) < FEWEST_ROWS:
        return None
    known = places[rows].astype(float)
    axes = principal(vectors[rows].astype(float))
    points = np.zeros((len(rows), 2))
    first = axes.transform(vectors[rows].astype(float), 2)
    points[:, : first.shape[1]] = first
    found = procrustes(points, known)
    generator = np.random.default_rng(seed)
    by_chance = np.array([procrustes(points, generator.permutation(known)).r2 for _ in range(N_SHUFFLES)])
    across, upwards = (_correlation(found.points[:, axis], known[:, axis]) for axis in (0, 1))
    return Mirrored(rows, known, found.points, found.r2, by_chance, (across, upwards))


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    return float(np.corrcoef(one, other)[0, 1]) if np.ptp(one) > 0 and np.ptp(other) > 0 else 0.0
