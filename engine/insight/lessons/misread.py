"""Points whose map is easily misread: what is in them is known (Wattenberg, Viégas and Johnson, 2016)."""

from typing import Literal

import numpy as np

Shape = Literal["sizes", "distances", "noise"]
N_POINTS = 60
N_COMPONENTS = 20
WIDE, NARROW = 10.0, 1.0
NEAR, FAR = 10.0, 50.0


def points(shape: Shape, seed: int = 0) -> tuple[np.ndarray, list[str]]:
    """Points float64 (n, 20) and the class of each.

    sizes: two clusters of 60, one ten times as wide. distances: three of 60, the centers of the first two 10 apart, the
    third 50 from both. noise: 180 points of one normal distribution, classes drawn by chance.
    """
    rng = np.random.default_rng(seed)
    if shape == "noise":
        return rng.standard_normal((3 * N_POINTS, N_COMPONENTS)), rng.choice(["a", "b", "c"], 3 * N_POINTS).tolist()
    if shape == "sizes":
        spreads, centers = [WIDE, NARROW], np.zeros((2, N_COMPONENTS))
        centers[1, 0] = FAR
        names = ["wide", "narrow"]
    else:
        spreads, centers = [1.0, 1.0, 1.0], np.zeros((3, N_COMPONENTS))
        centers[1, 0] = NEAR
        centers[2, :2] = NEAR / 2, np.sqrt(FAR**2 - (NEAR / 2) ** 2)
        names = ["a", "b", "far"]
    parts = [center + spread * rng.standard_normal((N_POINTS, N_COMPONENTS)) for center, spread in
             zip(centers, spreads, strict=True)]  # fmt: skip
    return np.concatenate(parts), np.repeat(names, N_POINTS).tolist()
