"""Distances in pixels: how far a picture is from itself moved a little, and from pictures of something else."""

from typing import NamedTuple

import numpy as np

FARTHEST = 2
"""Pixels that a picture is moved, to each side."""
MOVES = range(-FARTHEST, FARTHEST + 1)
PRINTED = {"1 and 1": 4.53, "9 and 3": 12.0}
"""Distances between handwritten digits that a lecture prints; which pictures they are of it does not say."""


def moved(image: np.ndarray, right: int, down: int) -> np.ndarray:
    """An image (h, w) moved so many pixels; what leaves it is lost, and 0 comes in."""
    height, width = image.shape
    found = np.zeros_like(image)
    rows, columns = slice(max(0, down), height + min(0, down)), slice(max(0, right), width + min(0, right))
    from_rows, from_columns = (slice(max(0, -by), size + min(0, -by)) for by, size in ((down, height), (right, width)))
    found[rows, columns] = image[from_rows, from_columns]
    return found


class Compared(NamedTuple):
    """by_move: Euclidean distances to the image moved, (5, 5): rows from 2 up to 2 down, columns from left to right.

    other: row of the nearest picture of another class; apart: its distance. distances: (m,) to all pictures of other
    classes, rising. same: to the nearest other picture of its own class; infinite if there is none.
    """

    by_move: np.ndarray
    other: int
    apart: float
    distances: np.ndarray
    same: float

    def nearer(self, distance: float) -> float:
        """The share of the pictures of other classes that are nearer than that."""
        return float((self.distances < distance).mean())


def compared(image: np.ndarray, pictures: np.ndarray, classes: np.ndarray, own: int) -> Compared:
    """An image (h, w) of class `own` among pictures (n, h, w) of classes (n,), itself perhaps one of them."""
    by_move = np.array([[np.linalg.norm(image - moved(image, right, down)) for right in MOVES] for down in MOVES])
    all_distances = np.sqrt(((pictures - image) ** 2).sum(axis=(1, 2)))
    others = np.flatnonzero(classes != own)
    kin = all_distances[(classes == own) & (all_distances > 0)]
    nearest = int(others[all_distances[others].argmin()])
    distances = np.sort(all_distances[others])
    return Compared(by_move, nearest, float(distances[0]), distances, float(kin.min(initial=np.inf)))
