"""Columns of a table that others nearly tell: how much of each is a combination of the rest."""

from dataclasses import dataclass

import numpy as np

MOST_COLUMNS = 200
_TOLERANCE = 1e-10
"""Directions of the correlations below this share of the largest are taken for none."""


@dataclass(frozen=True)
class Told:
    """How well other columns tell one. r_squared: by all the others together (1: an exact combination).

    partner: the one that tells most alone; slope: how much the column changes with one unit of it; partner_r_squared.
    """

    column: int
    r_squared: float
    partner: int
    slope: float
    partner_r_squared: float


def told_by_others(values: np.ndarray) -> list[Told]:
    """An entry for each column of (n, d) that varies, the best told first; n must exceed d, or all are told exactly.

    By least squares with a constant, from the correlations of the columns.
    """
    spread = values.std(axis=0)
    varying = np.flatnonzero(spread > 0)
    if len(varying) < 2:
        return []
    centered = (values[:, varying] - values[:, varying].mean(axis=0)) / spread[varying]
    correlations = centered.T @ centered / len(values)
    found = []
    for place, column in enumerate(varying):
        others = np.delete(np.arange(len(varying)), place)
        known = correlations[others, place]
        weights = np.linalg.pinv(correlations[np.ix_(others, others)], rcond=_TOLERANCE, hermitian=True) @ known
        best = int(others[np.abs(known).argmax()])
        single = float(correlations[best, place])
        slope = single * float(spread[column] / spread[varying[best]])
        share = float(np.clip(weights @ known, 0, 1))
        found.append(Told(int(column), share, int(varying[best]), slope, single**2))
    return sorted(found, key=lambda told: -told.r_squared)
