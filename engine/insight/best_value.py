"""Which value of a setting scores best, and whether the difference is more than chance makes."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Best:
    """means, spreads: float64 (n_values,), over the seeds; NaN where nothing is known, spreads also with one seed.

    best: place of the best mean, -1 if none is known. within: places of the others whose means are no farther from it
    than one seed is from another: by `noise`, the standard deviation of a score over the seeds of one value, from all
    values together; None if no value has two seeds.
    """

    means: np.ndarray
    spreads: np.ndarray
    best: int
    noise: float | None
    within: tuple[int, ...]


def best_value(scores: np.ndarray, lower: bool = False) -> Best:
    """scores: float (n_values, n_seeds), NaN for what failed or is not done. lower: whether less is better."""
    known = np.isfinite(scores)
    counts = known.sum(axis=1)
    filled = np.where(known, scores, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = filled.sum(axis=1) / counts  # nan where none is known
        squares = np.where(known, (scores - means[:, None]) ** 2, 0.0).sum(axis=1)
        spreads = np.sqrt(np.where(counts > 1, squares / (counts - 1), np.nan))
    several = counts > 1
    noise = float(np.sqrt(squares[several].sum() / (counts[several] - 1).sum())) if several.any() else None
    if not counts.any():
        return Best(means, spreads, -1, noise, ())
    best = int(np.nanargmin(means) if lower else np.nanargmax(means))
    near = np.abs(means - means[best]) <= (noise or 0.0)
    within = tuple(place for place in np.flatnonzero(near).tolist() if place != best)
    return Best(means, spreads, best, noise, within)
