"""Parts of a drawing, each moved as it is to a place of its own."""

import numpy as np


def packed(places: np.ndarray, parts: np.ndarray, gap: float) -> np.ndarray:
    """Places (n, 2 or 3) with part 0 where it was and the others in rows below it, at least `gap` apart.

    parts: int (n,), the part of each row. Rows are as wide as part 0, or as a square that holds all parts if that is
    wider.
    """
    members = [np.flatnonzero(parts == part) for part in range(int(parts.max()) + 1)]
    lows = np.array([places[rows].min(axis=0) for rows in members])
    sizes = np.array([np.ptp(places[rows], axis=0) for rows in members]) + gap
    width = max(sizes[0, 0], 1.1 * np.sqrt((sizes[:, 0] * sizes[:, 1]).sum()))
    middle = lows[0] + (sizes[0] - gap) / 2
    left, top = middle[0] - width / 2, lows[0, 1] - gap
    found, across, deepest = places.copy(), 0.0, 0.0
    for rows, low, size in zip(members[1:], lows[1:], sizes[1:], strict=True):
        if across and across + size[0] > width:
            across, top, deepest = 0.0, top - deepest, 0.0
        corner = middle - (size - gap) / 2  # the third axis, if there is one, stays centered
        corner[:2] = left + across, top - size[1] + gap
        found[rows] += corner - low
        across, deepest = across + size[0], max(deepest, size[1])
    return found
