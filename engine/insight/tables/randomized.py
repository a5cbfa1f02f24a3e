"""What a randomized SVD saves, and what it costs: both are timed on the same matrix."""

import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import numpy as np

from engine.algorithms.decompositions import randomized_svd, svd

T = TypeVar("T")
TIMES = 3


class Compared(NamedTuple):
    """seconds, randomized_seconds: the best of a few times. least, missed: of the squares, the share that the best
    approximation of the rank misses, and that of the randomized SVD. apart: the largest difference of the singular
    values, as part of the largest.
    """

    seconds: float
    randomized_seconds: float
    least: float
    missed: float
    apart: float


def compared(matrix: np.ndarray, rank: int, seed: int = 0) -> Compared:
    """Take a matrix (n, m), not all 0, apart as a whole, and for its first `rank` singular values alone (Halko,
    Martinsson and Tropp, 2011).
    """
    small = np.ascontiguousarray(matrix, dtype=np.float32)
    seconds, whole = _timed(lambda: svd(matrix))
    drawn, part = _timed(
        lambda: randomized_svd(lambda x: small @ x, lambda x: small.T @ x, small.shape, rank, seed=seed)
    )
    squares = float(np.square(whole.values).sum())
    missed = float(np.square(matrix - (part.left * part.values) @ part.right.T).sum()) / squares
    apart = float(np.abs(part.values - whole.values[: len(part.values)]).max() / whole.values[0])
    return Compared(seconds, drawn, float(np.square(whole.values[rank:]).sum()) / squares, missed, apart)


def _timed(compute: Callable[[], T]) -> tuple[float, T]:
    """The best of a few times in seconds, and what was computed."""
    best, made = np.inf, None
    for _ in range(TIMES):
        begun = time.perf_counter()
        made = compute()
        best = min(best, time.perf_counter() - begun)
    assert made is not None
    return best, made
